"""Redis goes away and comes back, and people are answered all the time."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest

from core.stores import Event, Queue, StoreDownError, Work
from core.stores.link import Link, Value
from core.stores.memory import MemoryQueue
from core.stores.outage import OutageQueue
from core.stores.redis import RedisQueue
from core.stores.spare import SpareQueue, SpareSessions
from tests.contract.places import RedisPlace, SparePlace, redis_place, spare_place
from tests.servers import RedisServer


@pytest.fixture
async def place(redis: RedisServer) -> AsyncIterator[SparePlace]:
    async with spare_place(redis.url, idle=0.4) as place:
        yield place


@pytest.fixture
async def other(redis: RedisServer) -> AsyncIterator[RedisPlace]:
    """Another process, without a spare."""
    async with redis_place(redis.url, idle=0.4) as place:
        yield place


class Cut(Link):
    """A link that reaches nobody once it is `cut`."""

    cut = False

    async def ask(self, *command: Value) -> Any:
        if self.cut:
            raise StoreDownError
        return await super().ask(*command)

    async def wait(self, *command: Value) -> Any:
        if self.cut:
            raise StoreDownError
        return await super().wait(*command)


class Unreadable(MemoryQueue):
    """A queue whose next event breaks whoever takes it."""

    async def take(self) -> Work:
        raise KeyError


def event(name: str, conversation: str = "c") -> Event:
    return Event(id=name, conversation=conversation, payload=b"payload")


async def take(queue: Queue) -> Work:
    async with asyncio.timeout(5):
        return await queue.take()


async def take_in_spite_of_outages(queue: Queue) -> Work:
    while True:
        with suppress(StoreDownError):
            return await queue.take()


async def back(store: SpareQueue | SpareSessions) -> None:
    async with asyncio.timeout(10):
        while not store.up:  # noqa: ASYNC110 - a property tells nobody when it changes
            await asyncio.sleep(0.01)


async def test_a_hanging_redis_is_waited_for_once(redis: RedisServer, place: SparePlace) -> None:
    queue, sessions = place.queue(), place.sessions()
    assert queue.up
    redis.stop()
    try:
        await asyncio.gather(queue.accept([event("e1")]), sessions.open("s", "p", "v"))
        started = time.monotonic()
        assert await queue.accept([event("e2")]) == 1
        assert (await sessions.open("s", "p", "v")).count == 2
        assert time.monotonic() - started < 0.5
        assert not queue.up
        assert not sessions.up
        assert await queue.waiting() == 2
    finally:
        redis.go_on()
    await back(queue)
    await back(sessions)


async def test_what_is_accepted_in_an_outage_is_finished_from_memory(
    redis: RedisServer, place: SparePlace
) -> None:
    queue = place.queue()
    redis.kill()
    assert await queue.accept([event("e1"), event("e2")]) == 2
    first = await take(queue)
    assert await queue.attempt(first)
    redis.start()
    await back(queue)
    assert await queue.attempt(first)
    await queue.done(first)
    second = await take(queue)
    assert (first.event.id, second.event.id) == ("e1", "e2")
    await queue.done(second)
    assert await queue.waiting() == 0
    assert await queue.accept([event("e1"), event("e2"), event("e3")]) == 1


async def test_what_is_in_hand_goes_on_in_an_outage_and_is_not_done_again(
    redis: RedisServer, place: SparePlace, other: RedisPlace
) -> None:
    queue, rival = place.queue(), other.queue()
    await queue.accept([event("e1"), event("e2")])
    work = await take(queue)
    watching = asyncio.create_task(take_in_spite_of_outages(rival))
    redis.stop()
    try:
        assert await queue.attempt(work)
        await queue.done(work)
        await asyncio.sleep(0.5)  # longer than a hold lasts without being refreshed
    finally:
        redis.go_on()
    await back(queue)
    following = await take(queue)
    assert following.event.id == "e2"
    assert not watching.done()
    watching.cancel()
    await asyncio.wait((watching,))
    await queue.done(following)
    assert await queue.waiting() == 0


async def test_a_duplicate_in_an_outage_of_what_redis_took_is_known(
    redis: RedisServer, place: SparePlace
) -> None:
    queue = place.queue()
    await queue.accept([event("e1")])
    await queue.done(await take(queue))
    redis.kill()
    assert await queue.accept([event("e1")]) == 0
    assert await queue.accept([event("e2")]) == 1
    assert await queue.accept([event("e2")]) == 0
    redis.start()


async def test_an_event_that_both_have_is_answered_once(
    redis: RedisServer, place: SparePlace, other: RedisPlace
) -> None:
    queue = place.queue()
    redis.kill()
    await queue.accept([event("e1")])
    redis.start()
    await other.queue().accept([event("e1"), event("e2")])
    await back(queue)
    answered = []
    for _ in range(2):
        work = await take(queue)
        answered.append(work.event.id)
        await queue.done(work)
    assert sorted(answered) == ["e1", "e2"]
    async with asyncio.timeout(5):
        while await queue.waiting():  # noqa: ASYNC110 - what is waited for is a figure, not an event
            await asyncio.sleep(0.01)


async def test_a_start_without_redis_is_a_start_in_memory(redis: RedisServer, place: SparePlace) -> None:
    redis.kill()
    queue, sessions = place.queue(), place.sessions()
    taking = asyncio.create_task(take(queue))
    assert await queue.accept([event("e1")]) == 1
    await queue.done(await taking)
    await sessions.save("s", b"value")
    assert (await sessions.open("s", "p", "v")).session == b"value"
    redis.start()
    await back(queue)
    await back(sessions)
    await queue.accept([event("e2")])
    assert (await take(queue)).event.id == "e2"


async def test_taking_goes_on_when_redis_is_back(redis: RedisServer, place: SparePlace) -> None:
    queue = place.queue()
    taking = asyncio.create_task(queue.take())
    await asyncio.sleep(0.05)
    redis.kill()
    async with asyncio.timeout(5):
        while queue.up:  # noqa: ASYNC110 - a property tells nobody when it changes
            await asyncio.sleep(0.01)
    redis.start()
    await back(queue)
    await queue.accept([event("e1")])
    async with asyncio.timeout(5):
        assert (await taking).event.id == "e1"


async def test_closing_gives_what_the_spare_still_has_to_redis(
    redis: RedisServer, place: SparePlace, other: RedisPlace
) -> None:
    queue = place.queue()
    redis.kill()
    await queue.accept([event("e1"), event("e2"), event("e3", "another"), event("e4", "another")])
    await queue.attempt(await take(queue))
    redis.start()
    await back(queue)
    await queue.close()
    rival = other.queue()
    for name in ("e3", "e4"):
        work = await take(rival)
        assert work.event.id == name
        await rival.done(work)
    next_start = place.queue()
    left = await take(next_start)
    assert (left.event.id, left.attempted) == ("e1", True), "how far it came the file alone knows"
    await next_start.done(left)
    assert (await take(next_start)).event.id == "e2", "order holds"


async def test_what_an_outage_leaves_is_answered_after_the_next_start(
    redis: RedisServer, place: SparePlace
) -> None:
    queue = place.queue()
    redis.kill()
    await queue.accept([event("e1"), event("e2", "another"), event("e3")])
    await queue.done(await take(queue))
    await queue.attempt(await take(queue))
    with pytest.raises(StoreDownError):
        await queue.close()
    next_start = place.queue()
    left = [await take(next_start), await take(next_start)]
    assert {work.event.id: work.attempted for work in left} == {"e2": True, "e3": False}
    redis.start()
    await back(next_start)
    assert await next_start.accept([event("e1"), event("e2"), event("e3")]) == 0


async def test_what_was_in_hand_in_an_outage_is_known_after_a_kill(
    redis: RedisServer, place: SparePlace
) -> None:
    """An attempt that Redis did not hear of is one for the next start, and what was done is not done again."""
    link = Cut(redis.url)
    queue = SpareQueue(RedisQueue(link, "line"), OutageQueue(place.file, "line"))
    await queue.accept([event("attempted", "a"), event("done", "b"), event("new", "c")])
    work = {taken.event.id: taken for taken in [await take(queue) for _ in range(3)]}
    link.cut = True  # for good, as the process is killed before Redis is back
    assert await queue.attempt(work["attempted"])
    await queue.done(work["done"])
    next_start = place.queue()
    left = [await take(next_start), await take(next_start)]
    assert {each.event.id: each.attempted for each in left} == {"attempted": True, "new": False}
    for each in left:
        await next_start.done(each)
    async with asyncio.timeout(5):
        while await next_start.waiting():  # noqa: ASYNC110 - what is waited for is a figure, not an event
            await asyncio.sleep(0.01)
    with suppress(StoreDownError):
        await queue.close()
    await link.close()


async def test_an_error_of_a_search_reaches_whoever_takes(redis: RedisServer, place: SparePlace) -> None:
    queue = SpareQueue(Unreadable(), OutageQueue(place.file, "line"))
    with pytest.raises(KeyError):
        await take(queue)
    await queue.close()


async def test_what_no_store_takes_is_refused_and_taken_when_it_comes_again(
    redis: RedisServer, place: SparePlace
) -> None:
    queue = place.queue()
    redis.kill()
    [[pages]] = place.file.rows("PRAGMA page_count")
    place.file.rows(f"PRAGMA max_page_count = {pages}")
    large = Event("large", "c", b"x" * 100_000)
    with pytest.raises(StoreDownError):
        await queue.accept([large])
    place.file.rows("PRAGMA max_page_count = 100000")
    assert await queue.accept([large]) == 1
    redis.start()


async def test_what_changes_in_an_outage_is_repeated_in_redis(
    redis: RedisServer, place: SparePlace, other: RedisPlace
) -> None:
    sessions = place.sessions()
    await sessions.save("old", b"old")
    await sessions.prefer("forgotten", b"preferences")
    redis.kill()
    await sessions.save("s", b"first")
    await sessions.save("s", b"second")
    await sessions.prefer("p", b"preferences")
    await sessions.prefer("forgotten", b"again")
    await sessions.forget("old", "forgotten")
    redis.start()
    await back(sessions)
    elsewhere = other.sessions()
    opened = await elsewhere.open("s", "p", "v")
    assert (opened.session, opened.preferences) == (b"second", b"preferences")
    opened = await elsewhere.open("old", "forgotten", "v")
    assert (opened.session, opened.preferences) == (None, None)


async def test_the_spare_keeps_nothing_of_people_after_the_outage(
    redis: RedisServer, place: SparePlace
) -> None:
    sessions = place.sessions()
    redis.kill()
    await sessions.prefer("p", b"preferences")
    redis.start()
    await back(sessions)
    await sessions.forget("p")
    redis.kill()
    assert (await sessions.open("s", "p", "v")).preferences is None
    redis.start()


async def test_what_a_hanging_redis_finds_too_late_is_not_stored_there(
    redis: RedisServer, place: SparePlace, other: RedisPlace
) -> None:
    queue = place.queue()
    await queue.accept([event("e1")])
    await queue.done(await take(queue))
    redis.stop()
    try:
        assert await queue.accept([event("e2")]) == 1
        await queue.done(await take(queue))
    finally:
        redis.go_on()
    await back(queue)
    assert await queue.waiting() == 0
    assert await other.queue().accept([event("e2")]) == 1


async def test_while_redis_is_away_nobody_is_the_first(redis: RedisServer, place: SparePlace) -> None:
    """Two processes that claim the same, each alone, would both be the first: two warnings for one message."""
    mine, yours = place.sessions(), place.sessions()
    assert await mine.claim("before", "mine", 60)

    redis.kill()

    assert not await mine.claim("k", "mine", 60)
    assert not await yours.claim("k", "yours", 60)

    redis.start()
    await back(mine)
    await back(yours)
    assert await mine.claim("k", "mine", 60)
    assert not await yours.claim("k", "yours", 60)
