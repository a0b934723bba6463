"""The registry in PostgreSQL, over a few connections that are opened anew when they break."""

# ruff: noqa: D102 - the protocol says what each method does

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from psycopg import AsyncConnection, Error, IsolationLevel
from psycopg_pool import AsyncConnectionPool, PoolTimeout

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

LOOK_UP = (
    "SELECT version, number, import, tag, votes, first, last"
    " FROM state LEFT JOIN listings ON number = ANY(%s) ORDER BY import"
)


class PostgresRegistry:
    """`RegistryStore` on a database that `migrate` has prepared. Use `open_postgres`.

    A call fails with StoreDownError within about `patience` seconds.
    """

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool
        self._meanings = Meanings(0, {}, {})

    async def look_up(self, numbers: Sequence[str]) -> Held:
        async with self._connected() as connection:
            while True:
                cursor = await connection.execute(LOOK_UP, ([key(number) for number in numbers],))
                rows = await cursor.fetchall()
                if rows[0][0] == self._meanings.version:
                    break
                self._meanings = await _read_meanings(connection)
            found = [Found._make(row[1:]) for row in rows if row[1] is not None]
            blocks = await self._blocks(connection, numbers) if self._meanings.tables else {}
            return self._meanings.held(numbers, found, blocks)

    async def content(self) -> Content:
        async with self._connected() as connection, connection.transaction():
            version = await _version(connection)
            imports = [to_import(row)[1] for row in await _rows(connection, f"{IMPORTS} ORDER BY id")]
            bodies = {kind: [row[0] for row in await _rows(connection, sql)] for kind, sql in BODIES.items()}
        return await asyncio.to_thread(to_content, version, imports, bodies)

    async def close(self) -> None:
        await self._pool.close()

    async def _blocks(self, connection: AsyncConnection[Any], numbers: Sequence[str]) -> dict[str, Block]:
        prefixes = [prefix for number in numbers for prefix in national_prefixes(number)]
        cursor = await connection.execute(f"{BLOCKS} = ANY(%s)", (prefixes,))
        return newest(numbers, await cursor.fetchall())

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection[Any]]:
        try:
            async with self._pool.connection() as connection:
                yield connection
        except (Error, PoolTimeout) as error:
            raise StoreDownError(type(error).__name__) from error


async def open_postgres(url: str, *, patience: float = 2.0, most: int = 4) -> PostgresRegistry:
    """The registry at that address, which need not be reachable yet; to be closed."""
    pool: AsyncConnectionPool[AsyncConnection[Any]] = AsyncConnectionPool(
        url,
        min_size=1,
        max_size=most,
        open=False,
        timeout=patience,
        reconnect_timeout=patience,
        check=_check,
        configure=_configure,
        kwargs={"autocommit": True, "connect_timeout": max(2, int(patience))},
    )
    await pool.open()
    return PostgresRegistry(pool)


async def _check(connection: AsyncConnection[Any]) -> None:
    """A connection whose server has gone is not handed out; its closed socket shows without a round trip."""
    if connection.closed or connection.broken:
        raise Error("the connection is closed")


async def _configure(connection: AsyncConnection[Any]) -> None:
    await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)  # `content` is of one moment
    connection.prepare_threshold = 0


async def _read_meanings(connection: AsyncConnection[Any]) -> Meanings:
    async with connection.transaction():
        version = await _version(connection)
        imports = dict(map(to_import, await _rows(connection, IMPORTS)))
        tags = dict(await _rows(connection, "SELECT id, text FROM tags"))
    return Meanings(version, imports, tags)


async def _version(connection: AsyncConnection[Any]) -> int:
    return int((await _rows(connection, "SELECT version FROM state"))[0][0])


async def _rows(connection: AsyncConnection[Any], sql: str) -> list[tuple[Any, ...]]:
    return await (await connection.execute(sql)).fetchall()
