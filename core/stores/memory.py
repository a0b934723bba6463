"""Both stores in memory: for tests, for one question at a terminal, and while Redis is away."""

# ruff: noqa: D102 - the protocols say what each method does

import time
from collections.abc import Sequence
from typing import Generic, TypeVar

from core.stores import Event, Opened, Work
from core.stores.turns import Turns

THREE_DAYS = 3 * 24 * 3600.0
A_YEAR = 365 * 24 * 3600.0
A_MINUTE = 60.0

Value = TypeVar("Value")


class MemorySessions:
    """`Sessions` that end with the process. `ttl` is a session's time to live in seconds."""

    def __init__(self, ttl: float, *, year: float = A_YEAR, minute: float = A_MINUTE) -> None:
        self._sessions = _Expiring[bytes](ttl)
        self._preferences = _Expiring[bytes](year)
        self._visits = _Expiring[int](minute)

    async def open(self, session: str, preferences: str, sender: str) -> Opened:
        preferred = self._preferences.get(preferences)
        if preferred is not None:
            self._preferences.put(preferences, preferred)
        visits = (self._visits.get(sender) or 0) + 1
        if visits == 1:
            self._visits.put(sender, visits)
        else:
            self._visits.change(sender, visits)
        return Opened(self._sessions.get(session), preferred, visits)

    async def save(self, session: str, value: bytes) -> None:
        self._sessions.put(session, value)

    async def prefer(self, preferences: str, value: bytes) -> None:
        self._preferences.put(preferences, value)

    async def forget(self, *keys: str) -> int:
        tables = (self._sessions, self._preferences, self._visits)
        return sum(table.remove(key) for key in keys for table in tables)


class MemoryQueue:
    """A `Queue` that ends with the process. `remember`: how long ids are kept, in seconds."""

    def __init__(self, *, remember: float = THREE_DAYS) -> None:
        self._seen = _Expiring[bool](remember)
        self._turns = Turns()

    async def accept(self, events: Sequence[Event]) -> int:
        now, new = time.time(), 0
        for event in events:
            if self._seen.get(event.id) is None:
                self._seen.put(event.id, True)
                self._turns.add(Work(event, accepted=now))
                new += 1
        return new

    async def take(self) -> Work:
        return await self._turns.take()

    async def attempt(self, work: Work) -> bool:
        return self._turns.attempt(work)

    async def done(self, work: Work) -> None:
        self._turns.done(work)

    async def waiting(self) -> int:
        return len(self._turns)

    async def close(self) -> None:
        self._turns.give_back()


class _Expiring(Generic[Value]):
    """A table whose entries end `ttl` seconds after they were put; the oldest stand first."""

    def __init__(self, ttl: float) -> None:
        self._ttl = ttl
        self._entries: dict[str, tuple[float, Value]] = {}

    def get(self, key: str) -> Value | None:
        entry = self._entries.get(key)
        return entry[1] if entry is not None and entry[0] > time.monotonic() else None

    def put(self, key: str, value: Value) -> None:
        now = time.monotonic()
        self._sweep(now)
        self._entries.pop(key, None)
        self._entries[key] = (now + self._ttl, value)

    def change(self, key: str, value: Value) -> None:
        self._entries[key] = (self._entries[key][0], value)

    def remove(self, key: str) -> bool:
        there = self.get(key) is not None
        self._entries.pop(key, None)
        return there

    def _sweep(self, now: float) -> None:
        while self._entries:
            oldest = next(iter(self._entries))
            if self._entries[oldest][0] > now:
                return
            del self._entries[oldest]
