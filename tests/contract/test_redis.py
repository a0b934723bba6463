"""What holds for Redis alone."""

import asyncio
import time
from typing import Any

import pytest

from core.stores import Event, Queue, StoreDownError, StoreUnusableError
from core.stores.link import Link, Value
from core.stores.redis import RedisQueue, RedisSessions
from tests.contract.places import RedisPlace, redis_place
from tests.servers import RedisServer


def event(name: str, conversation: str = "c") -> Event:
    return Event(id=name, conversation=conversation, payload=b"payload")


async def test_a_conversation_keeps_its_order_over_two_processes(redis: RedisServer) -> None:
    async with redis_place(redis.url) as place:
        queues = [place.queue(), place.queue()]
        working: set[str] = set()
        worked: list[str] = []

        async def work(queue: Queue) -> None:
            while True:
                taken = await queue.take()
                assert taken.event.conversation not in working, "two processes in one conversation"
                working.add(taken.event.conversation)
                await asyncio.sleep(0.001)
                worked.append(taken.event.id)
                working.remove(taken.event.conversation)
                await queue.done(taken)

        workers = [asyncio.create_task(work(queue)) for queue in queues * 3]
        for n in range(60):
            await queues[n % 2].accept([event(f"{n % 5}:{n:02}", str(n % 5))])
        async with asyncio.timeout(10):
            while len(worked) < 60:  # noqa: ASYNC110 - what is waited for is a figure, not an event
                await asyncio.sleep(0.005)
        for worker in workers:
            worker.cancel()
        await asyncio.wait(workers)
        assert all(worker.cancelled() for worker in workers)
    for conversation in "01234":
        order = [name for name in worked if name.startswith(conversation)]
        assert order == sorted(order)


async def test_closing_hands_over_to_another_process_at_once(redis: RedisServer) -> None:
    async with redis_place(redis.url) as place:
        first, second = place.queue(), place.queue()
        await first.accept([event("e1"), event("e2")])
        await first.attempt(await first.take())
        waiting = asyncio.create_task(second.take())
        await first.close()
        async with asyncio.timeout(2):
            work = await waiting
        assert (work.event.id, work.attempted) == ("e1", True)


async def test_a_server_that_forgot_the_scripts_is_given_them_again(redis: RedisServer) -> None:
    async with redis_place(redis.url) as place:
        queue = place.queue()
        await queue.accept([event("e1")])
        assert redis.command("SCRIPT", "FLUSH") == b"+OK\r\n"
        assert await queue.accept([event("e2")]) == 1


async def test_after_a_loss_of_all_data_one_process_may_finish_what_it_has(redis: RedisServer) -> None:
    async with redis_place(redis.url) as place:
        queue = place.queue()
        await queue.accept([event("e1")])
        work = await queue.take()
        redis.command("FLUSHALL")
        assert await queue.attempt(work)
        assert await queue.divert(work), "it is known again"
        await queue.done(work)
        assert await queue.accept([event("e1")]) == 0
        assert await queue.accept([event("e2")]) == 1
        async with asyncio.timeout(5):
            assert (await queue.take()).event.id == "e2"


async def test_a_lost_answer_to_done_costs_no_event(redis: RedisServer) -> None:
    async with redis_place(redis.url) as place:
        link = Deaf(redis.url)
        queue = RedisQueue(link, "line")
        await queue.accept([event("e1"), event("e2")])
        work = await queue.take()
        link.deaf = True
        with pytest.raises(StoreDownError):
            await queue.done(work)
        link.deaf = False
        await queue.done(work)
        async with asyncio.timeout(5):
            assert (await queue.take()).event.id == "e2"
        assert await place.queue().waiting() == 1
        await queue.close()
        await link.close()


async def test_of_a_finished_event_redis_keeps_the_id_alone(redis: RedisServer) -> None:
    async with redis_place(redis.url) as place:
        queue = place.queue()
        await queue.accept([event("e1")])
        await queue.done(await queue.take())
        kept = redis.command("KEYS", "*")
        assert kept.count(b"bangoban:{line}:") == 3
        assert b"bangoban:{line}:id:e1" in kept
        assert redis.command("XLEN", "bangoban:{line}:stream") == b":0\r\n"


async def test_consumers_that_are_gone_are_removed(redis: RedisServer) -> None:
    async with redis_place(redis.url, idle=0.05) as place:
        queue = place.queue()
        await queue.accept([event("e1")])
        work = await queue.take()
        redis.command("XGROUP", "CREATECONSUMER", "bangoban:{line}:stream", "bot", "gone")
        async with asyncio.timeout(10):
            while b"gone" in redis.command("XINFO", "CONSUMERS", "bangoban:{line}:stream", "bot"):  # noqa: ASYNC110 - the server tells nobody
                await asyncio.sleep(0.05)
        assert await queue.attempt(work)


async def test_opening_a_session_takes_one_round_trip(redis: RedisServer) -> None:
    link = Counting(redis.url)
    sessions = RedisSessions(link, 60)
    await sessions.open("s", "p", "v")
    link.asked = 0
    await sessions.open("s", "p", "v")
    assert link.asked == 1
    await link.close()


async def test_what_is_asked_at_one_moment_shares_a_connection(redis: RedisServer) -> None:
    async with redis_place(redis.url) as place:
        link = place.link()
        answers = await asyncio.gather(*(link.ask("INCR", "counter") for _ in range(1200)))
        assert answers == list(range(1, 1201))
        clients = redis.command("CLIENT", "LIST").count(b" name=")  # not lib-name=
        assert clients == 2, "the link's, and the one that asks here"


async def test_a_hanging_server_is_found_out_within_two_seconds(redis: RedisServer) -> None:
    async with redis_place(redis.url) as place:
        queue, fresh = place.queue(), place.queue()
        await queue.accept([event("e1")])
        redis.stop()
        try:
            started = time.monotonic()
            failed = await asyncio.gather(
                *(each.accept([event("e2")]) for each in (queue, queue, fresh)), return_exceptions=True
            )
            took = time.monotonic() - started
        finally:
            redis.go_on()
        assert [type(each) for each in failed] == [StoreDownError] * 3
        assert took < 2
        assert await queue.accept([event("e3")]) == 1


async def test_what_waits_behind_a_failed_parcel_fails_with_it(redis: RedisServer) -> None:
    async with redis_place(redis.url) as place:
        link = place.link()
        await link.ask("PING")
        redis.stop()
        try:
            started = time.monotonic()
            first = asyncio.create_task(link.ask("PING"))
            await asyncio.sleep(0.1)
            with pytest.raises(StoreDownError):
                await link.ask("PING")
            took = time.monotonic() - started
            with pytest.raises(StoreDownError):
                await first
        finally:
            redis.go_on()
        assert took < 1.6
        assert await link.ask("PING") == b"PONG"


async def test_taking_from_a_server_that_is_not_there_fails(redis: RedisServer) -> None:
    place = RedisPlace("redis://127.0.0.1:1/0")
    with pytest.raises(StoreDownError):
        await place.queue().take()
    await place.close()


async def test_a_malformed_address_is_refused_without_repeating_it() -> None:
    with pytest.raises(StoreUnusableError) as refused:
        Link("rediss//:geheim@host")
    assert "REDIS_URL" in str(refused.value)
    assert "geheim" not in str(refused.value)


async def test_an_error_of_what_works_behind_a_taking_reaches_it(redis: RedisServer) -> None:
    link = Broken(redis.url)
    queue = RedisQueue(link, "line", idle=0.1)
    with pytest.raises(KeyError):
        async with asyncio.timeout(5):
            await queue.take()
    await queue.close()
    await link.close()


async def test_what_cannot_be_sent_fails_and_holds_up_nobody_after_it(redis: RedisServer) -> None:
    async with redis_place(redis.url) as place:
        link = place.link()
        async with asyncio.timeout(5):
            with pytest.raises(StoreDownError):
                await link.ask("SET", "half of a pair: \ud800", "x")
            assert await link.ask("PING") == b"PONG"


async def test_who_accepts_and_waits_for_work_need_not_ask_for_it(redis: RedisServer) -> None:
    async with redis_place(redis.url) as place:
        first = place.queue()  # somebody has to be the first to read: the group is made then
        await first.accept([event("first")])
        async with asyncio.timeout(5):
            await first.done(await first.take())
        link = Unread(redis.url)
        queue = RedisQueue(link, "line")
        assert await queue.accept([event("left", "c")]) == 1
        taking = asyncio.create_task(queue.take())
        await asyncio.sleep(0.01)
        assert await queue.accept([event("e1", "a"), event("e2", "a"), event("e3", "b")]) == 3
        async with asyncio.timeout(5):
            taken = [await taking, await queue.take(), await queue.take()]
        assert [work.event.id for work in taken] == ["left", "e1", "e3"]
        await queue.close()
        await link.close()


class Unread(Link):
    """A link over which nothing new is ever read."""

    async def wait(self, *command: Value) -> Any:
        await asyncio.sleep(0.05)


class Broken(Link):
    """A link that gives what no server gives."""

    async def wait(self, *command: Value) -> Any:
        return [(b"stream", [(b"1-1", {})])]


class Deaf(Link):
    """A link whose commands arrive, and whose answers do not, while `deaf`."""

    deaf = False

    async def ask(self, *command: Value) -> Any:
        answer = await super().ask(*command)
        if self.deaf:
            raise StoreDownError
        return answer


class Counting(Link):
    """A link that counts what is asked."""

    asked = 0

    async def ask(self, *command: Value) -> Any:
        self.asked += 1
        return await super().ask(*command)


async def test_an_entry_that_cannot_be_read_holds_up_nobody(redis: RedisServer) -> None:
    """What another release, or nobody, has put there is dropped; the next event is worked on."""
    async with redis_place(redis.url) as place:
        queue = place.queue()
        await queue.accept([event("before")])
        await queue.done(await queue.take())
        stream = "bangoban:{line}:stream"
        redis.command("XADD", stream, "*", "event", "0garbage")
        await queue.accept([event("after")])

        async with asyncio.timeout(5):
            work = await queue.take()
        await queue.done(work)

        assert work.event.id == "after"
        async with asyncio.timeout(5):
            while b":0\r\n" not in redis.command("XLEN", stream):  # noqa: ASYNC110 - a figure, not an event
                await asyncio.sleep(0.01)
