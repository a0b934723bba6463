"""Both stores in memory: for tests, for one question at a terminal, and while Redis is away."""

# ruff: noqa: D102 - the protocols say what each method does

import time
from collections.abc import Sequence

from core.stores import A_DAY, A_MINUTE, A_YEAR, THREE_DAYS, Event, Opened, Stage, Work
from core.stores.expiring import Claims, Counts, Expiring
from core.stores.turns import Turns


class MemorySessions:
    """`Sessions` that end with the process. `ttl` is a session's time to live in seconds."""

    def __init__(self, ttl: float, *, year: float = A_YEAR, minute: float = A_MINUTE) -> None:
        self._sessions = Expiring[bytes](ttl)
        self._preferences = Expiring[bytes](year)
        self._visits = Counts(minute)
        self._claims = Claims(A_DAY)

    async def open(self, session: str, preferences: str, sender: str) -> Opened:
        preferred = self._preferences.get(preferences)
        if preferred is not None:
            self._preferences.put(preferences, preferred)
        return Opened(self._sessions.get(session), preferred, self._visits.up(sender))

    async def save(self, session: str, value: bytes) -> None:
        self._sessions.put(session, value)

    async def prefer(self, preferences: str, value: bytes) -> None:
        self._preferences.put(preferences, value)

    async def claim(self, key: str, owner: str, seconds: float) -> bool:
        return self._claims.take(key, owner, seconds)

    async def forget(self, *keys: str) -> int:
        for key in keys:
            self._visits.remove(key)
        return sum(self._sessions.remove(key) + self._preferences.remove(key) for key in keys)


class MemoryQueue:
    """A `Queue` that ends with the process. `remember`: how long ids are kept, in seconds."""

    def __init__(self, *, remember: float = THREE_DAYS) -> None:
        self._seen = Expiring[bool](remember)
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
        return self._turns.note(work, Stage.ATTEMPTED)

    async def retract(self, work: Work) -> bool:
        return self._turns.note(work, Stage.NEW)

    async def divert(self, work: Work) -> bool:
        return self._turns.note(work, Stage.DIVERTED)

    async def done(self, work: Work) -> None:
        self._turns.done(work)

    async def waiting(self) -> int:
        return len(self._turns)

    async def close(self) -> None:
        self._turns.give_back()
