"""Long tables out of the registry's database, a part at a time."""

from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from operator import itemgetter
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
    """All blocks that count: prefix, carrier, area, status. An older table's block is left out where a newer
    table has one that holds it.
    """
    columns = (blocks.c.prefix, blocks.c.carrier, blocks.c.area, blocks.c.status, blocks.c["import"])
    newest_first = (imports.c.date.desc(), imports.c.imported.desc(), imports.c.id)
    ordered = select(*columns).join(imports, imports.c.id == blocks.c["import"]).order_by(*newest_first)
    kept: dict[str, Sequence[Any]] = {}
    for _, table in groupby(chain.from_iterable(_parts(url, ordered)), key=itemgetter(4)):
        newer = set(kept)
        kept |= {row[0]: row[:4] for row in table if newer.isdisjoint(_beginnings(row[0]))}
    yield [kept[prefix] for prefix in sorted(kept)]


def _beginnings(prefix: str) -> Iterator[str]:
    return (prefix[:length] for length in range(1, len(prefix) + 1))


def _parts(url: str, query: Select[Any]) -> Iterator[Sequence[Sequence[Any]]]:
    migrate(url)
    with snapshot(url) as connection:
        yield from connection.execution_options(yield_per=_PART).execute(query).partitions()
