"""Settings to stores: embedded in one SQLite file, or in Redis with memory to spare while it is gone."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import NamedTuple

from bots.health import Part
from config.settings import Settings
from core.sessions import TIME_TO_LIVE
from core.stores import Queue, Sessions
from core.stores.sqlite import Database, SqliteQueue, SqliteSessions


class Stores(NamedTuple):
    """Where this process keeps things, and how that is."""

    sessions: Sessions
    queue: Callable[[str], Queue]
    redis: Callable[[], Part]
    database: Callable[[], Part]


async def open_stores(settings: Settings, stack: AsyncExitStack) -> Stores:
    """Open them, to be closed with `stack`. Raises StoreUnusableError for a file that cannot be used; a
    Redis that cannot be reached is waited for in the background.
    """
    return _embedded(settings, stack)


def _embedded(settings: Settings, stack: AsyncExitStack) -> Stores:
    settings.database_file.parent.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_file)
    stack.callback(database.close)
    return Stores(
        sessions=SqliteSessions(database, TIME_TO_LIVE),
        queue=lambda platform: SqliteQueue(database, platform),
        redis=lambda: "off",
        database=lambda: "ok" if database.up else "down",
    )
