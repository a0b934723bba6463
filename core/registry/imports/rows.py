"""Registry files: organisations, sources and claims in one file, as YAML, JSON lines or CSV; both ways.

Each row says in `row` what it is. In CSV a text by language has a column each (purpose.ja), names are
joined by |, and an empty cell is a field that is left out.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import yaml

from core.content import ContentError, raw_rows
from core.registry.imports import FileRefusedError, Refused
from core.registry.imports.text import Table, delimiter_of, encoding_of
from core.registry.model import Claim, Organisation, Source

Item = Organisation | Source | Claim
KINDS: Mapping[str, type[Item]] = {"organisation": Organisation, "source": Source, "claim": Claim}
_NAMES = {kind: name for name, kind in KINDS.items()}
_LISTS = frozenset(("names",))


def read_rows(
    path: Path, *, encoding: str = "", delimiter: str = "", columns: Mapping[str, str] = {}, source: str = ""
) -> tuple[list[tuple[int, Item]], list[Refused]]:
    """The rows with their lines, and those that are none. `columns` are field names to the file's own;
    `source` is the source of claims that name none. Raises FileRefusedError.
    """
    good: list[tuple[int, Item]] = []
    bad: list[Refused] = []
    for line, raw in _raw(path, encoding, delimiter, columns):
        try:
            good.append((line, _item(raw, source)))
        except (msgspec.ValidationError, ValueError) as error:
            bad.append(Refused(line, str(error), str(raw)[:80]))
    return good, bad


def _raw(path: Path, encoding: str, delimiter: str, columns: Mapping[str, str]) -> Iterator[tuple[int, Any]]:
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        yield from _csv_rows(path, encoding, delimiter, {own: field for field, own in columns.items()})
        return
    try:
        yield from raw_rows(path)
    except ContentError as error:
        raise FileRefusedError(str(error)) from None


def _csv_rows(
    path: Path, encoding: str, delimiter: str, fields: Mapping[str, str]
) -> Iterator[tuple[int, Any]]:
    known = encoding_of(path, encoding)
    with path.open(encoding=known, newline="") as file:
        table = Table(file, delimiter_of(path, known, delimiter))
        rows = iter(table)
        header = [fields.get(name.strip(), name.strip()) for name in next(rows, [])]
        _check_header(header)
        for cells in rows:
            if any(cells):
                filled = zip(header, cells, strict=False)
                yield table.line, _nested((name, cell) for name, cell in filled if cell)


def _check_header(header: Sequence[str]) -> None:
    fields = {field for kind in KINDS.values() for field in kind.__struct_fields__} | {"row"}
    unknown = [name for name in header if name.partition(".")[0] not in fields]
    if unknown:
        raise FileRefusedError(
            f"line 1: unknown column {unknown[0]!r}; there are {', '.join(sorted(fields))}"
        )


def _nested(cells: Iterable[tuple[str, str]]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, cell in cells:
        field, dot, part = name.partition(".")
        if dot:
            row.setdefault(field, {})[part] = cell
        elif field in _LISTS and not cell.startswith("["):
            row[field] = cell.split("|")
        else:
            row[field] = json.loads(cell) if cell in ("true", "false") or cell[0] in "[{" else cell
    return row


def _item(raw: Any, source: str) -> Item:
    if not isinstance(raw, dict):
        raise ValueError("fields and values are expected")
    fields = dict(raw)
    name = fields.pop("row", "claim")
    if name not in KINDS:
        raise ValueError(f"row {name!r}: organisation, source or claim is expected")
    if name == "claim":
        if not fields.get("source") and not source:
            raise ValueError("a claim needs its source; name it, or say --source ID")
        fields.setdefault("source", source)
    return msgspec.convert(fields, KINDS[name])


def _plain(item: Item) -> dict[str, Any]:
    """A row as it is written: without the fields that have their default."""
    fields = msgspec.to_builtins(item)
    kept = {
        field.name: fields[field.name]
        for field in msgspec.structs.fields(item)
        if field.required or fields[field.name] not in ("", (), [], {}, False)
    }
    return {"row": _NAMES[type(item)], **{k: v for k, v in kept.items() if k != "line" or v != "voice"}}


def write_jsonl(items: Iterable[Item]) -> str:
    """JSON lines."""
    return "".join(f"{json.dumps(_plain(item), ensure_ascii=False)}\n" for item in items)


def write_yaml(items: Iterable[Item]) -> str:
    """YAML."""
    return yaml.safe_dump([_plain(item) for item in items], allow_unicode=True, sort_keys=False, width=110)


def write_csv(items: Iterable[Item]) -> str:
    """CSV with a header."""
    rows = [dict(_flat(_plain(item))) for item in items]
    columns = list(dict.fromkeys(name for row in rows for name in row)) or ["row"]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _flat(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        if isinstance(value, dict) and all(isinstance(part, str) for part in value.values()):
            yield from ((f"{name}.{part}", text) for part, text in value.items())
        elif name in _LISTS and not any("|" in one for one in value):
            yield name, "|".join(value)
        else:
            yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


WRITERS: Mapping[str, Callable[[Iterable[Item]], str]] = {
    "yaml": write_yaml,
    "jsonl": write_jsonl,
    "csv": write_csv,
}
