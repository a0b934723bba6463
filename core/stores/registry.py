"""What operators imported, as serving reads it: one protocol, SQLite and PostgreSQL behind it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import msgspec

from core.faq.entries import Entry
from core.registry.listings import Block, Edition, Held, Import, Listing, edition, iso, key, national_prefixes
from core.registry.model import Claim, Organisation, Source

IMPORTS = "SELECT id, kind, name, file, sha256, title, url, licence, date, imported, rows FROM imports"
# With the table's name and age, in one statement: a table may be imported between two.
BLOCKS = (
    "SELECT prefix, carrier, area, status, name, date, imported"
    " FROM blocks JOIN imports ON imports.id = import WHERE prefix"
)
BODIES: Mapping[type, str] = {
    Organisation: "SELECT body FROM organisations ORDER BY import, id",
    Source: "SELECT body FROM sources ORDER BY import, id",
    Claim: "SELECT body FROM claims ORDER BY import, place",
    Entry: "SELECT body FROM entries ORDER BY import, place",
}


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What is few enough for memory: all of it, as of one `version`; later imports stand behind earlier."""

    version: int = 0
    edition: Edition = ()
    imports: tuple[Import, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    entries: tuple[Entry, ...] = ()


class RegistryStore(Protocol):
    """The registry's database, for reading. What an import committed is seen by the next call."""

    async def look_up(self, numbers: Sequence[str]) -> Held:
        """What lists and tables say of these numbers, and the current version; in one round trip.

        Raises StoreDownError.
        """
        ...

    async def content(self) -> Content:
        """Everything but the listings and blocks. Raises StoreDownError."""
        ...

    async def close(self) -> None:
        """Let the database go."""
        ...


class Found(NamedTuple):
    """A row of listings: what stands there, as stored."""

    number: int
    source: int
    tag: int
    votes: int
    first: int
    last: int


class Meanings:
    """What the small numbers in listings mean, as of one version."""

    def __init__(self, version: int, imports: Mapping[int, Import], tags: Mapping[int, str]) -> None:
        self.version = version
        self.edition = edition(imports.values())
        self.tables = any(loaded.kind == "mic" for loaded in imports.values())
        self._imports = imports
        self._tags = tags

    def held(self, numbers: Iterable[str], found: Iterable[Found], blocks: Mapping[str, Block]) -> Held:
        """The rows in words, by the numbers that were asked for."""
        by_key = {key(number): number for number in numbers}
        listings: dict[str, tuple[Listing, ...]] = {}
        for row in found:
            number = by_key[row.number]
            listing = Listing(
                self._imports[row.source], self._tags[row.tag], row.votes, iso(row.first), iso(row.last)
            )
            listings[number] = (*listings.get(number, ()), listing)
        return Held(version=self.version, edition=self.edition, listings=listings, blocks=blocks)


def newest(numbers: Iterable[str], rows: Iterable[Sequence[Any]]) -> dict[str, Block]:
    """For each number the block of the newest table that has one, there the one with the longest prefix; `rows`
    are those of BLOCKS.
    """
    ranked = [((row[5], row[6], len(row[0])), Block(*row[:5])) for row in rows]
    found: dict[str, Block] = {}
    for number in numbers:
        prefixes = national_prefixes(number)
        own = [pair for pair in ranked if pair[1].prefix in prefixes]
        if own:
            found[number] = max(own, key=lambda pair: pair[0])[1]
    return found


def to_import(row: Sequence[Any]) -> tuple[int, Import]:
    """A row of IMPORTS."""
    kind, name, file, sha256, title, url, licence, date, imported, count = row[1:]
    return row[0], Import(
        kind=kind,
        name=name,
        file=file,
        sha256=sha256,
        title=title,
        url=url,
        licence=licence,
        date=date,
        imported=imported,
        rows=count,
    )


def to_content(version: int, imports: Iterable[Import], bodies: Mapping[type, Iterable[str]]) -> Content:
    """The rows of all BODIES as what they are."""
    loaded = tuple(imports)
    return Content(
        version=version,
        edition=edition(loaded),
        imports=loaded,
        organisations=tuple(msgspec.json.decode(body, type=Organisation) for body in bodies[Organisation]),
        sources=tuple(msgspec.json.decode(body, type=Source) for body in bodies[Source]),
        claims=tuple(msgspec.json.decode(body, type=Claim) for body in bodies[Claim]),
        entries=tuple(msgspec.json.decode(body, type=Entry) for body in bodies[Entry]),
    )
