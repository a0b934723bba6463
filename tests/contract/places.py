"""Where stores are kept, each behind the same few calls, so that one suite holds for all of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from core.stores import A_MINUTE, A_YEAR, THREE_DAYS, Queue, Sessions
from core.stores.memory import MemoryQueue, MemorySessions
from core.stores.sqlite import Database, SqliteQueue, SqliteSessions


class Place(Protocol):
    """One place of keeping. `beside`: several queues may work there at once. `shared`: stores opened one
    after the other see the same values.
    """

    beside: bool
    shared: bool

    def queue(self, *, platform: str = "line", remember: float = THREE_DAYS) -> Queue: ...

    def sessions(self, *, ttl: float = 1800, year: float = A_YEAR, minute: float = A_MINUTE) -> Sessions: ...


class MemoryPlace:
    beside = False
    shared = False

    def queue(self, *, platform: str = "line", remember: float = THREE_DAYS) -> Queue:
        return MemoryQueue(remember=remember)

    def sessions(self, *, ttl: float = 1800, year: float = A_YEAR, minute: float = A_MINUTE) -> Sessions:
        return MemorySessions(ttl, year=year, minute=minute)


class SqlitePlace:
    beside = False
    shared = True

    def __init__(self, database: Database) -> None:
        self.database = database

    def queue(self, *, platform: str = "line", remember: float = THREE_DAYS) -> Queue:
        return SqliteQueue(self.database, platform, remember=remember)

    def sessions(self, *, ttl: float = 1800, year: float = A_YEAR, minute: float = A_MINUTE) -> Sessions:
        return SqliteSessions(self.database, ttl, year=year, minute=minute)


@asynccontextmanager
async def sqlite_place(path: Path) -> AsyncIterator[SqlitePlace]:
    database = Database(path)
    try:
        yield SqlitePlace(database)
    finally:
        database.close()
