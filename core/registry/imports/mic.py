"""総務省's tables of assigned numbers (電気通信番号指定状況), as CSV or xlsx, as they are published.

Titles above the header, footnotes below the table, and headers broken over lines are left aside. A row
gives the beginning of a block (番号, or 市外局番 and 市内局番), its carrier, area and state; or a beginning, and
for each next digit the carrier. A merged cell says the same of all the rows that it covers.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from core.registry.imports import FileRefusedError, Refused
from core.registry.imports.text import Table, delimiter_of, encoding_of
from core.registry.listings import NOT_YET, Block

# The header cells of a column, the best first.
COLUMNS: Mapping[str, Sequence[str]] = {
    "number": ("番号", "電気通信番号", "電話番号"),
    "area_code": ("市外局番",),
    "exchange": ("市内局番",),
    "carrier": ("指定事業者", "事業者名", "事業者", "電気通信事業者"),
    "area": ("MA", "番号区画", "番号区画名"),
    "status": ("使用状況", "状況", "備考"),
}
_DASHES = "-‐‑–—―−ー×"
_MOBILE = re.compile(r"0[2-9]0\d{1,4}", re.ASCII)  # what stands before the next digit in a matrix
_PREFIX = re.compile(r"0\d{2,8}", re.ASCII)


def read_blocks(
    path: Path, *, encoding: str = "", delimiter: str = "", columns: Mapping[str, str] = {}
) -> tuple[dict[str, Block], list[Refused]]:
    """The blocks by prefix, and the rows that are none. Raises FileRefusedError."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _read(_sheets(path), columns)
    if path.suffix.lower() == ".xls":
        raise FileRefusedError("an .xls file is not read. Open it in a spreadsheet, save it as .xlsx or CSV")
    known = encoding_of(path, encoding)
    with path.open(encoding=known, newline="") as file:
        table = Table(file, delimiter_of(path, known, delimiter))
        return _read(((table.line, cells) for cells in table), columns)


def _read(
    rows: Iterable[tuple[int, Sequence[str]]], mapped: Mapping[str, str]
) -> tuple[dict[str, Block], list[Refused]]:
    blocks: dict[str, Block] = {}
    refused: list[Refused] = []
    header: _Header | None = None
    for line, cells in rows:
        plain = [_plain(cell) for cell in cells]
        found = _matrix(plain) or _header(plain, mapped)
        header = found or header
        if header is None or found or sum(map(bool, plain)) < 2:
            continue  # a title, the header itself, a footnote
        for block in header(plain):
            reason = _wrong(block, blocks)
            if reason:
                refused.append(Refused(line, reason, "|".join(plain)[:80]))
            else:
                blocks[block.prefix] = block
    if header is None:
        raise FileRefusedError(
            "no header with 番号 or 市外局番 and 指定事業者, or with the digits 0 to 9; say --column number=NAME"
        )
    return blocks, refused


_Header = Callable[[Sequence[str]], Iterable[Block]]  # what the rows below it say


def _wrong(block: Block, blocks: Mapping[str, Block]) -> str:
    if not _PREFIX.fullmatch(block.prefix):
        return f"{block.prefix!r} begins no Japanese number"
    if blocks.get(block.prefix, block).carrier != block.carrier:
        return f"{block.prefix} stands already with another carrier"
    return ""


def _matrix(cells: Sequence[str]) -> _Header | None:
    """A header of the digits 0 to 9, as the tables of 090, 080 and 070 have: each is the next digit behind the
    beginning that stands before them, and the cell is its carrier.
    """
    start = next((at for at in range(len(cells)) if list(cells[at : at + 10]) == list("0123456789")), 0)
    if not start:
        return None

    def blocks(row: Sequence[str]) -> Iterator[Block]:
        label = "".join(row[:start])
        beginning = _prefix({"number": label})
        if not _MOBILE.fullmatch(beginning):
            yield Block(label)
            return
        for digit, cell in enumerate(row[start : start + 10]):
            free = any(word in cell for word in NOT_YET)
            if cell.strip(_DASHES):
                yield Block(f"{beginning}{digit}", "" if free else cell, "", cell if free else "")

    return blocks


def _header(cells: Sequence[str], mapped: Mapping[str, str]) -> _Header | None:
    """A header that names the columns."""
    names = {what: (mapped[what],) if what in mapped else usual for what, usual in COLUMNS.items()}
    places = {
        what: cells.index(found)
        for what, wanted in names.items()
        if (found := next((name for name in wanted if name in cells), None)) is not None
    }
    numbered = "number" in places or {"area_code", "exchange"} <= places.keys()
    if not (numbered and "carrier" in places):
        return None

    def blocks(row: Sequence[str]) -> Iterator[Block]:
        fields = {what: row[place] if place < len(row) else "" for what, place in places.items()}
        yield Block(_prefix(fields), fields["carrier"], fields.get("area", ""), fields.get("status", ""))

    return blocks


def _prefix(row: Mapping[str, str]) -> str:
    digits = row.get("number") or row.get("area_code", "") + row.get("exchange", "")
    digits = re.sub(r"[^0-9]", "", digits)
    # Spreadsheets drop the leading 0 of what they take for a number.
    return digits if digits.startswith("0") else f"0{digits}"


def _plain(cell: str) -> str:
    return "".join(unicodedata.normalize("NFKC", cell).split())


def _sheets(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 -- a tenth of a second that no start needs

    try:
        # Not read_only: that believes what the file says of its size, and knows no merged cells.
        with path.open("rb") as file:
            book = load_workbook(file, data_only=True)
    except Exception as error:  # a file that is cut or broken fails anywhere within
        raise FileRefusedError(f"not a whole xlsx file ({type(error).__name__})") from None
    for sheet in book.worksheets:
        merged = {
            place: sheet.cell(area.min_row, area.min_col).value
            for area in sheet.merged_cells.ranges
            for place in area.cells
        }
        for line, row in enumerate(sheet.iter_rows(), 1):
            yield line, [_text(merged.get((line, place), cell.value)) for place, cell in enumerate(row, 1)]


def _text(cell: Any) -> str:
    return (
        "" if cell is None else str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    )
