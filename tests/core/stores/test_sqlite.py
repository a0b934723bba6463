"""What holds for SQLite alone."""

import asyncio
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.stores import Event, Stage, StoreDownError, StoreUnusableError
from core.stores.sqlite import Database, SqliteQueue, SqliteSessions

HOLD = "import sqlite3, sys; from pathlib import Path; from core.stores.sqlite import Database; \
database = Database(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"


def event(name: str, payload: bytes = b"payload") -> Event:
    return Event(id=name, conversation=f"conversation of {name}", payload=payload)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bangoban.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    database = Database(path)
    yield database
    database.close()


async def test_what_is_undone_is_offered_again_after_a_restart(path: Path) -> None:
    first = Database(path)
    queue = SqliteQueue(first, "line")
    await queue.accept([event("e")])
    await queue.attempt(await queue.take())
    first.close()
    second = Database(path)
    work = await SqliteQueue(second, "line").take()
    assert (work.event, work.attempted) == (event("e"), True)
    second.close()


async def test_a_diverted_event_is_one_after_a_restart(path: Path) -> None:
    first = Database(path)
    queue = SqliteQueue(first, "line")
    await queue.accept([event("e")])
    work = await queue.take()
    assert await queue.attempt(work)
    assert await queue.divert(work)
    first.close()
    second = Database(path)
    assert (await SqliteQueue(second, "line").take()).stage == Stage.DIVERTED
    second.close()


async def test_sessions_outlast_a_restart(path: Path) -> None:
    first = Database(path)
    sessions = SqliteSessions(first, 60)
    await sessions.save("s", b"session")
    await sessions.prefer("p", b"preferences")
    first.close()
    second = Database(path)
    opened = await SqliteSessions(second, 60).open("s", "p", "v")
    assert (opened.session, opened.preferences) == (b"session", b"preferences")
    second.close()


async def test_of_a_finished_event_the_file_keeps_the_id_alone(database: Database) -> None:
    queue = SqliteQueue(database, "line")
    await queue.accept([event("e")])
    await queue.done(await queue.take())
    assert database.rows("SELECT id, conversation, payload FROM events") == [("e", "", None)]


@pytest.mark.parametrize("size", [30, 30_000])
async def test_of_what_is_deleted_no_file_keeps_a_trace(path: Path, size: int) -> None:
    """Neither in pages that are free again, nor in the log; whether it filled a corner of a page or many."""
    database = Database(path)
    queue, sessions = SqliteQueue(database, "line"), SqliteSessions(database, 0)
    await queue.accept([event("e", "私の番号".encode() + b"x" * size)])
    await sessions.save("s", "私の番号".encode() + b"x" * size)
    await queue.done(await queue.take())
    sessions.sweep(time.time() + 1)
    database.shrink()
    assert not [file.name for file in path.parent.iterdir() if "私の番号".encode() in file.read_bytes()]
    database.close()


def test_its_owner_alone_may_read_the_file(path: Path) -> None:
    """What SQLite puts beside it included; an old file is closed to others."""
    path.touch(mode=0o666)
    path.chmod(0o644)
    database = Database(path)
    database.shrink()
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}
    database.close()


async def test_events_accepted_in_one_turn_share_a_commit(database: Database) -> None:
    commits: list[str] = []
    database.trace(lambda statement: commits.append(statement) if statement == "COMMIT" else None)
    queue = SqliteQueue(database, "line")
    await asyncio.gather(*(queue.accept([event(f"e{n}")]) for n in range(20)))
    assert commits == ["COMMIT"]


async def test_an_event_is_offered_although_who_accepted_it_went_away(database: Database) -> None:
    queue = SqliteQueue(database, "line")
    accepting = asyncio.create_task(queue.accept([event("e")]))
    await asyncio.sleep(0)
    accepting.cancel()
    await asyncio.wait((accepting,))
    async with asyncio.timeout(5):
        assert (await queue.take()).event.id == "e"


async def test_old_ids_and_sessions_are_swept(database: Database) -> None:
    queue, sessions = SqliteQueue(database, "line", remember=0), SqliteSessions(database, 0)
    queue.sweep_every = sessions.sweep_every = 0
    for n in range(5):
        await queue.accept([event(f"e{n}")])
        await queue.done(await queue.take())
        await sessions.save(f"s{n}", b"value")
    await asyncio.sleep(0.002)
    await queue.accept([event("last")])
    await sessions.save("last", b"value")
    assert database.rows("SELECT id FROM events") == [("last",)]
    assert database.rows("SELECT key FROM sessions") == [("last",)]


async def test_a_full_disk_refuses_all_of_a_delivery_and_says_so(database: Database) -> None:
    queue = SqliteQueue(database, "line")
    [[pages]] = database.rows("PRAGMA page_count")
    database.rows(f"PRAGMA max_page_count = {pages + 10}")
    with pytest.raises(StoreDownError, match="full"):
        await queue.accept([event("small"), event("large", b"x" * 100_000)])
    assert not database.up
    assert await queue.waiting() == 0
    assert await queue.accept([event("small")]) == 1
    assert database.up
    assert (await queue.take()).event.id == "small"


async def test_who_shares_a_failed_commit_is_told(database: Database) -> None:
    queue = SqliteQueue(database, "line")
    [[pages]] = database.rows("PRAGMA page_count")
    database.rows(f"PRAGMA max_page_count = {pages + 10}")
    small, large = await asyncio.gather(
        queue.accept([event("small")]), queue.accept([event("large", b"x" * 100_000)]), return_exceptions=True
    )
    assert isinstance(small, StoreDownError)
    assert isinstance(large, StoreDownError)
    assert database.rows("SELECT id FROM events") == []


async def test_a_closed_database_is_a_store_that_is_down(path: Path) -> None:
    database = Database(path)
    queue = SqliteQueue(database, "line")
    database.close()
    with pytest.raises(StoreDownError):
        await queue.accept([event("e")])


def test_a_file_in_use_by_another_process_is_refused_with_what_to_do(path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    assert other.stdout.readline() == b"open\n"
    with pytest.raises(StoreUnusableError, match=r"in use by another process.*Stop that one"):
        Database(path, patience=0)
    other.communicate()
    Database(path, patience=0).close()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "bangoban.db"
    with pytest.raises(StoreUnusableError, match=f"{path}.*Make its folder"):
        Database(path)


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.write_text("これはデータベースではありません。" * 100)
    with pytest.raises(StoreUnusableError, match=r"not a database.*Move the file away"):
        Database(path)


def test_a_file_of_a_newer_release_is_refused(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreUnusableError, match="newer release"):
        Database(path)
