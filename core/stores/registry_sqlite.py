"""The registry in a SQLite file. Look-ups run in the event loop: they take microseconds."""

# ruff: noqa: D102 - the protocol says what each method does

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from core.registry.listings import Block, Held, key, national_prefixes
from core.stores import StoreDownError
from core.stores.registry import (
    BLOCKS,
    BODIES,
    IMPORTS,
    Content,
    Found,
    Meanings,
    newest,
    to_content,
    to_import,
)

# One statement for both: a look-up never sees an old version beside new rows.
LOOK_UP = (
    "SELECT version, number, import, tag, votes, first, last"
    " FROM state LEFT JOIN listings ON number = ? ORDER BY import"
)
MAPPED = 1 << 31  # bytes of the file that are read where they lie, without a copy in this process


class SqliteRegistry:
    """`RegistryStore` on a file that `migrate` has prepared; another process may write to it meanwhile.

    Raises StoreDownError where it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._connection = _connect(path)
            self._connection.execute(f"PRAGMA mmap_size = {MAPPED}")
            self._meanings = self._read_meanings()
        except sqlite3.Error as error:
            raise StoreDownError(str(error)) from error

    async def look_up(self, numbers: Sequence[str]) -> Held:
        try:
            return self._look_up(numbers)
        except sqlite3.Error as error:
            raise StoreDownError(str(error)) from error

    async def content(self) -> Content:
        try:
            return await asyncio.to_thread(_content, self._path)
        except sqlite3.Error as error:
            raise StoreDownError(str(error)) from error

    async def close(self) -> None:
        self._connection.close()

    def found(self, number: int) -> tuple[int, list[Found]]:
        """The current version, and the rows of one number."""
        rows = self._connection.execute(LOOK_UP, (number,)).fetchall()
        return rows[0][0], [Found._make(row[1:]) for row in rows if row[1] is not None]

    def _look_up(self, numbers: Sequence[str]) -> Held:
        found: list[Found] = []
        version = 0
        for number in numbers or ("+0",):  # nothing stands under 0: the version alone
            version, rows = self.found(key(number))
            if version != self._meanings.version:
                # An import ended, perhaps between two numbers: all of them anew.
                self._meanings = self._read_meanings()
                return self._look_up(numbers)
            found += rows
        return self._meanings.held(numbers, found, self._blocks(numbers) if self._meanings.tables else {})

    def _blocks(self, numbers: Sequence[str]) -> dict[str, Block]:
        prefixes = [prefix for number in numbers for prefix in national_prefixes(number)]
        marks = ",".join("?" * len(prefixes))
        return newest(numbers, self._connection.execute(f"{BLOCKS} IN ({marks})", prefixes))

    def _read_meanings(self) -> Meanings:
        self._connection.execute("BEGIN")  # all of it as of one moment
        try:
            [[version]] = self._connection.execute("SELECT version FROM state")
            imports = dict(map(to_import, self._connection.execute(IMPORTS)))
            tags = dict(self._connection.execute("SELECT id, text FROM tags"))
        finally:
            self._connection.execute("COMMIT")
        return Meanings(version, imports, tags)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _content(path: Path) -> Content:
    """Over a connection of its own, for another thread: much content takes a while."""
    with closing(_connect(path)) as connection:
        connection.execute("BEGIN")
        [[version]] = connection.execute("SELECT version FROM state")
        imports = [to_import(row)[1] for row in connection.execute(f"{IMPORTS} ORDER BY id")]
        bodies = {kind: [row[0] for row in connection.execute(sql)] for kind, sql in BODIES.items()}
    return to_content(version, imports, bodies)
