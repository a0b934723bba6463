"""Where stores are kept, each behind the same few calls, so that one suite holds for all of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from core.stores import A_MINUTE, A_YEAR, THREE_DAYS, Queue, Sessions, StoreDownError
from core.stores.link import Link
from core.stores.memory import MemoryQueue, MemorySessions
from core.stores.outage import OutageQueue, open_outage_file
from core.stores.redis import RedisQueue, RedisSessions
from core.stores.spare import SpareQueue, SpareSessions
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


class RedisPlace:
    """As one process sees it: each queue and each store has a connection of its own. A short `idle` lets
    tests see how what a dead process held is taken over.
    """

    beside = True
    shared = True

    def __init__(self, url: str, idle: float = 12.0) -> None:
        self._url = url
        self._idle = idle
        self._links: list[Link] = []
        self._queues: list[RedisQueue] = []

    def link(self) -> Link:
        link = Link(self._url)
        self._links.append(link)
        return link

    def queue(self, *, platform: str = "line", remember: float = THREE_DAYS) -> Queue:
        queue = RedisQueue(self.link(), platform, remember=remember, idle=self._idle, block=0.02)
        self._queues.append(queue)
        return queue

    def sessions(self, *, ttl: float = 1800, year: float = A_YEAR, minute: float = A_MINUTE) -> Sessions:
        return RedisSessions(self.link(), ttl, year=year, minute=minute)

    async def close(self) -> None:
        for queue in self._queues:
            with suppress(StoreDownError):
                await queue.close()
        for link in self._links:
            await link.close()


class SparePlace(RedisPlace):
    """As `RedisPlace`, each store with another to spare: sessions in memory, events in `file`."""

    def __init__(self, url: str, file: Database, idle: float = 12.0) -> None:
        super().__init__(url, idle)
        self.file = file
        self._spared: list[SpareQueue | SpareSessions] = []

    def queue(self, *, platform: str = "line", remember: float = THREE_DAYS) -> SpareQueue:
        primary = RedisQueue(self.link(), platform, remember=remember, idle=self._idle, block=0.02)
        queue = SpareQueue(primary, OutageQueue(self.file, platform), every=0.05)
        self._spared.append(queue)
        return queue

    def sessions(self, *, ttl: float = 1800, year: float = A_YEAR, minute: float = A_MINUTE) -> SpareSessions:
        primary = RedisSessions(self.link(), ttl, year=year, minute=minute)
        sessions = SpareSessions(primary, MemorySessions(ttl, year=year, minute=minute), every=0.05)
        self._spared.append(sessions)
        return sessions

    async def close(self) -> None:
        for store in self._spared:
            with suppress(StoreDownError):
                await store.close()
        await super().close()


@asynccontextmanager
async def spare_place(url: str, idle: float = 12.0) -> AsyncIterator[SparePlace]:
    with TemporaryDirectory() as folder:
        file = open_outage_file(Path(folder))
        place = SparePlace(url, file, idle)
        try:
            yield place
        finally:
            await place.close()
            file.close()


@asynccontextmanager
async def redis_place(url: str, idle: float = 12.0) -> AsyncIterator[RedisPlace]:
    place = RedisPlace(url, idle)
    try:
        yield place
    finally:
        await place.close()
