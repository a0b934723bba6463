"""What every queue promises."""

import asyncio

import pytest

from core.stores import Event, Queue, Stage, Work
from tests.contract.places import Place


def event(name: str, conversation: str = "c") -> Event:
    return Event(id=name, conversation=conversation, payload=name.encode())


async def take(queue: Queue) -> Work:
    async with asyncio.timeout(5):
        return await queue.take()


async def nothing_to_take(queue: Queue) -> bool:
    try:
        async with asyncio.timeout(0.1):
            await queue.take()
    except TimeoutError:
        return True
    return False


async def test_an_event_comes_out_as_it_went_in(place: Place) -> None:
    queue = place.queue()
    sent = Event(id="e", conversation="c", payload=b"\x00\xff\r\n{}")
    assert await queue.accept([sent]) == 1
    work = await take(queue)
    assert work.event == sent
    assert not work.attempted
    assert work.accepted > 0
    await queue.done(work)
    assert await queue.waiting() == 0


async def test_taking_waits_for_an_event(place: Place) -> None:
    queue = place.queue()
    taking = asyncio.create_task(take(queue))
    await asyncio.sleep(0.02)
    await queue.accept([event("e")])
    assert (await taking).event.id == "e"


async def test_a_cancelled_taking_costs_no_event(place: Place) -> None:
    queue = place.queue()
    taking = asyncio.create_task(queue.take())
    await asyncio.sleep(0.02)
    taking.cancel()
    await asyncio.wait((taking,))
    await queue.accept([event("e")])
    assert (await take(queue)).event.id == "e"


async def test_a_conversation_comes_out_in_its_order(place: Place) -> None:
    queue = place.queue()
    await queue.accept([event(f"e{n}") for n in range(3)])
    await queue.accept([event(f"e{n}") for n in range(3, 5)])
    order = []
    for _ in range(5):
        work = await take(queue)
        order.append(work.event.id)
        await queue.done(work)
    assert order == ["e0", "e1", "e2", "e3", "e4"]
    assert await nothing_to_take(queue)


async def test_a_conversation_is_held_until_its_event_is_done(place: Place) -> None:
    queue = place.queue()
    await queue.accept([event("a1", "a"), event("a2", "a"), event("b1", "b")])
    first, second = await take(queue), await take(queue)
    assert [first.event.id, second.event.id] == ["a1", "b1"]
    assert await nothing_to_take(queue)
    await queue.done(first)
    assert (await take(queue)).event.id == "a2"


async def test_an_event_that_comes_while_its_conversation_is_held_waits(place: Place) -> None:
    queue = place.queue()
    await queue.accept([event("e1")])
    first = await take(queue)
    await queue.accept([event("e2")])
    assert await nothing_to_take(queue)
    await queue.done(first)
    assert (await take(queue)).event.id == "e2"


async def test_a_duplicate_is_not_stored_again(place: Place) -> None:
    queue = place.queue()
    assert await queue.accept([event("e"), event("e")]) == 1
    assert await queue.accept([event("e", "another conversation"), event("new")]) == 1
    work = await take(queue)
    await queue.done(work)
    assert await queue.accept([event("e")]) == 0, "also after it is done"
    await queue.done(await take(queue))
    assert await queue.waiting() == 0


async def test_of_duplicates_at_the_same_moment_one_is_stored(place: Place) -> None:
    first = place.queue()
    second = place.queue() if place.beside else first
    new = await asyncio.gather(*(queue.accept([event("e")]) for queue in (first, second) * 10))
    assert sum(new) == 1
    assert await first.waiting() == 1


async def test_an_id_is_forgotten_after_its_time(place: Place) -> None:
    queue = place.queue(remember=0.05)
    await queue.accept([event("e")])
    await queue.done(await take(queue))
    async with asyncio.timeout(5):
        while not await queue.accept([event("e")]):  # noqa: ASYNC110 - nothing tells when time is over
            await asyncio.sleep(0.02)
    assert (await take(queue)).event.id == "e"


async def test_queues_of_two_platforms_do_not_meet(place: Place) -> None:
    line, telegram = place.queue(platform="line"), place.queue(platform="telegram")
    assert await line.accept([event("1")]) == 1
    assert await telegram.accept([event("1")]) == 1
    assert (await line.waiting(), await telegram.waiting()) == (1, 1)
    await line.done(await take(line))
    assert (await line.waiting(), await telegram.waiting()) == (0, 1)


async def test_waiting_counts_what_is_not_done(place: Place) -> None:
    queue = place.queue()
    assert await queue.waiting() == 0
    await queue.accept([event("a1", "a"), event("a2", "a"), event("b1", "b")])
    assert await queue.waiting() == 3
    work = await take(queue)
    assert await queue.waiting() == 3
    await queue.done(work)
    assert await queue.waiting() == 2


async def test_accepting_nothing_is_possible(place: Place) -> None:
    assert await place.queue().accept([]) == 0


async def test_an_attempt_is_seen_by_whoever_takes_the_event_next(place: Place) -> None:
    queue = place.queue()
    await queue.accept([event("a", "a"), event("b", "b")])
    first, _ = await take(queue), await take(queue)
    assert await queue.attempt(first)
    await queue.close()
    again = [await take(queue), await take(queue)]
    assert {work.event.id: work.attempted for work in again} == {"a": True, "b": False}


async def test_how_far_an_event_came_is_seen_by_whoever_takes_it_next(place: Place) -> None:
    queue = place.queue()
    await queue.accept([event("a", "a"), event("b", "b")])
    first, second = await take(queue), await take(queue)
    for work in (first, second):
        assert await queue.attempt(work)
    assert await queue.retract(first)
    assert await queue.divert(second)
    await queue.close()
    assert not await queue.divert(first)
    again = [await take(queue), await take(queue)]
    assert {work.event.id: work.stage for work in again} == {"a": Stage.NEW, "b": Stage.DIVERTED}


async def test_what_was_given_back_may_not_be_attempted_or_ended(place: Place) -> None:
    queue = place.queue()
    await queue.accept([event("e1"), event("e2")])
    old = await take(queue)
    await queue.close()
    assert not await queue.attempt(old)
    await queue.done(old)
    assert await queue.waiting() == 2
    new = await take(queue)
    assert new.event.id == "e1"
    assert not new.attempted
    assert not await queue.attempt(old), "also while somebody else has it in hand"
    assert await queue.attempt(new)


async def test_done_twice_is_done_once(place: Place) -> None:
    queue = place.queue()
    await queue.accept([event("e1"), event("e2")])
    work = await take(queue)
    await queue.done(work)
    await queue.done(work)
    assert await queue.waiting() == 1
    assert (await take(queue)).event.id == "e2"


async def test_many_events_of_many_conversations_each_come_out_once(place: Place) -> None:
    queue = place.queue()
    sent = [event(f"{n % 7}:{n}", str(n % 7)) for n in range(200)]
    out: list[Work] = []

    async def work() -> None:
        while True:
            taken = await queue.take()
            out.append(taken)
            await asyncio.sleep(0)
            await queue.done(taken)

    workers = [asyncio.create_task(work()) for _ in range(4)]
    await asyncio.gather(*(queue.accept(sent[n : n + 10]) for n in range(0, 200, 10)))
    async with asyncio.timeout(10):
        while await queue.waiting():  # noqa: ASYNC110 - what is waited for is a figure, not an event
            await asyncio.sleep(0.005)
    for worker in workers:
        worker.cancel()
    await asyncio.wait(workers)
    for conversation in range(7):
        order = [taken.event for taken in out if taken.event.conversation == str(conversation)]
        assert order == [each for each in sent if each.conversation == str(conversation)]


async def test_a_store_that_is_closed_in_use_loses_nothing(place: Place) -> None:
    queue = place.queue()
    await queue.accept([event(f"e{n}", f"c{n}") for n in range(20)])
    taken = [await take(queue) for _ in range(10)]
    await queue.done(taken[0])
    await queue.close()
    left = {(await take(queue)).event.id for _ in range(19)}
    assert left == {f"e{n}" for n in range(20)} - {taken[0].event.id}


@pytest.mark.parametrize("size", [0, 1_000_000])
async def test_a_payload_may_be_empty_or_large(place: Place, size: int) -> None:
    queue = place.queue()
    await queue.accept([Event(id="e", conversation="c", payload=b"x" * size)])
    assert len((await take(queue)).event.payload) == size
