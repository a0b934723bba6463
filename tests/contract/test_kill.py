"""What a killed process leaves to the next."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from core.stores import Queue, StoreDownError
from core.stores.sqlite import Database, SqliteQueue
from tests.contract.places import redis_place
from tests.contract.victim import EVENTS
from tests.servers import RedisServer


@asynccontextmanager
async def victim(kind: str, where: str) -> AsyncIterator[None]:
    """A process that has done its part; it is killed on the way out at the latest."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.contract.victim", kind, where), stdout=asyncio.subprocess.PIPE
    )
    assert child.stdout is not None
    try:
        async with asyncio.timeout(20):
            assert await child.stdout.readline() == b"ready\n"
        yield
    finally:
        child.kill()
        await child.wait()


async def assert_all_is_left(queue: Queue) -> None:
    async with asyncio.timeout(20):
        first = {work.event.id: work for work in (await queue.take(), await queue.take())}
        assert {name: work.attempted for name, work in first.items()} == {"a2": True, "b1": False}
        assert first["a2"].event == EVENTS[1]
        await queue.done(first["a2"])
        third = await queue.take()
    assert (third.event, third.attempted) == (EVENTS[2], False)
    assert await queue.accept(EVENTS) == 0
    assert await queue.waiting() == 2


async def test_a_killed_process_leaves_its_events_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "bangoban.db"
    async with victim("sqlite", str(path)):
        pass
    database = Database(path)
    await assert_all_is_left(SqliteQueue(database, "line"))
    database.close()


async def test_a_killed_process_leaves_its_events_to_another(redis: RedisServer) -> None:
    async with redis_place(redis.url, idle=0.4) as place:
        async with victim("redis", redis.url):
            pass
        await assert_all_is_left(place.queue())


async def test_a_living_process_keeps_what_it_holds(redis: RedisServer) -> None:
    async with redis_place(redis.url, idle=0.8) as place:
        mine, other = place.queue(), place.queue()
        await mine.accept(EVENTS[:2])
        work = await mine.take()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1.6):
                await other.take()
        assert await mine.attempt(work)


async def test_a_process_that_was_away_too_long_has_lost_its_hold(redis: RedisServer) -> None:
    async with redis_place(redis.url) as away, redis_place(redis.url, idle=0.2) as present:
        mine, other = away.queue(), present.queue()
        await mine.accept(EVENTS[:2])
        lost = await mine.take()
        async with asyncio.timeout(5):
            taken = await other.take()
        assert taken.event == lost.event
        assert not await mine.attempt(lost)
        await mine.done(lost)
        assert await other.attempt(taken)
        await other.done(taken)
        assert (await other.take()).event == EVENTS[1]


async def test_events_outlast_a_crash_of_the_server(redis: RedisServer) -> None:
    async with redis_place(redis.url, idle=0.4) as place:
        queue = place.queue()
        await queue.accept(EVENTS)
        first = await queue.take()
        redis.kill()
        with pytest.raises(StoreDownError):
            await queue.attempt(first)
        redis.start()
        assert await queue.attempt(first)
        await queue.done(first)
        assert await queue.waiting() == 3
        async with asyncio.timeout(10):
            left = {(await queue.take()).event.id, (await queue.take()).event.id}
        assert left == {"a2", "b1"}
