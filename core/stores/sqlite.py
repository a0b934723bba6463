"""Both stores in one SQLite file, for one process."""

# ruff: noqa: D102 - the protocols say what each method does

import time
from collections.abc import Sequence

from core.stores import A_DAY, A_MINUTE, A_YEAR, THREE_DAYS, Event, Opened, Stage, Work
from core.stores.database import Database
from core.stores.expiring import Claims, Counts
from core.stores.turns import Turns

__all__ = ["Database", "SqliteQueue", "SqliteSessions"]

SWEEP_ROWS = 2000  # at most so many at once, so that nobody waits for it


class SqliteSessions:
    """`Sessions` in a database. `ttl` is a session's time to live in seconds. Visits and
    claims are kept in memory: one process has them all.
    """

    sweep_every = 1.0  # seconds

    def __init__(
        self, database: Database, ttl: float, *, year: float = A_YEAR, minute: float = A_MINUTE
    ) -> None:
        self._database = database
        self._ttl = ttl
        self._year = year
        self._visits = Counts(minute)
        self._claims = Claims(A_DAY)
        self._swept = 0.0

    async def open(self, session: str, preferences: str, sender: str) -> Opened:
        now = time.time()
        found = self._database.row(
            "SELECT (SELECT value FROM sessions WHERE key = ? AND until > ?), value, used"
            " FROM (SELECT 1) LEFT JOIN preferences ON key = ? AND used > ?",
            *(session, now, preferences, now - self._year),
        )
        value, preferred, used = found or (None, None, None)
        if used is not None and used < now - self._year / 365:
            self._database.write("UPDATE preferences SET used = ? WHERE key = ?", now, preferences)
        return Opened(value, preferred, self._visits.up(sender))

    async def save(self, session: str, value: bytes) -> None:
        now = time.time()
        if now >= self._swept + self.sweep_every:
            self.sweep(now)
        self._database.write("REPLACE INTO sessions VALUES (?, ?, ?)", session, value, now + self._ttl)

    async def prefer(self, preferences: str, value: bytes) -> None:
        self._database.write("REPLACE INTO preferences VALUES (?, ?, ?)", preferences, value, time.time())
        await self._database.durable()

    async def claim(self, key: str, owner: str, seconds: float) -> bool:
        return self._claims.take(key, owner, seconds)

    async def forget(self, *keys: str) -> int:
        now, there = time.time(), 0
        for key in keys:
            self._visits.remove(key)
            there += self._database.write("DELETE FROM sessions WHERE key = ? AND until > ?", key, now)
            there += self._database.write("DELETE FROM preferences WHERE key = ?", key)
        await self._database.durable()
        return there

    def sweep(self, now: float) -> None:
        """Delete sessions that have ended by that time, some thousands at most."""
        self._swept = now
        self._database.write(
            "DELETE FROM sessions WHERE key IN (SELECT key FROM sessions WHERE until <= ? LIMIT ?)",
            *(now, SWEEP_ROWS),
        )


class SqliteQueue:
    """A `Queue` in a database, for one platform. What an earlier process left undone is offered again.
    `remember`: how long ids are kept, in seconds.
    """

    sweep_every = 1.0  # seconds

    def __init__(self, database: Database, platform: str, *, remember: float = THREE_DAYS) -> None:
        self._database = database
        self._platform = platform
        self._remember = remember
        self._turns = Turns()
        self._swept = 0.0
        left = database.rows(
            "SELECT id, conversation, payload, attempted, accepted FROM events"
            " WHERE queue = ? AND payload IS NOT NULL ORDER BY place",
            platform,
        )
        for *event, stage, accepted in left:
            self._turns.add(Work(Event(*event), Stage(stage), accepted=accepted))

    async def accept(self, events: Sequence[Event]) -> int:
        now = time.time()
        self._sweep(now)
        new = [Work(event, accepted=now) for event in events if self._store(event, now)]
        await self._database.durable(lambda: self._offer(new))
        return len(new)

    async def take(self) -> Work:
        return await self._turns.take()

    async def attempt(self, work: Work) -> bool:
        return await self._note(work, Stage.ATTEMPTED)

    async def retract(self, work: Work) -> bool:
        return await self._note(work, Stage.NEW)

    async def divert(self, work: Work) -> bool:
        return await self._note(work, Stage.DIVERTED)

    async def done(self, work: Work) -> None:
        if not self._turns.holds(work):
            return
        self._database.write(
            "UPDATE events SET payload = NULL, conversation = '' WHERE queue = ? AND id = ?",
            *(self._platform, work.event.id),
        )
        self._turns.done(work)

    async def waiting(self) -> int:
        return len(self._turns)

    async def close(self) -> None:
        self._turns.give_back()
        await self._database.durable()

    async def _note(self, work: Work, stage: Stage) -> bool:
        if not self._turns.note(work, stage):
            return False
        self._database.write(
            "UPDATE events SET attempted = ? WHERE queue = ? AND id = ?", stage, self._platform, work.event.id
        )
        await self._database.durable()
        return True

    def _store(self, event: Event, now: float) -> bool:
        stored = self._database.write(
            "INSERT INTO events (queue, id, conversation, payload, accepted) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            *(self._platform, event.id, event.conversation, event.payload, now),
        )
        return stored == 1

    def _offer(self, new: list[Work]) -> None:
        for work in new:
            self._turns.add(work)

    def _sweep(self, now: float) -> None:
        if now < self._swept + self.sweep_every:
            return
        self._swept = now
        self._database.write(
            "DELETE FROM events WHERE place IN (SELECT place FROM"
            " (SELECT place, accepted, payload FROM events ORDER BY place LIMIT ?)"
            " WHERE accepted < ? AND payload IS NULL)",
            *(SWEEP_ROWS, now - self._remember),
        )
