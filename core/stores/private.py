"""Files and folders that their owner alone may read: they hold what people wrote, for as long as it waits."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO


def make_folder(folder: Path) -> None:
    """Make it, where it is not there; one that is there keeps the mode that its owner gave it.

    Raises OSError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def make_file(file: Path) -> None:
    """Make it, or close an old one to others. What SQLite puts beside a file has that file's mode.

    Raises OSError where it cannot be made.
    """
    file.touch(mode=0o600)
    if file.stat().st_mode & 0o077:
        with suppress(PermissionError):  # another owner's, who lets us write there
            file.chmod(0o600)


@contextmanager
def written_whole(file: Path, *, durable: bool = False) -> Iterator[BinaryIO]:
    """A new file, which is there under its name only when all of it was written: several processes may start at once.
    `durable`: on the disk before that, where the power may fail.

    Raises OSError.
    """
    for folder in (file.parent.parent, file.parent):
        make_folder(folder)
    opened, name = mkstemp(".tmp", f"{file.name}.", file.parent)  # its owner's alone
    try:
        with os.fdopen(opened, "wb") as unfinished:
            yield unfinished
            if durable:
                unfinished.flush()
                with suppress(OSError):  # not every folder that is mounted can promise it
                    os.fsync(unfinished.fileno())
        Path(name).replace(file)
    finally:
        Path(name).unlink(missing_ok=True)
