"""What was worked out of texts, kept on disk: working it out takes seconds, reading it milliseconds."""

import hashlib
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from core.stores.private import written_whole

KEPT = 30  # files of a kind; older ones are of content that has changed
_ABANDONED = 3600  # seconds: who writes a file takes one or two, unless it was stopped meanwhile


class Kept:
    """A folder's files of one kind, each named by the checksum of the texts and of what worked it out.

    A folder that cannot be written or a file that cannot be read costs time and nothing else. Without a
    folder nothing is kept.
    """

    def __init__(self, folder: Path | None, suffix: str, maker: str, most: int = KEPT) -> None:
        """`maker` names what works it out, and its version; `most` files are kept, the newest."""
        self._folder = folder
        self._suffix = suffix
        self._maker = maker
        self._most = most

    def read(self, texts: Sequence[str]) -> bytes | None:
        """What was worked out of these texts, where it is there."""
        if self._folder is None:
            return None
        with suppress(OSError):
            file = self._file(self._folder, texts)
            found = file.read_bytes()
            file.touch()
            return found
        return None

    def write(self, texts: Sequence[str], found: bytes) -> None:
        """Whole or not at all."""
        if self._folder is None:
            return
        file = self._file(self._folder, texts)
        with suppress(OSError):
            with written_whole(file) as unfinished:
                unfinished.write(found)
            kept = self._folder.glob(f"*{self._suffix}")
            for old in sorted(kept, key=lambda each: each.stat().st_mtime, reverse=True)[self._most :]:
                old.unlink(missing_ok=True)
            for left in self._folder.glob("*.tmp"):
                if time.time() - left.stat().st_mtime > _ABANDONED:
                    left.unlink(missing_ok=True)

    def _file(self, folder: Path, texts: Sequence[str]) -> Path:
        digest = hashlib.sha256(self._maker.encode())
        for text in texts:
            digest.update(b"\0" + text.encode("utf-8", "replace"))
        return folder / f"{digest.hexdigest()[:32]}{self._suffix}"
