"""What the inbox promises for every platform, on the memory store."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from structlog.testing import capture_logs

from bots.inbox import Handle, Inbox, Job
from bots.metrics import Metrics
from core.stores import Event, Queue, StoreDownError, Work
from core.stores.memory import MemoryQueue


def event(name: str, conversation: str = "c") -> Event:
    return Event(id=name, conversation=conversation, payload=f"payload of {name}".encode())


@asynccontextmanager
async def running(
    handle: Handle, queue: Queue | None = None, *, in_flight: int = 256
) -> AsyncIterator[tuple[Inbox, Metrics]]:
    metrics = Metrics()
    inbox = Inbox("line", queue or MemoryQueue(), handle, metrics, in_flight=in_flight)
    run = asyncio.create_task(inbox.run())
    try:
        yield inbox, metrics
    finally:
        await inbox.stop(grace=0)
        await run


async def soon(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - what is waited for is a figure, not an event
            await asyncio.sleep(0.001)


def outcomes(metrics: Metrics) -> dict[str, float]:
    return {
        sample.labels["outcome"]: sample.value
        for metric in metrics.events.collect()
        for sample in metric.samples
        if sample.name.endswith("_total")
    }


def answering(worked: list[str]) -> Handle:
    async def handle(job: Job) -> str:
        await asyncio.sleep(0)
        worked.append(job.work.event.id)
        return "answered"

    return handle


async def test_an_event_is_worked_on_once_and_logged_in_one_line_without_ids_or_text() -> None:
    worked: list[str] = []
    with capture_logs() as lines:
        async with running(answering(worked)) as (inbox, metrics):
            assert await inbox.accept([event("a1", "private"), event("a1", "private")]) == 1
            assert await inbox.accept([event("a1", "private")]) == 0
            await soon(lambda: bool(outcomes(metrics)))
    assert worked == ["a1"]
    assert outcomes(metrics) == {"answered": 1}
    [line] = lines
    assert set(line) == {"event", "log_level", "platform", "outcome", "ms"}
    assert (line["event"], line["platform"], line["outcome"]) == ("event", "line", "answered")


async def test_a_conversation_is_worked_on_in_order_and_others_beside_it() -> None:
    worked: list[str] = []
    gate = asyncio.Event()

    async def handle(job: Job) -> str:
        if job.work.event.id == "slow1":
            await gate.wait()
        worked.append(job.work.event.id)
        return "answered"

    async with running(handle) as (inbox, metrics):
        await inbox.accept([event("slow1", "slow"), event("slow2", "slow"), event("quick", "quick")])
        await soon(lambda: worked == ["quick"])
        gate.set()
        await soon(lambda: outcomes(metrics) == {"answered": 3})
    assert worked == ["quick", "slow1", "slow2"]


async def test_an_exception_ends_its_event_alone_and_its_message_is_not_logged() -> None:
    worked: list[str] = []

    async def handle(job: Job) -> str:
        if job.work.event.id == "bad":
            try:
                raise ValueError("私の番号は090です")
            except ValueError as error:
                raise KeyError("token") from error
        worked.append(job.work.event.id)
        return "answered"

    with capture_logs() as lines:
        async with running(handle) as (inbox, metrics):
            await inbox.accept([event("bad"), event("next")])
            await soon(lambda: outcomes(metrics) == {"failed": 1, "answered": 1})
    assert worked == ["next"]
    failed = next(line for line in lines if line["outcome"] == "failed")
    assert "builtins.KeyError" in failed["error"]
    assert "builtins.ValueError" in failed["error"]
    assert any(place.startswith("tests/bots/test_inbox.py:") for place in failed["error"])
    assert "090" not in str(lines)
    assert "token" not in str(lines)


async def test_a_cancellation_inside_a_handler_does_not_block_its_conversation() -> None:
    async def handle(job: Job) -> str:
        if job.work.event.id == "bad":
            raise asyncio.CancelledError
        return "answered"

    async with running(handle) as (inbox, metrics):
        await inbox.accept([event("bad"), event("next")])
        await soon(lambda: outcomes(metrics) == {"failed": 1, "answered": 1})


async def test_no_more_handlers_work_at_once_than_have_a_slot() -> None:
    working, most = 0, 0

    async def handle(job: Job) -> str:
        nonlocal working, most
        working += 1
        most = max(most, working)
        await asyncio.sleep(0.001)
        working -= 1
        return "answered"

    async with running(handle, in_flight=3) as (inbox, metrics):
        await inbox.accept([event(f"e{n}", f"c{n}") for n in range(20)])
        await soon(lambda: outcomes(metrics) == {"answered": 20})
    assert most == 3


async def test_a_paused_job_leaves_its_slot_and_takes_one_again() -> None:
    worked: list[str] = []
    gate = asyncio.Event()

    async def handle(job: Job) -> str:
        if job.work.event.id == "paused":
            await job.pause(0.01)
        elif job.work.event.id == "long":
            await gate.wait()
        worked.append(job.work.event.id)
        return "answered"

    async with running(handle, in_flight=1) as (inbox, _):
        await inbox.accept([event("paused", "a"), event("other", "b"), event("long", "d")])
        await soon(lambda: worked == ["other"])
        await asyncio.sleep(0.03)
        assert worked == ["other"], "the pause is over, but the only slot is taken"
        gate.set()
        await soon(lambda: worked == ["other", "long", "paused"])


async def test_a_pause_that_a_handler_cuts_short_gives_back_no_slot_twice() -> None:
    working, most = 0, 0

    async def handle(job: Job) -> str:
        nonlocal working, most
        if job.work.event.id == "impatient":
            with suppress(TimeoutError):
                async with asyncio.timeout(0.001):
                    await job.pause(3600)
            return "answered"
        working += 1
        most = max(most, working)
        await asyncio.sleep(0.001)
        working -= 1
        return "answered"

    async with running(handle, in_flight=1) as (inbox, metrics):
        await inbox.accept([event("impatient", "a")])
        await soon(lambda: outcomes(metrics) == {"answered": 1})
        await inbox.accept([event(f"e{n}", f"c{n}") for n in range(5)])
        await soon(lambda: outcomes(metrics) == {"answered": 6})
    assert most == 1


async def test_stop_lets_a_handler_finish_and_keeps_what_is_paused_or_waiting() -> None:
    queue, worked = MemoryQueue(), []
    started, gate = asyncio.Event(), asyncio.Event()

    async def handle(job: Job) -> str:
        if job.work.event.id == "paused":
            await job.pause(3600)
        started.set()
        await gate.wait()
        worked.append(job.work.event.id)
        return "answered"

    async with running(handle, queue) as (inbox, metrics):
        await inbox.accept([event("paused", "a"), event("at work", "b"), event("waiting", "b")])
        await started.wait()
        stop = asyncio.create_task(inbox.stop(grace=5))
        await asyncio.sleep(0.01)
        gate.set()
        async with asyncio.timeout(3):
            await stop
        assert outcomes(metrics) == {"answered": 1}
    assert worked == ["at work"]
    left = {(await queue.take()).event.id for _ in range(2)}
    assert left == {"paused", "waiting"}


async def test_stop_cancels_a_handler_that_outlasts_the_grace_and_keeps_its_event() -> None:
    queue = MemoryQueue()
    started = asyncio.Event()

    async def handle(job: Job) -> str:
        await job.attempt()
        started.set()
        await asyncio.sleep(3600)
        return "answered"

    async with running(handle, queue) as (inbox, metrics):
        await inbox.accept([event("endless")])
        await started.wait()
        await inbox.stop(grace=0.01)
        assert outcomes(metrics) == {}
    work = await queue.take()
    assert work.event.id == "endless"
    assert work.attempted


async def test_a_pause_during_stop_ends_the_job_at_once() -> None:
    started, gate = asyncio.Event(), asyncio.Event()

    async def handle(job: Job) -> str:
        started.set()
        await gate.wait()
        await job.pause(3600)
        return "answered"

    async with running(handle) as (inbox, metrics):
        await inbox.accept([event("e")])
        await started.wait()
        stop = asyncio.create_task(inbox.stop(grace=60))
        await asyncio.sleep(0)
        gate.set()
        async with asyncio.timeout(5):
            await stop
        assert outcomes(metrics) == {}


async def test_nothing_is_worked_on_after_stop() -> None:
    worked: list[str] = []
    async with running(answering(worked)) as (inbox, _):
        await inbox.stop()
        await inbox.accept([event("late")])
        await inbox.run()
    assert worked == []


async def test_a_store_that_is_down_for_a_while_costs_no_event() -> None:
    worked: list[str] = []

    async def handle(job: Job) -> str:
        assert await job.attempt()
        worked.append(job.work.event.id)
        return "answered"

    async with running(handle, Flaky()) as (inbox, metrics):
        await inbox.accept([event("e1"), event("e2")])
        await soon(lambda: outcomes(metrics) == {"answered": 2})
    assert worked == ["e1", "e2"]


async def test_stop_ends_when_the_store_is_down() -> None:
    queue = Flaky()
    with capture_logs() as lines:
        async with running(answering([]), queue) as (inbox, _):
            queue.closing = StoreDownError()
            await inbox.stop()
            queue.closing = None
    assert [line["log_level"] for line in lines] == ["warning"]


class Flaky(MemoryQueue):
    """Every other call finds the store down."""

    def __init__(self) -> None:
        super().__init__()
        self._calls = 0
        self.closing: Exception | None = None

    def _falter(self) -> None:
        self._calls += 1
        if self._calls % 2:
            raise StoreDownError

    async def take(self) -> Work:
        self._falter()
        return await super().take()

    async def attempt(self, work: Work) -> bool:
        self._falter()
        return await super().attempt(work)

    async def done(self, work: Work) -> None:
        self._falter()
        await super().done(work)

    async def close(self) -> None:
        if self.closing is not None:
            raise self.closing
        await super().close()
