"""The same content out again, in forms that `import` reads."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import msgspec
import yaml

from core.faq.entries import Entry
from core.registry.imports.rows import WRITERS
from core.registry.listings import ImportKind, iso, number_of
from core.registry.load import Rows
from core.stores.exporting import block_rows, listed_rows

FORMS = ("yaml", "jsonl", "csv")


def registry_text(rows: Rows, form: str) -> str:
    """Organisations, sources and claims as a registry file: yaml, jsonl or csv."""
    return WRITERS[form]((*rows.organisations, *rows.sources, *rows.claims))


def faq_text(entries: Sequence[Entry], form: str) -> str:
    """FAQ entries as a FAQ file: yaml or jsonl."""
    rows = [{k: v for k, v in msgspec.to_builtins(entry).items() if v} for entry in entries]
    if form == "jsonl":
        return "".join(f"{msgspec.json.encode(row).decode()}\n" for row in rows)
    return yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=110)


def list_text(url: str, kind: ImportKind) -> Iterator[str]:
    """All rows of one kind of list, or of the ministry's tables, as CSV; a part of the text at a time."""
    header: tuple[str, ...] = ("番号", "指定事業者", "番号区画", "使用状況")
    parts: Iterator[Iterable[Sequence[object]]] = iter(block_rows(url))
    if kind != "mic":
        header = ("number", "tag", "votes", "date", "list")
        listed = listed_rows(url, kind)  # type: ignore[arg-type]  # the caller looked
        parts = ([(number_of(row[0]), *row[1:3], iso(row[3]), row[4]) for row in part] for part in listed)
    first = next(parts, ())  # a database that cannot be read fails before anything is written
    yield _csv([header])
    yield from map(_csv, chain([first], parts))


def _csv(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
