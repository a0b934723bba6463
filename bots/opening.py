"""Settings to stores: embedded in one SQLite file, or in Redis with a spare in this process while it is gone."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, NamedTuple

import structlog

from bots.health import Part
from config.settings import Settings
from core.sessions import TIME_TO_LIVE
from core.stores import Queue, Sessions, StoreDownError, StoreUnusableError
from core.stores.link import Link
from core.stores.memory import MemorySessions
from core.stores.outage import OutageQueue, open_outage_file
from core.stores.private import make_folder
from core.stores.redis import RedisQueue, RedisSessions
from core.stores.spare import SpareQueue, SpareSessions
from core.stores.sqlite import Database, SqliteQueue, SqliteSessions

TIDY_EVERY = 60.0  # seconds


class Stores(NamedTuple):
    """Where this process keeps things, and how that is. `tidy` runs beside, and deletes for good."""

    sessions: Sessions
    queue: Callable[[str], Queue]
    redis: Callable[[], Part]
    database: Callable[[], Part]
    tidy: Callable[[], Coroutine[Any, Any, None]]


def open_stores(settings: Settings, stack: AsyncExitStack) -> Stores:
    """Open them, to be closed with `stack`. Raises StoreUnusableError for a file that cannot be used, or an
    address that is none; a Redis that cannot be reached is waited for in the background.
    """
    if settings.redis_url:
        return _in_redis(settings.redis_url.get_secret_value(), settings.data_dir, stack)
    return _embedded(settings, stack)


def _embedded(settings: Settings, stack: AsyncExitStack) -> Stores:
    file = settings.database_file
    _make(file.parent)
    database = Database(file)
    stack.callback(database.close)
    sessions = SqliteSessions(database, TIME_TO_LIVE)
    return Stores(
        sessions=sessions,
        queue=lambda platform: SqliteQueue(database, platform),
        redis=lambda: "off",
        database=lambda: "ok" if database.up else "down",
        tidy=lambda: _tidy(database, sessions),
    )


def _in_redis(url: str, folder: Path, stack: AsyncExitStack) -> Stores:
    _make(folder)
    file = open_outage_file(folder)
    stack.callback(file.close)
    link = Link(url)
    stack.push_async_callback(link.close)
    sessions = SpareSessions(RedisSessions(link, TIME_TO_LIVE), MemorySessions(TIME_TO_LIVE))
    stack.push_async_callback(sessions.close)
    queues: list[SpareQueue] = []

    def queue(platform: str) -> Queue:
        queues.append(SpareQueue(RedisQueue(link, platform), OutageQueue(file, platform)))
        return queues[-1]

    def redis() -> Part:
        return "ok" if sessions.up and all(queue.up for queue in queues) else "down"

    def database() -> Part:
        """What is accepted goes into the file only while Redis is away."""
        if file.up:
            return "ok"
        return "degraded" if redis() == "ok" else "down"

    return Stores(sessions=sessions, queue=queue, redis=redis, database=database, tidy=lambda: _tidy(file))


async def _tidy(database: Database, sessions: SqliteSessions | None = None) -> None:
    """Also where nobody writes any more, nothing that was deleted is left after a minute."""
    while True:
        try:
            if sessions is not None:
                sessions.sweep(time.time())
            database.shrink()
        except StoreDownError:
            structlog.get_logger().warning("what was deleted could not be taken out of the file yet")
        await asyncio.sleep(TIDY_EVERY)


def _make(folder: Path) -> None:
    try:
        make_folder(folder)
    except OSError as error:
        raise StoreUnusableError(
            f"DATA_DIR: {folder}: {error.strerror}; name a folder that can be written"
        ) from None
