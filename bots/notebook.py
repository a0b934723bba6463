"""The operator's notebook: unanswered questions counted, and those given for keeping in a JSON lines file."""

import asyncio
from pathlib import Path

import msgspec
from prometheus_client import Counter

from core.notebook import Note
from core.stores.private import make_file, make_folder


class FileNotebook:
    """Notes in one file that its owner alone may read, a line each; counted in `counter` by topic; false
    alarms of the watch are counted by kind of scam.
    """

    def __init__(self, file: Path, counter: Counter, false_alarms: Counter | None = None) -> None:
        self._file = file
        self._counter = counter
        self._false_alarms = false_alarms
        self._lock = asyncio.Lock()

    def count(self, topic: str) -> None:
        """One more question on that topic was not answered."""
        self._counter.labels(topic).inc()

    def count_false_alarm(self, pattern: str) -> None:
        """One more warning of that pattern was a false alarm."""
        if self._false_alarms is not None:
            self._false_alarms.labels(pattern).inc()

    async def keep(self, note: Note) -> None:
        """Append the note. Raises OSError where the file cannot be written."""
        async with self._lock:
            await asyncio.to_thread(_append, self._file, msgspec.json.encode(note) + b"\n")

    async def forget(self, owner: str) -> int:
        """Delete all notes of that owner; how many there were."""
        async with self._lock:
            return await asyncio.to_thread(_remove, self._file, owner)


def _append(file: Path, line: bytes) -> None:
    make_folder(file.parent)
    make_file(file)
    with file.open("ab") as notes:
        notes.write(line)


def _remove(file: Path, owner: str) -> int:
    """A new file takes the old one's place, so that a kill leaves one of them whole."""
    if not file.exists():
        return 0
    lines = file.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if _owner(line) != owner]
    if len(kept) == len(lines):
        return 0
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    _append(new, b"".join(kept))
    new.replace(file)
    return len(lines) - len(kept)


def _owner(line: bytes) -> str:
    """Whose note that is; "" for a line cut short by a kill."""
    try:
        return msgspec.json.decode(line, type=Note).owner
    except msgspec.DecodeError:
        return ""
