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

from core.content import ContentError, yaml_rows
from core.registry.imports import FileRefusedError, Refused, refused_whole
from core.registry.imports.text import Table, delimiter_of, encoding_of
from core.registry.model import Claim, Organisation, Source

Item = Organisation | Source | Claim
KINDS: Mapping[str, type[Item]] = {"organisation": Organisation, "source": Source, "claim": Claim}
_NAMES = {kind: name for name, kind in KINDS.items()}
_LISTS = frozenset(("names",))
_FLAGS = frozenset(("general", "former"))
_BY_LANGUAGE = frozenset(("purpose", "hours", "note"))


def read_rows(
    path: Path, *, encoding: str = "", delimiter: str = "", columns: Mapping[str, str] = {}, source: str = ""
) -> tuple[list[tuple[int, Item]], list[Refused]]:
    """The rows with their lines, and those that are none. `columns` are field names to the file's own;
    `source` is the source of claims that name none. Raises FileRefusedError.
    """
    good: list[tuple[int, Item]] = []
    bad: list[Refused] = []
    for line, written, fields in _raw(path, encoding_of(path, encoding), delimiter, columns):
        try:
            good.append((line, _item(fields(written), source)))
        except (msgspec.DecodeError, ValueError) as error:
            bad.append(Refused(line, str(error), str(written)[:80]))
    return good, bad


def _raw(
    path: Path, encoding: str, delimiter: str, columns: Mapping[str, str]
) -> Iterator[tuple[int, Any, Callable[[Any], Any]]]:
    """Each row's line, the row as written, and how its fields are read from that."""
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        yield from _csv_rows(path, encoding, delimiter, {own: field for field, own in columns.items()})
        return
    text = path.read_text(encoding)
    if path.suffix.lower() in (".jsonl", ".json"):
        for line, row in enumerate(text.split("\n"), 1):
            if row.strip():
                yield line, row, msgspec.json.decode
        return
    try:
        for line, fields in yaml_rows(path.name, text, plain=True):
            yield line, fields, lambda fields: fields
    except ContentError as error:
        raise refused_whole(error) from None


def _csv_rows(
    path: Path, encoding: str, delimiter: str, fields: Mapping[str, str]
) -> Iterator[tuple[int, Any, Callable[[Any], Any]]]:
    with path.open(encoding=encoding, newline="") as file:
        table = Table(file, delimiter_of(path, encoding, delimiter))
        rows = iter(table)
        header = [fields.get(name.strip(), name.strip()) for name in next(rows, [])]
        _check_header(header)
        for cells in rows:
            if any(cells):
                yield table.line, cells, lambda cells: _fields(header, cells)


def _check_header(header: Sequence[str]) -> None:
    fields = {field for kind in KINDS.values() for field in kind.__struct_fields__} | {"row"}
    unknown = [name for name in header if name.partition(".")[0] not in fields]
    if unknown:
        raise FileRefusedError(
            f"line 1: unknown column {unknown[0]!r}; there are {', '.join(sorted(fields))}"
        )


def _fields(header: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    if any(cells[len(header) :]):
        raise ValueError("more cells than the header has; is there a delimiter within a text?")
    row: dict[str, Any] = {}
    for name, cell in zip(header, cells, strict=False):
        field, dot, part = name.partition(".")
        if cell and field in row and not (dot and isinstance(row[field], dict)):
            raise ValueError(f"{name}: {field} stands twice")
        if cell and dot:
            row.setdefault(field, {})[part] = cell
        elif cell:
            row[field] = _value(field, cell)
    return row


def _value(field: str, cell: str) -> Any:
    if field in _FLAGS and cell.lower() in ("true", "false"):
        return cell.lower() == "true"
    if field in _LISTS and not cell.startswith("["):
        return cell.split("|")
    return json.loads(cell) if field in _LISTS or (field in _BY_LANGUAGE and cell[0] == "{") else cell


def _item(raw: Any, source: str) -> Item:
    if not isinstance(raw, dict):
        raise ValueError("fields and values are expected")
    fields = {name: str(value) if type(value) is int else value for name, value in raw.items()}
    name = fields.pop("row", "claim")
    if not isinstance(name, str) or name not in KINDS:
        raise ValueError(f"row {name!r}: organisation, source or claim is expected")
    if name == "claim":
        if not fields.get("source") and not source:
            raise ValueError("a claim needs its source; name it, or say --source ID")
        fields["source"] = fields.get("source") or source
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
