"""Long tables out of the registry's database, a part at a time."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, select

from core.registry.listings import ListKind
from core.stores.engine import migrate, snapshot
from core.stores.schema import blocks, imports, listings, tags

_PART = 10_000  # rows


def listed_rows(url: str, kind: ListKind) -> Iterator[Sequence[Sequence[Any]]]:
    """All listings of one kind: number as stored, tag, votes, last day, name of the list."""
    return _parts(
        url,
        select(listings.c.number, tags.c.text, listings.c.votes, listings.c.last, imports.c.name)
        .join(imports, imports.c.id == listings.c["import"])
        .join(tags, tags.c.id == listings.c.tag)
        .where(imports.c.kind == kind)
        .order_by(imports.c.id, listings.c.number),
    )


def block_rows(url: str) -> Iterator[Sequence[Sequence[Any]]]:
    """All blocks: prefix, carrier, area, status."""
    return _parts(
        url,
        select(blocks.c.prefix, blocks.c.carrier, blocks.c.area, blocks.c.status).order_by(blocks.c.prefix),
    )


def _parts(url: str, query: Select[Any]) -> Iterator[Sequence[Sequence[Any]]]:
    migrate(url)
    with snapshot(url) as connection:
        yield from connection.execution_options(yield_per=_PART).execute(query).partitions()
