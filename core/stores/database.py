"""A SQLite file and its transactions. Statements run in the event loop: a call takes a few microseconds, the
hop to a thread takes many times that.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from core.stores import StoreDownError, StoreInUseError, StoreUnusableError
from core.stores.private import make_file

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


class Database:
    """A SQLite file that this process alone uses, from one event loop.

    Writes run at once, inside a transaction that is committed at the end of the loop's turn, one commit
    for all; who needs to know that it is on disk awaits `durable`. A kill of the process loses nothing
    that was committed; a power cut may lose the last moments (synchronous=NORMAL). Raises
    StoreUnusableError where the file cannot be used, or is not let go by another process within `patience`
    seconds. `up` is false while writes fail.

    What is deleted is overwritten, in the file at once and in its log by `shrink`.
    """

    def __init__(self, path: Path, *, patience: float = 2.0) -> None:
        self._waiting: list[tuple[asyncio.Future[None], Callable[[], None] | None]] = []
        self.up = True
        try:
            with suppress(OSError):  # SQLite says what is wrong
                make_file(path)
            self._connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
        except sqlite3.Error as error:
            raise _unusable(path, error) from error
        try:
            self._prepare(path)
        except sqlite3.Error as error:
            self._connection.close()
            raise _unusable(path, error) from error
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
                asyncio.get_running_loop().call_soon(self.commit)
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

    def commit(self) -> None:
        """Commit now what the loop's turn would commit at its end. `up` says whether that went well."""
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

    def trace(self, note: Callable[[str], object]) -> None:
        """Tell `note` of each statement that runs."""
        self._connection.set_trace_callback(note)

    def shrink(self) -> None:
        """Take the log into the file and empty it: until then it holds what was deleted since."""
        self.commit()
        try:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise StoreDownError(str(error)) from error

    def close(self) -> None:
        """Commit and let the file go."""
        self.commit()
        self._connection.close()

    def _prepare(self, path: Path) -> None:
        for setting in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL"):
            self._connection.execute(f"PRAGMA {setting}")
        self._connection.execute("PRAGMA mmap_size = 268435456")
        self._connection.execute("PRAGMA secure_delete = ON")
        # Taking the log into the file stops the loop for some milliseconds: seldom, while the log stays small.
        self._connection.execute("PRAGMA wal_autocheckpoint = 4000")
        [[version]] = self._connection.execute("PRAGMA user_version")
        if version == 0:
            self._connection.executescript(SCHEMA)
        elif version != VERSION:
            raise StoreUnusableError(
                f"{path} was written by a newer release (form {version}; this one reads {VERSION}). "
                "Start that release, or set DATA_DIR to another folder."
            )

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


def _unusable(path: Path, error: sqlite3.Error) -> StoreUnusableError:
    reason = str(error)
    if "locked" in reason:
        return StoreInUseError(
            f"{path} is in use by another process. Stop that one, or set DATA_DIR to another folder."
        )
    if "unable to open" in reason or "readonly" in reason:
        return StoreUnusableError(
            f"{path} cannot be opened for writing. Make its folder, give write permission, or set DATA_DIR."
        )
    if "full" in reason:
        return StoreUnusableError(
            f"The disk with {path} is full. Make room on it, or set DATA_DIR to another folder."
        )
    return StoreUnusableError(
        f"{path} cannot be used: {reason}. Move the file away, or set DATA_DIR to another folder."
    )
