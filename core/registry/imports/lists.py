"""Long lists of numbers: CSV of any form, PhoneBlock's XML and JSON, contacts; one record a number."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import IO, Any, NamedTuple

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from core.registry.imports import FileRefusedError
from core.registry.imports.columns import Columns, find_columns
from core.registry.imports.normal import Normalise
from core.registry.imports.text import Table, delimiter_of, encoding_of
from core.registry.imports.vcard import read_cards
from core.registry.listings import ListKind

COUNTRIES: Mapping[ListKind, str] = {"ftc": "US", "phoneblock": "DE", "list": "JP", "vcard": "JP"}
ADDS = frozenset(("ftc",))  # each row is a complaint; many do not say of which number

Facts = tuple[str, str, str]  # tag, votes, date, as written
Raw = str | tuple[str, ...]  # the cells that hold the facts
UNREADABLE: Raw = ("unreadable",)  # stands in their place where a row cannot be read; the number says why
_SAMPLE = 20  # rows that show which column holds what
_COMMENTS = ("# ", "//")
_WIDEST = 1000  # columns


class Form(NamedTuple):
    """How the operator says that a file is to be read; "" for what the file itself shows."""

    country: str = ""
    delimiter: str = ""
    encoding: str = ""
    columns: Mapping[str, str] = {}


class Records(NamedTuple):
    """The rows of a file: the number as written, and the cells that `facts` understands. `line` is where the
    last one stood.
    """

    rows: Iterator[tuple[str, Raw]]
    facts: Callable[[Raw], Facts]
    line: Callable[[], int]
    at: Callable[[], int]  # bytes read so far


def open_list(path: Path, kind: ListKind, form: Form, normalise: Normalise, skip: int) -> Records:
    """The records of a file after its first `skip` lines. Raises FileRefusedError."""
    if kind == "phoneblock" and path.suffix.lower() in (".json", ".xml"):
        return _counted(
            _phoneblock_json(path) if path.suffix.lower() == ".json" else _phoneblock_xml(path), skip
        )
    encoding = encoding_of(path, form.encoding)
    if kind == "vcard":
        return _counted(
            ((at, number, (name, "", "")) for at, number, name in read_cards(path, encoding)), skip
        )
    return _csv(path, encoding, form, normalise, skip)


def _csv(path: Path, encoding: str, form: Form, normalise: Normalise, skip: int) -> Records:
    delimiter = delimiter_of(path, encoding, form.delimiter)
    with path.open(encoding=encoding, newline="") as start:
        told = (
            row for row in Table(start, delimiter, each_line=True) if any(row) and row[0][:2] not in _COMMENTS
        )
        sample = list(islice(told, _SAMPLE))
    columns = find_columns(sample, form.columns, normalise)
    file = path.open(encoding=encoding, newline="")
    table = Table(file, delimiter, skip=skip, each_line=True)
    header = sample[0] if columns.header and not skip else None
    pick, facts = _picker(columns)
    rows = _cells(table, columns.number, pick, header, file)
    return Records(rows, facts, lambda: table.line, lambda: _told(file))


def _cells(
    table: Table,
    number: int,
    pick: Callable[[Sequence[str]], Raw],
    header: Sequence[str] | None,
    file: IO[str],
) -> Iterator[tuple[str, Raw]]:
    with file:
        for cells in table:
            if table.wrong:
                yield table.wrong, UNREADABLE
                continue
            if not cells or (not cells[0] and not any(cells)) or cells[0][:2] in _COMMENTS:
                continue
            if cells == header:
                header = None
                continue
            try:
                yield cells[number], pick(cells)
            except IndexError:  # a row that ends early
                padded = [*cells, *[""] * _WIDEST]
                yield padded[number], pick(padded)


def _told(file: IO[str]) -> int:
    return 0 if file.closed else os.lseek(file.fileno(), 0, os.SEEK_CUR)


def _picker(columns: Columns) -> tuple[Callable[[Sequence[str]], Raw], Callable[[Raw], Facts]]:
    """How to pick the cells of a row that hold its facts, and what these cells mean."""
    places = [place for place in columns[1:4] if place is not None]
    if not places:
        return (lambda _cells: ""), (lambda _raw: ("", "", ""))
    pick = itemgetter(*places)

    def facts(raw: Raw) -> Facts:
        found = dict(zip(places, (raw,) if isinstance(raw, str) else raw, strict=True))
        tag, votes, date = (found.get(place, "") if place is not None else "" for place in columns[1:4])
        return tag, votes, date

    return pick, facts


def _counted(rows: Iterator[tuple[int, str, Facts]], skip: int) -> Records:
    line = 0

    def counting() -> Iterator[tuple[str, Raw]]:
        nonlocal line
        for number_of_line, number, facts in rows:
            line = number_of_line
            if line > skip:
                yield number, facts

    return Records(counting(), _as_facts, lambda: line, lambda: 0)


def _as_facts(raw: Raw) -> Facts:
    tag, votes, date = tuple(raw)
    return tag, votes, date


def _phoneblock_json(path: Path) -> Iterator[tuple[int, str, Facts]]:
    """{"numbers": [{"phone", "votes", "rating"}]}; a record's line is its place in the list."""
    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise FileRefusedError(f"not JSON: {error}") from None
    found = document.get("numbers") if isinstance(document, dict) else document
    if not isinstance(found, list):
        raise FileRefusedError('a list of "numbers" is expected')
    for place, record in enumerate(found, 1):
        yield place, *_phoneblock((record if isinstance(record, dict) else {}).get)


def _phoneblock_xml(path: Path) -> Iterator[tuple[int, str, Facts]]:
    """Any elements with a `phone` attribute; a record's line is its place among them."""
    place = 0
    try:
        for _, element in iterparse(path):
            if "phone" in element.attrib:
                place += 1
                yield place, *_phoneblock(element.attrib.get)
            element.clear()
    except (ParseError, DefusedXmlException) as error:
        raise FileRefusedError(f"not XML: {error}") from None


def _phoneblock(get: Callable[[str], Any]) -> tuple[str, Facts]:
    date = str(get("lastUpdate") or get("date") or "")
    votes = get("votes")
    return str(get("phone") or ""), (str(get("rating") or ""), "" if votes is None else str(votes), date)
