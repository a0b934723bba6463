"""Content that is few enough for memory into the database: what it changes, in the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

import msgspec

from core.faq.entries import Entry
from core.registry.imports import Refused, Summary, check_size
from core.registry.imports.registry import Checked
from core.registry.listings import Block, Import
from core.registry.model import Claim
from core.stores.publication import Publication

Stored = Mapping[str, Any]  # a row by column


def publish_registry(publication: Publication, loaded: Import, checked: Checked, *, force: bool) -> Summary:
    """A registry file in the place of what the import had. Raises FileRefusedError."""
    tables: dict[str, list[dict[str, Any]]] = {
        "organisations": [{"id": row.id, "body": _json(row)} for row in checked.organisations.values()],
        "sources": [{"id": row.id, "body": _json(row)} for row in checked.sources.values()],
        "claims": [_claim(place, row) for place, row in enumerate(checked.claims)],
    }
    beside = Summary(refused=len(checked.refused), unchanged=checked.same)
    replace = {(table, key, "") for table, key in checked.replace}
    return _publish(publication, loaded, tables, beside, replace, force=force)


def publish_faq(
    publication: Publication,
    loaded: Import,
    entries: Sequence[Entry],
    own: Iterable[Entry],
    *,
    force: bool,
) -> Summary:
    """FAQ entries in the place of those that the import had; the product's `own` are not kept a second time.
    Raises FileRefusedError.
    """
    same = set(own)
    kept = [entry for entry in entries if entry not in same]
    rows = [{"place": place, "body": _json(entry)} for place, entry in enumerate(kept)]
    replace = {("entries", entry.id, entry.language) for entry in same}
    beside = Summary(unchanged=len(entries) - len(kept))
    return _publish(publication, loaded, {"entries": rows}, beside, replace, force=force)


def publish_blocks(
    publication: Publication,
    loaded: Import,
    blocks: Mapping[str, Block],
    refused: Sequence[Refused],
    *,
    force: bool,
) -> Summary:
    """Blocks in the place of those that the import had. Raises FileRefusedError."""
    subject = publication.begin(loaded)
    summary = compare(publication.blocks(subject), blocks, len(refused))
    check_size(summary, force=force)
    fields = ("prefix", "carrier", "area", "status")
    rows = [{field: getattr(block, field) for field in fields} for block in blocks.values()]
    publication.replace("blocks", subject, rows)
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
    publication: Publication,
    loaded: Import,
    tables: Mapping[str, list[dict[str, Any]]],
    beside: Summary,
    replace: Set[tuple[str, ...]],
    *,
    force: bool,
) -> Summary:
    """`beside` counts rows that are not written; new rows of the keys in `replace` count as changed."""
    subject = publication.begin(loaded)
    old = {
        key: body
        for table in tables
        for key, body in _keyed(table, publication.bodies(table, subject)).items()
    }
    new = {
        key: body
        for table, rows in tables.items()
        for key, body in _keyed(table, (row["body"] for row in rows)).items()
    }
    summary = compare(old, new, beside.refused)
    summary.unchanged += beside.unchanged
    check_size(summary, force=force)
    replaced = len((new.keys() - old.keys()) & replace)
    summary.added, summary.changed = summary.added - replaced, summary.changed + replaced
    for table, rows in tables.items():
        publication.replace(table, subject, rows)
    publication.end(subject, loaded, len(new))
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
