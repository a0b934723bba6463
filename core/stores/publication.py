"""Writing to the registry's database: everything of one import, inside the caller's transaction."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, CursorResult, Table, delete, insert, select, update

from core.registry.listings import Block, Import
from core.registry.model import Organisation, Source
from core.stores.engine import transaction
from core.stores.schema import blocks, imports, metadata, organisations, sources, state, tags

Row = tuple[int, int, int, int, int]  # number, tag, votes, first, last

_INSERT = "INSERT INTO listings (number, import, tag, votes, first, last)"
_CHANGE = (
    " ON CONFLICT (number, import) DO UPDATE SET"
    " tag = excluded.tag, votes = excluded.votes, first = excluded.first, last = excluded.last"
)


class Subject(NamedTuple):
    """The import that is written: its id, and what stood there of it before (None where it is new)."""

    id: int
    before: Import | None


class Publication:
    """The writing half of the registry's database. Nothing is seen by others before the transaction ends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tags = {
            str(text): int(place) for text, place in connection.execute(select(tags.c.text, tags.c.id))
        }

    def begin(self, loaded: Import) -> Subject:
        """The place for an import; one of the same kind and name is replaced."""
        found = (
            self._connection.execute(
                select(imports).where(imports.c.kind == loaded.kind, imports.c.name == loaded.name)
            )
            .mappings()
            .first()
        )
        if found:
            before = {str(name): value for name, value in found.items() if name != "id"}
            return Subject(found["id"], msgspec.convert(before, Import))
        values = msgspec.structs.asdict(loaded)
        created = self._connection.execute(insert(imports).values(values))
        return Subject(_new_id(created), None)

    def end(self, subject: Subject, loaded: Import, rows: int) -> None:
        """Note where the rows came from, and let every process see that there is something new."""
        values = msgspec.structs.asdict(msgspec.structs.replace(loaded, imported=time.time(), rows=rows))
        self._connection.execute(update(imports).where(imports.c.id == subject.id).values(values))
        self._connection.execute(update(state).values(version=state.c.version + 1))

    def remove(self, subject: Subject) -> None:
        """Forget the import itself, once none of its rows is left."""
        self._connection.execute(delete(imports).where(imports.c.id == subject.id))

    def tag(self, name: str) -> int:
        """The id of a tag, a new one where it has none."""
        if name not in self._tags:
            created = self._connection.execute(insert(tags).values(text=name))
            self._tags[name] = _new_id(created)
        return self._tags[name]

    def listed(self, subject: Subject, low: int, high: int) -> list[Row]:
        """What the import says now of the numbers from `low` to before `high`, in their order."""
        rows = self._connection.exec_driver_sql(
            self._own(
                "SELECT number, tag, votes, first, last FROM listings"
                " WHERE number >= ? AND number < ? AND import = ? ORDER BY number"
            ),
            (low, high, subject.id),
        )
        return [tuple(row) for row in rows]

    def add(self, subject: Subject, rows: Sequence[Row]) -> None:
        """Write rows whose numbers the import does not have."""
        if self._connection.dialect.name == "postgresql":
            self._copy("listings", subject, rows)
        elif rows:
            self._many(f"{_INSERT} VALUES (?, {subject.id}, ?, ?, ?, ?)", rows)

    def change(self, subject: Subject, rows: Sequence[Row]) -> None:
        """Write rows over those of the same numbers."""
        if rows:
            self._many(self._own(f"{_INSERT} VALUES (?, {subject.id}, ?, ?, ?, ?){_CHANGE}"), rows)

    def drop(self, subject: Subject, numbers: Sequence[int]) -> None:
        """Delete what the import said of these numbers."""
        if numbers:
            sql = self._own("DELETE FROM listings WHERE number = ? AND import = ?")
            self._many(sql, [(number, subject.id) for number in numbers])

    def of_others(self, loaded: Import) -> tuple[dict[str, Organisation], dict[str, Source]]:
        """The organisations and sources that other imports brought, by id, the latest of each."""
        own = select(imports.c.id).where(imports.c.kind == loaded.kind, imports.c.name == loaded.name)

        def bodies(table: Table) -> list[str]:
            others = select(table.c.body).where(table.c["import"].not_in(own)).order_by(table.c["import"])
            return list(self._connection.execute(others).scalars())

        owners = [msgspec.json.decode(body, type=Organisation) for body in bodies(organisations)]
        origins = [msgspec.json.decode(body, type=Source) for body in bodies(sources)]
        return {row.id: row for row in owners}, {row.id: row for row in origins}

    def bodies(self, name: str, subject: Subject) -> list[str]:
        """The rows, as JSON, that the import has in the table of that name."""
        table = metadata.tables[name]
        order = table.c.place if "place" in table.c else table.c.id
        own = select(table.c.body).where(table.c["import"] == subject.id).order_by(order)
        return list(self._connection.execute(own).scalars())

    def replace(self, name: str, subject: Subject, rows: Sequence[dict[str, Any]]) -> None:
        """Write these rows in the place of all that the import has in the table of that name."""
        table = metadata.tables[name]
        self._connection.execute(delete(table).where(table.c["import"] == subject.id))
        if rows:
            self._connection.execute(insert(table), [{**row, "import": subject.id} for row in rows])

    def blocks(self, subject: Subject) -> dict[str, Block]:
        """The blocks that the import has, by prefix."""
        own = select(blocks).where(blocks.c["import"] == subject.id)
        return {
            row["prefix"]: Block(row["prefix"], row["carrier"], row["area"], row["status"])
            for row in self._connection.execute(own).mappings()
        }

    def _many(self, sql: str, rows: Sequence[tuple[int, ...]]) -> None:
        # Straight to the driver: a copy of every row on the way takes longer than writing it.
        driver: Any = self._connection.connection.driver_connection
        driver.cursor().executemany(sql, rows)

    def _own(self, sql: str) -> str:
        return sql.replace("?", "%s") if self._connection.dialect.name == "postgresql" else sql

    def _copy(self, table: str, subject: Subject, rows: Iterable[Row]) -> None:
        driver: Any = self._connection.connection.driver_connection
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {table} (number, import, tag, votes, first, last) FROM STDIN") as copy,
        ):
            for number, tag, votes, first, last in rows:
                copy.write_row((number, subject.id, tag, votes, first, last))


@contextmanager
def publishing(url: str, *, dry_run: bool = False) -> Iterator[Publication]:
    """A publication inside one transaction, which is committed at the end, or undone after an error and after
    a dry run. Raises StoreUnusableError.
    """
    with transaction(url) as connection:
        yield Publication(connection)
        if dry_run:
            connection.rollback()


def _new_id(created: CursorResult[Any]) -> int:
    assert created.inserted_primary_key is not None  # noqa: S101 -- both databases return it
    return int(created.inserted_primary_key[0])
