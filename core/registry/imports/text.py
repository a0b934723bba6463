"""Text files as people save them: byte order marks, UTF-8 or Shift_JIS, any of four delimiters."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from core.registry.imports import FileRefusedError

DELIMITERS = ",;\t|"
_CHUNK = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding_of(path: Path, given: str = "") -> str:
    """The encoding in which the whole file can be read: as given, by its mark, UTF-8, else cp932.

    Raises FileRefusedError with the line that cannot be read.
    """
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), "")
    first = given or marked or "utf-8"
    try:
        "".encode(first)  # a codec that is none of text is refused here
        line, beyond_ascii = _unreadable(path, first)
        if line and not (given or marked or beyond_ascii):
            first, (line, _) = "cp932", _unreadable(path, "cp932")
    except LookupError:
        raise FileRefusedError(f"no encoding is called {given!r}; say utf-8 or cp932") from None
    if line:
        meant = given or ("UTF-8" if beyond_ascii or marked else "UTF-8 or Shift_JIS")
        raise FileRefusedError(
            f"line {line}: not {meant} text. Nothing was changed; --encoding names another"
        )
    return "utf-8-sig" if first == "utf-8" else first


def _unreadable(path: Path, encoding: str) -> tuple[int, bool]:
    """The first line that is not in that encoding, 0 where all are; whether letters beyond ASCII came first."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines, beyond = 1, False
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                good = error.object[: error.start]
                return lines + good.count(b"\n"), beyond or not good.isascii()
            beyond = beyond or not text.isascii()
            lines += text.count("\n")
            if not chunk:
                return 0, beyond


def delimiter_of(path: Path, encoding: str, given: str = "") -> str:
    """The delimiter as given, else the one that occurs most in the first lines; a comma where none does."""
    if given:
        named = {"tab": "\t", "\\t": "\t"}.get(given, given)
        if len(named) != 1:
            raise FileRefusedError(f"delimiter {given!r}: one character is expected, or tab")
        return named
    with path.open(encoding=encoding, newline="") as file:
        start = "".join(line for line, _ in zip(file, range(20), strict=False))
    return max(DELIMITERS, key=start.count)


class Recoded:
    """A file of any encoding as `core.content` reads files, in UTF-8. Raises FileRefusedError."""

    def __init__(self, path: Path, encoding: str = "") -> None:
        self.name = path.name
        self._path = path
        self._encoding = encoding_of(path, encoding)

    def __str__(self) -> str:
        return str(self._path)

    def is_dir(self) -> bool:
        """Whether it is a folder: an import is of one file."""
        return False

    def read_bytes(self) -> bytes:
        """All of it."""
        return self._path.read_text(self._encoding).encode()


class Table:
    """Rows of cells from an open text file. `line` is the last line that was read, from 1.

    A quote that is never closed, or a cell without end, refuses the file. Where `each_line` holds a record, only
    that row is lost: it comes without cells, `wrong` says why, and reading goes on with the next line.
    """

    def __init__(self, file: IO[str], delimiter: str, *, skip: int = 0, each_line: bool = False) -> None:
        self.line = skip
        self.wrong = ""
        for _ in range(skip):
            file.readline()
        self._file = file
        self._delimiter = delimiter
        self._each_line = each_line
        self._start = 0  # the line that the record under way began on; 0 between two records
        self._open = False  # whether the lines ended within a record
        self._ended = False

    def __iter__(self) -> Iterator[Sequence[str]]:
        while not self._ended:
            try:
                for row in csv.reader(self._lines(), delimiter=self._delimiter):
                    if not self._open:
                        self._start = 0
                        yield row
            except csv.Error as error:
                self._refuse(str(error))
            else:
                if not self._open:
                    return
                self._refuse("a quote is opened here and not closed")
            yield ()
            self._start, self._open, self.wrong = 0, False, ""

    def _lines(self) -> Iterator[str]:
        for text in self._file:
            self.line += 1
            self._start = self._start or self.line
            yield text
            if self._start and self._each_line:
                self._open = True
                return
        self._open, self._ended = bool(self._start), True

    def _refuse(self, reason: str) -> None:
        if not self._each_line:
            raise FileRefusedError(f"line {self._start}: {reason}")
        self.wrong = reason
