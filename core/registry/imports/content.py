"""Content that is few enough for memory into the database: what it changes, in the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Table

from core.faq.entries import Entry
from core.registry.imports import Refused, Summary, check_size
from core.registry.imports.registry import Checked
from core.registry.listings import Block, Import
from core.registry.model import Claim
from core.stores import schema
from core.stores.publication import Publication

Stored = Mapping[str, Any]  # a row by column


def publish_registry(connection: Connection, loaded: Import, checked: Checked, *, force: bool) -> Summary:
    """A registry file in the place of what the import had. Raises FileRefusedError."""
    tables: dict[Table, list[dict[str, Any]]] = {
        schema.organisations: [{"id": row.id, "body": _json(row)} for row in checked.organisations.values()],
        schema.sources: [{"id": row.id, "body": _json(row)} for row in checked.sources.values()],
        schema.claims: [_claim(place, row) for place, row in enumerate(checked.claims)],
    }
    return _publish(connection, loaded, tables, checked.refused, force=force)


def publish_faq(connection: Connection, loaded: Import, entries: Sequence[Entry], *, force: bool) -> Summary:
    """FAQ entries in the place of those that the import had. Raises FileRefusedError."""
    rows = [{"place": place, "body": _json(entry)} for place, entry in enumerate(entries)]
    return _publish(connection, loaded, {schema.entries: rows}, (), force=force)


def publish_blocks(
    connection: Connection,
    loaded: Import,
    blocks: Mapping[str, Block],
    refused: Sequence[Refused],
    *,
    force: bool,
) -> Summary:
    """Blocks in the place of those that the import had. Raises FileRefusedError."""
    publication = Publication(connection)
    subject = publication.begin(loaded)
    summary = compare(publication.blocks(subject), blocks, len(refused))
    check_size(summary, force=force)
    fields = ("prefix", "carrier", "area", "status")
    rows = [{field: getattr(block, field) for field in fields} for block in blocks.values()]
    publication.replace(schema.blocks, subject, rows)
    publication.end(subject, loaded, summary.rows)
    return summary


def compare(old: Mapping[Any, object], new: Mapping[Any, object], refused: int = 0) -> Summary:
    """What differs, by key."""
    both = old.keys() & new.keys()
    changed = sum(old[key] != new[key] for key in both)
    return Summary(
        added=len(new) - len(both),
        changed=changed,
        removed=len(old) - len(both),
        unchanged=len(both) - changed,
        refused=refused,
    )


def _publish(
    connection: Connection,
    loaded: Import,
    tables: Mapping[Table, list[dict[str, Any]]],
    refused: Sequence[Refused],
    *,
    force: bool,
) -> Summary:
    publication = Publication(connection)
    subject = publication.begin(loaded)
    old = {
        key: body
        for table in tables
        for key, body in _keyed(table.name, publication.bodies(table, subject)).items()
    }
    new = {
        key: body
        for table, rows in tables.items()
        for key, body in _keyed(table.name, (row["body"] for row in rows)).items()
    }
    summary = compare(old, new, len(refused))
    check_size(summary, force=force)
    for table, rows in tables.items():
        publication.replace(table, subject, rows)
    publication.end(subject, loaded, summary.rows)
    return summary


def _keyed(table: str, bodies: Iterable[str]) -> dict[tuple[str, ...], str]:
    """By what a row is about; a claim is about all that it says."""
    return {(table, *_about(msgspec.json.decode(body), body)): body for body in bodies}


def _about(row: Mapping[str, Any], body: str) -> tuple[str, ...]:
    return (row["id"], row.get("language", "")) if "id" in row else (body,)


def _claim(place: int, claim: Claim) -> dict[str, Any]:
    return {
        "place": place,
        "number": claim.number,
        "organisation": claim.organisation,
        "source": claim.source,
        "body": _json(claim),
    }


def _json(row: msgspec.Struct) -> str:
    return msgspec.json.encode(row).decode()
