"""Both stores in one SQLite file, for one process. Statements run in the event loop: a call takes a few
microseconds, the hop to a thread takes many times that.
"""

# ruff: noqa: D102 - the protocols say what each method does

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from core.stores import (
    A_MINUTE,
    A_YEAR,
    THREE_DAYS,
    Event,
    Opened,
    StoreDownError,
    StoreUnusableError,
    Work,
)
from core.stores.expiring import Counts
from core.stores.turns import Turns

VERSION = 1
SCHEMA = f"""
BEGIN;
CREATE TABLE events (
    place INTEGER PRIMARY KEY,
    queue TEXT NOT NULL,
    id TEXT NOT NULL,
    conversation TEXT NOT NULL,
    payload BLOB,
    attempted INTEGER NOT NULL DEFAULT 0,
    accepted REAL NOT NULL,
    UNIQUE (queue, id)
);
CREATE INDEX events_to_do ON events (queue, place) WHERE payload IS NOT NULL;
CREATE TABLE sessions (key TEXT PRIMARY KEY, value BLOB NOT NULL, until REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX sessions_until ON sessions (until);
CREATE TABLE preferences (key TEXT PRIMARY KEY, value BLOB NOT NULL, used REAL NOT NULL) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
COMMIT;
"""
SWEEP_ROWS = 2000  # at most so many at once, so that nobody waits for it


class Database:
    """A SQLite file that this process alone uses, from one event loop.

    Writes run at once, inside a transaction that is committed at the end of the loop's turn, one commit
    for all; who needs to know that it is on disk awaits `durable`. A kill of the process loses nothing
    that was committed; a power cut may lose the last moments (synchronous=NORMAL). Raises
    StoreUnusableError where the file cannot be used, or is not let go by another process within `patience`
    seconds. `up` is false while writes fail.
    """

    def __init__(self, path: Path, *, patience: float = 2.0) -> None:
        self._waiting: list[tuple[asyncio.Future[None], Callable[[], None] | None]] = []
        self.up = True
        try:
            self._connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
        except sqlite3.Error as error:
            raise StoreUnusableError(_why(path, error)) from error
        try:
            self._prepare(path)
        except sqlite3.Error as error:
            self._connection.close()
            raise StoreUnusableError(_why(path, error)) from error
        except StoreUnusableError:
            self._connection.close()
            raise

    def row(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        """The first row that a query finds."""
        try:
            found: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
        except sqlite3.Error as error:
            raise StoreDownError(str(error)) from error
        return found

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows that a query finds."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise StoreDownError(str(error)) from error

    def write(self, sql: str, *values: Any) -> int:
        """Run a statement in the current transaction; how many rows it changed."""
        try:
            if not self._connection.in_transaction:
                self._connection.execute("BEGIN IMMEDIATE")
                asyncio.get_running_loop().call_soon(self._commit)
            return self._connection.execute(sql, values).rowcount
        except sqlite3.Error as error:
            raise self._abandon(error) from error

    async def durable(self, then: Callable[[], None] | None = None) -> None:
        """Wait until everything written so far is kept. `then` is called at that moment, even when who
        waits has been cancelled, and is not called when it fails.
        """
        if self._connection.in_transaction:
            kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append((kept, then))
            await kept
        elif then is not None:
            then()

    def trace(self, note: Callable[[str], object]) -> None:
        """Tell `note` of each statement that runs."""
        self._connection.set_trace_callback(note)

    def close(self) -> None:
        """Commit and let the file go."""
        self._commit()
        self._connection.close()

    def _prepare(self, path: Path) -> None:
        for setting in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL"):
            self._connection.execute(f"PRAGMA {setting}")
        self._connection.execute("PRAGMA mmap_size = 268435456")
        [[version]] = self._connection.execute("PRAGMA user_version")
        if version == 0:
            self._connection.executescript(SCHEMA)
        elif version != VERSION:
            raise StoreUnusableError(
                f"{path} was written by a newer release (form {version}; this one reads {VERSION}). "
                "Start that release, or set DATA_DIR to another folder."
            )

    def _commit(self) -> None:
        try:
            if not self._connection.in_transaction:
                return
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._abandon(error)
            return
        self.up = True
        waiting, self._waiting = self._waiting, []
        for kept, then in waiting:
            if then is not None:
                then()
            if not kept.done():
                kept.set_result(None)

    def _abandon(self, error: sqlite3.Error) -> StoreDownError:
        self.up = False
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            pass  # a closed connection has nothing to roll back
        waiting, self._waiting = self._waiting, []
        for kept, _ in waiting:
            if not kept.done():
                kept.set_exception(StoreDownError(str(error)))
        return StoreDownError(str(error))


class SqliteSessions:
    """`Sessions` in a database. `ttl` is a session's time to live in seconds. Visits are counted in
    memory: one process has them all.
    """

    sweep_every = 1.0  # seconds

    def __init__(
        self, database: Database, ttl: float, *, year: float = A_YEAR, minute: float = A_MINUTE
    ) -> None:
        self._database = database
        self._ttl = ttl
        self._year = year
        self._visits = Counts(minute)
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
        self._sweep(now)
        self._database.write("REPLACE INTO sessions VALUES (?, ?, ?)", session, value, now + self._ttl)

    async def prefer(self, preferences: str, value: bytes) -> None:
        self._database.write("REPLACE INTO preferences VALUES (?, ?, ?)", preferences, value, time.time())
        await self._database.durable()

    async def forget(self, *keys: str) -> int:
        now, there = time.time(), 0
        for key in keys:
            self._visits.remove(key)
            there += self._database.write("DELETE FROM sessions WHERE key = ? AND until > ?", key, now)
            there += self._database.write("DELETE FROM preferences WHERE key = ?", key)
        await self._database.durable()
        return there

    def _sweep(self, now: float) -> None:
        if now < self._swept + self.sweep_every:
            return
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
        for name, conversation, payload, attempted, accepted in left:
            self._turns.add(Work(Event(name, conversation, payload), bool(attempted), accepted=accepted))

    async def accept(self, events: Sequence[Event]) -> int:
        now = time.time()
        self._sweep(now)
        new = [Work(event, accepted=now) for event in events if self._store(event, now)]
        await self._database.durable(lambda: self._offer(new))
        return len(new)

    async def take(self) -> Work:
        return await self._turns.take()

    async def attempt(self, work: Work) -> bool:
        if not self._turns.attempt(work):
            return False
        self._database.write(
            "UPDATE events SET attempted = 1 WHERE queue = ? AND id = ?", self._platform, work.event.id
        )
        await self._database.durable()
        return True

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


def _why(path: Path, error: sqlite3.Error) -> str:
    reason = str(error)
    if "locked" in reason:
        return f"{path} is in use by another process. Stop that one, or set DATA_DIR to another folder."
    if "unable to open" in reason or "readonly" in reason:
        return (
            f"{path} cannot be opened for writing. Make its folder, give write permission, or set DATA_DIR."
        )
    if "full" in reason:
        return f"The disk with {path} is full. Make room on it, or set DATA_DIR to another folder."
    return f"{path} cannot be used: {reason}. Move the file away, or set DATA_DIR to another folder."
