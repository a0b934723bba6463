"""What operators load: files of many kinds, read with tolerance, refused with reasons."""

import msgspec

from core.content import ContentError

SHRINK = 0.7  # of the rows that stood there; a file with fewer is refused unless forced


class Refused(msgspec.Struct, frozen=True):
    """A row that was left out: its line, why, and how it begins."""

    line: int
    reason: str
    row: str = ""


class FileRefusedError(Exception):
    """A file is refused, whole; the message says why, with the line where there is one."""


def refused_whole(error: ContentError) -> FileRefusedError:
    """A content file's reasons, each with its line; the file's name is said by who asked for it."""
    lines = (f"line {one.line}: {one.reason}" if one.line else one.reason for one in error.problems)
    return FileRefusedError("\n".join(lines))


class Summary(msgspec.Struct, kw_only=True):
    """What an import changed, or would change. `refused` rows are beside these, and rows `skipped` because they
    are about no number.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    refused: int = 0
    skipped: int = 0

    @property
    def rows(self) -> int:
        """How many rows stand there afterwards."""
        return self.added + self.changed + self.unchanged

    @property
    def before(self) -> int:
        """How many rows stood there."""
        return self.changed + self.removed + self.unchanged


def check_size(summary: Summary, *, force: bool) -> None:
    """Raises FileRefusedError where nothing comes, or much less than stood there: a broken download looks like that."""
    if not force and not summary.rows:
        raise FileRefusedError("no rows. Nothing was changed. Say --force if that is right.")
    if not force and summary.rows < SHRINK * summary.before:
        raise FileRefusedError(
            f"only {summary.rows:,} rows where {summary.before:,} stood: more than 30 % fewer."
            " Nothing was changed. Say --force if that is right."
        )
