"""Accepted events wait here: each is worked on once, a conversation in order, nothing is lost."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

import structlog
from prometheus_client import Counter

from bots.logs import where
from bots.metrics import Metrics
from bots.reference import reference_of
from core.messages import Message, Reply
from core.stores import Event, Queue, StoreDownError, Work

Answer = Callable[[Message], Awaitable[Reply | None]]
Result = TypeVar("Result")

FIRST_WAIT, LONGEST_WAIT = 0.05, 2.0  # seconds between tries, while the store is down
LAST_WAIT = 1.0  # seconds that a cancelled handler has to end


class Job(Protocol):
    """An event in the hand of an adapter, and what the adapter may ask of the inbox meanwhile."""

    work: Work

    async def attempt(self) -> bool:
        """Note durably that a call which may not be repeated blindly comes next; False: do not make it."""
        ...

    async def retract(self) -> bool:
        """Note durably that the call announced by `attempt` surely had no effect; False: make no other."""
        ...

    async def divert(self) -> bool:
        """As `retract`, and that a way which may be repeated is taken from now on, also after a kill."""
        ...

    async def pause(self, seconds: float) -> None:
        """Wait before another try. The conversation stays held; others use the slot meanwhile."""
        ...


# What an adapter does with a job; the word it returns is the outcome, for the log and the figures:
# "answered", "pushed", "silent", "unread", "lost", ...
Handle = Callable[[Job], Awaitable[str]]


class Inbox:
    """The events of one platform, from acceptance to the end of their work.

    At most `in_flight` handlers work at once; a paused job leaves its slot to others. At work and paused
    together are at most sixteen times as many. An exception of `handle` ends its event as "failed".
    """

    def __init__(
        self,
        platform: str,
        queue: Queue,
        handle: Handle,
        metrics: Metrics,
        *,
        in_flight: int = 256,
    ) -> None:
        self._platform = platform
        self._queue = queue
        self._handle = handle
        # One counter an outcome, looked up once: there are few of them, and very many events.
        self._counted = _Counters(metrics.events, platform)
        self._seconds = metrics.seconds.labels(platform)
        self._slots = asyncio.Semaphore(in_flight)
        self._places = asyncio.Semaphore(16 * in_flight)
        self._jobs: dict[asyncio.Task[None], _Job] = {}
        self._taking: asyncio.Task[None] | None = None
        self._log = structlog.get_logger()
        self._stopping = asyncio.Event()

    async def accept(self, events: Sequence[Event]) -> int:
        """Store what is new, durably, all or none; how many events were new. StoreDownError: none is."""
        return await self._queue.accept(events)

    async def run(self) -> None:
        """Work until `stop`."""
        if self._stopping.is_set():
            return
        self._taking = asyncio.create_task(self._take_on())
        try:
            await self._taking
        except asyncio.CancelledError:
            if not self._stopping.is_set():
                raise

    async def stop(self, grace: float = 10.0) -> None:
        """Take no more. Handlers at work have `grace` seconds to end, paused ones none: what they have
        not sent stays stored, for another process or the next start.
        """
        self._stopping.set()
        if self._taking is not None:
            self._taking.cancel()
            await asyncio.wait((self._taking,))
        for task, job in self._jobs.items():
            if job.resting:
                task.cancel()
        await self._end_within(grace)
        for task in self._jobs:
            task.cancel()
        await self._end_within(LAST_WAIT)
        try:
            await self._queue.close()
        except StoreDownError:
            self._log.warning("store down, its events wait for the next start", platform=self._platform)

    async def _end_within(self, seconds: float) -> None:
        if self._jobs:
            await asyncio.wait(tuple(self._jobs), timeout=seconds)

    async def _take_on(self) -> None:
        while True:
            await self._places.acquire()
            work = await _patiently(self._queue.take)
            await self._slots.acquire()
            job = _Job(work, self._queue, self._slots, self._stopping)
            task = asyncio.create_task(self._work(job))
            self._jobs[task] = job
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        job = self._jobs.pop(task)
        failed = None if task.cancelled() else task.exception()
        if failed is not None:
            self._log.error("an event was left in hand", platform=self._platform, error=where(failed))
        if not job.resting:
            self._slots.release()
        self._places.release()

    async def _work(self, job: "_Job") -> None:
        structlog.contextvars.bind_contextvars(ref=reference_of(job.work.event.id))
        started = job.work.accepted or time.time()
        error: BaseException | None = None
        try:
            outcome = await self._handle(job)
        except (Exception, asyncio.CancelledError) as raised:
            stopped = self._stopping.is_set() and isinstance(raised, asyncio.CancelledError)
            if stopped or _asked_to_end():
                raise
            outcome, error = "failed", raised
        await _patiently(lambda: self._queue.done(job.work))
        self._note(outcome, time.time() - started, error)

    def _note(self, outcome: str, seconds: float, error: BaseException | None) -> None:
        seconds = max(seconds, 0.0)
        self._counted[outcome].inc()
        self._seconds.observe(seconds)
        line = {"platform": self._platform, "outcome": outcome, "ms": round(seconds * 1000, 1)}
        if error is None:
            self._log.info("event", **line)
        else:
            self._log.error("event", **line, error=where(error))


class _Counters(dict[str, Counter]):
    """The counters of one platform's events by outcome."""

    def __init__(self, events: Counter, platform: str) -> None:
        super().__init__()
        self._events = events
        self._platform = platform

    def __missing__(self, outcome: str) -> Counter:
        counter = self[outcome] = self._events.labels(self._platform, outcome)
        return counter


class _Job:
    """`Job`, as the inbox gives it out. `resting`: its slot is with others."""

    __slots__ = ("_queue", "_slots", "_stopping", "resting", "work")

    def __init__(self, work: Work, queue: Queue, slots: asyncio.Semaphore, stopping: asyncio.Event) -> None:
        self.work = work
        self.resting = False
        self._queue = queue
        self._slots = slots
        self._stopping = stopping

    async def attempt(self) -> bool:
        return await _patiently(lambda: self._queue.attempt(self.work), wait=self.pause)

    async def retract(self) -> bool:
        return await _patiently(lambda: self._queue.retract(self.work), wait=self.pause)

    async def divert(self) -> bool:
        return await _patiently(lambda: self._queue.divert(self.work), wait=self.pause)

    async def pause(self, seconds: float) -> None:
        if self._stopping.is_set():
            raise asyncio.CancelledError
        self.resting = True
        self._slots.release()
        await asyncio.sleep(seconds)
        await self._slots.acquire()
        self.resting = False


async def _patiently(
    call: Callable[[], Awaitable[Result]], wait: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> Result:
    """Call until the store is there."""
    seconds = FIRST_WAIT
    while True:
        try:
            return await call()
        except StoreDownError:
            await wait(seconds)
            seconds = min(seconds * 2, LONGEST_WAIT)


def _asked_to_end() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
