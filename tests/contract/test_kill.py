"""What a killed process leaves to the next."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from core.stores import Queue
from core.stores.sqlite import Database, SqliteQueue
from tests.contract.victim import EVENTS


@asynccontextmanager
async def victim(kind: str, where: str) -> AsyncIterator[None]:
    """A process that has done its part; it is killed on the way out at the latest."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.contract.victim", kind, where), stdout=asyncio.subprocess.PIPE
    )
    assert child.stdout is not None
    try:
        async with asyncio.timeout(20):
            assert await child.stdout.readline() == b"ready\n"
        yield
    finally:
        child.kill()
        await child.wait()


async def assert_all_is_left(queue: Queue) -> None:
    async with asyncio.timeout(20):
        first = {work.event.id: work for work in (await queue.take(), await queue.take())}
        assert {name: work.attempted for name, work in first.items()} == {"a2": True, "b1": False}
        assert first["a2"].event == EVENTS[1]
        await queue.done(first["a2"])
        third = await queue.take()
    assert (third.event, third.attempted) == (EVENTS[2], False)
    assert await queue.accept(EVENTS) == 0
    assert await queue.waiting() == 2


async def test_a_killed_process_leaves_its_events_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "bangoban.db"
    async with victim("sqlite", str(path)):
        pass
    database = Database(path)
    await assert_all_is_left(SqliteQueue(database, "line"))
    database.close()
