"""Files and folders that their owner alone may read: they hold what people wrote, for as long as it waits."""

from contextlib import suppress
from pathlib import Path


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
