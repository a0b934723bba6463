"""総務省's tables of assigned numbers (電気通信番号指定状況), as CSV or xlsx, as they are published.

Titles above the header, footnotes below the table, and headers broken over lines are left aside. A row
gives the beginning of a block (番号, or 市外局番 and 市内局番), its carrier, area and state.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from core.registry.imports import FileRefusedError, Refused
from core.registry.imports.text import Table, delimiter_of, encoding_of
from core.registry.listings import Block

# The header cells of a column, the best first.
COLUMNS: Mapping[str, Sequence[str]] = {
    "number": ("番号", "電気通信番号", "電話番号"),
    "area_code": ("市外局番",),
    "exchange": ("市内局番",),
    "carrier": ("指定事業者", "事業者名", "事業者", "電気通信事業者"),
    "area": ("MA", "番号区画", "番号区画名"),
    "status": ("使用状況", "状況", "備考"),
}
_PREFIX = re.compile(r"0\d{2,8}", re.ASCII)


def read_blocks(
    path: Path, *, encoding: str = "", delimiter: str = "", columns: Mapping[str, str] = {}
) -> tuple[dict[str, Block], list[Refused]]:
    """The blocks by prefix, and the rows that are none. Raises FileRefusedError."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _read(_sheets(path), columns)
    known = encoding_of(path, encoding)
    with path.open(encoding=known, newline="") as file:
        table = Table(file, delimiter_of(path, known, delimiter))
        return _read(((table.line, cells) for cells in table), columns)


def _read(
    rows: Iterable[tuple[int, Sequence[str]]], mapped: Mapping[str, str]
) -> tuple[dict[str, Block], list[Refused]]:
    blocks: dict[str, Block] = {}
    refused: list[Refused] = []
    places: dict[str, int] = {}
    for line, cells in rows:
        plain = [_plain(cell) for cell in cells]
        places = _header(plain, mapped) or places
        if not places or _header(plain, mapped) or sum(map(bool, plain)) < 2:
            continue  # a title, the header itself, a footnote
        row = {what: plain[place] if place < len(plain) else "" for what, place in places.items()}
        prefix = _prefix(row)
        carrier = row.get("carrier", "")
        if not _PREFIX.fullmatch(prefix):
            refused.append(Refused(line, f"{prefix!r} begins no Japanese number", "|".join(plain)[:80]))
        elif blocks.get(prefix, Block(prefix, carrier)).carrier != carrier:
            refused.append(
                Refused(line, f"{prefix} stands already with another carrier", "|".join(plain)[:80])
            )
        else:
            blocks[prefix] = Block(prefix, carrier, row.get("area", ""), row.get("status", ""))
    if not places:
        raise FileRefusedError("no header with 番号 or 市外局番 and 指定事業者; say --column number=NAME")
    return blocks, refused


def _header(cells: Sequence[str], mapped: Mapping[str, str]) -> dict[str, int]:
    """The places of the columns, where these cells are a header; else nothing."""
    names = {what: (mapped[what],) if what in mapped else usual for what, usual in COLUMNS.items()}
    places = {
        what: cells.index(found)
        for what, wanted in names.items()
        if (found := next((name for name in wanted if name in cells), None)) is not None
    }
    numbered = "number" in places or {"area_code", "exchange"} <= places.keys()
    return places if numbered and "carrier" in places else {}


def _prefix(row: Mapping[str, str]) -> str:
    digits = row.get("number") or row.get("area_code", "") + row.get("exchange", "")
    digits = re.sub(r"[^0-9]", "", digits)
    # Spreadsheets drop the leading 0 of what they take for a number.
    return digits if digits.startswith("0") else f"0{digits}"


def _plain(cell: str) -> str:
    return "".join(unicodedata.normalize("NFKC", cell).split())


def _sheets(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise FileRefusedError(f"not an xlsx file: {error}") from None
    for sheet in book.worksheets:
        for line, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            yield line, [_text(cell) for cell in cells]
    book.close()


def _text(cell: Any) -> str:
    return (
        "" if cell is None else str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    )
