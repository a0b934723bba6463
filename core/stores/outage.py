"""What keeps events while Redis is away: a SQLite file of each process's own.

Several processes may share a folder, and each holds its file as long as it lives. A new one takes the first
file that nobody holds, and what it finds in others of that kind.
"""

import time
from contextlib import suppress
from itertools import count
from pathlib import Path

import structlog

from core.stores import Event, Stage, StoreDownError, StoreInUseError, StoreUnusableError, Work
from core.stores.database import Database
from core.stores.sqlite import SqliteQueue

A_MOMENT = 0.05  # seconds that a file is waited for, which another process may be letting go


class OutageQueue(SqliteQueue):
    """A `SqliteQueue` that also knows of events which came from elsewhere and whose work goes on here."""

    def known(self) -> list[str]:
        """The ids of all events, done or not, of the last `remember` seconds."""
        rows = self._database.rows(
            "SELECT id FROM events WHERE queue = ? AND (accepted > ? OR payload IS NOT NULL)",
            *(self._platform, time.time() - self._remember),
        )
        return [name for (name,) in rows]

    async def keep(self, work: Work, stage: Stage) -> None:
        """Note an event of elsewhere with its stage: the next start offers it, this one does not."""
        self._database.write(
            "INSERT INTO events (queue, id, conversation, payload, attempted, accepted)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET attempted = excluded.attempted",
            *(self._platform, work.event.id, work.event.conversation, work.event.payload),
            *(stage, work.accepted),
        )
        await self._database.durable()

    async def finish(self, event: Event) -> None:
        """Note that the work on an event of elsewhere is done."""
        self._database.write(
            "INSERT INTO events (queue, id, conversation, accepted) VALUES (?, ?, '', ?)"
            " ON CONFLICT DO UPDATE SET payload = NULL, conversation = ''",
            *(self._platform, event.id, time.time()),
        )
        await self._database.durable()

    @property
    def ready(self) -> bool:
        """Whether `take` would give something at once."""
        return self._turns.ready

    async def give_away(self, work: Work) -> None:
        """Delete an event with its id: it is kept elsewhere from now on."""
        if self._turns.done(work):
            self._database.write(
                "DELETE FROM events WHERE queue = ? AND id = ?", self._platform, work.event.id
            )
            await self._database.durable()


def open_outage_file(folder: Path) -> Database:
    """The file of this process, with what processes that are no more have left. Raises StoreUnusableError."""
    own, number = _first_free(folder)
    for path in sorted(folder.glob("outage-*.db")):
        if path != _path(folder, number):
            _adopt(path, own)
    return own


def _first_free(folder: Path) -> tuple[Database, int]:
    for number in count(1):
        with suppress(StoreInUseError):
            return Database(_path(folder, number), patience=A_MOMENT), number
    raise AssertionError  # numbers do not end


def _path(folder: Path, number: int) -> Path:
    return folder / f"outage-{number}.db"


def _adopt(path: Path, own: Database) -> None:
    """Move what lies there. The file stays: another process may be taking it at this moment."""
    try:
        left = Database(path, patience=A_MOMENT)
    except StoreInUseError:
        return
    except StoreUnusableError as error:
        structlog.get_logger().error("events of an outage are not read", todo=str(error))
        return
    columns = "queue, id, conversation, payload, attempted, accepted"
    try:
        for row in left.rows(f"SELECT {columns} FROM events ORDER BY place"):  # noqa: S608 -- fixed names
            own.write(
                f"INSERT INTO events ({columns}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",  # noqa: S608
                *row,
            )
        own.commit()
        if own.up:
            left.write("DELETE FROM events")
    except StoreDownError:
        return  # one of them takes no writes now: the next start moves them
    finally:
        left.close()
