"""The product's content and what was imported, as one."""

from collections.abc import Iterable

import msgspec

from core.faq.entries import Entry
from core.registry.load import Rows
from core.registry.model import Claim
from core.stores.registry import Content


def joined(own: Rows, content: Content) -> Rows:
    """The product's rows and the imported ones: a later organisation or source replaces an earlier one of the
    same id, the same claim stands once, and a claim whose owner or source has gone is left out.
    """
    organisations = {row.id: row for row in (*own.organisations, *content.organisations)}
    sources = {
        row.id: row
        for row in (*own.sources, *content.sources)
        if not row.publisher or row.publisher in organisations
    }
    claims = {msgspec.json.encode(row): row for row in (*own.claims, *content.claims)}
    return Rows(
        tuple(organisations.values()),
        tuple(sources.values()),
        tuple(row for row in claims.values() if _stands(row, organisations, sources)),
        own.groups,
        own.readings,
    )


def _stands(claim: Claim, organisations: Iterable[str], sources: Iterable[str]) -> bool:
    return claim.source in sources and (not claim.organisation or claim.organisation in organisations)


def joined_entries(own: Iterable[Entry], imported: Iterable[Entry]) -> list[Entry]:
    """The product's entries and the imported ones, which stand in the place of those with their id."""
    return list({(entry.id, entry.language): entry for entry in (*own, *imported)}.values())
