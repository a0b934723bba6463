"""A process to be killed: it accepts five events, finishes one, attempts one, holds another, and waits."""

import asyncio
import sys
from pathlib import Path

from core.stores import Event, Queue
from core.stores.link import Link
from core.stores.redis import RedisQueue
from core.stores.sqlite import Database, SqliteQueue

EVENTS = [
    Event(id="a1", conversation="a", payload=b"finished"),
    Event(id="a2", conversation="a", payload=b"attempted"),
    Event(id="a3", conversation="a", payload=b"waiting"),
    Event(id="b1", conversation="b", payload=b"held"),
]


async def use(queue: Queue) -> None:
    """Bring a queue into the state that the tests expect to find after the kill."""
    await queue.accept(EVENTS)
    work = {taken.event.id: taken for taken in (await queue.take(), await queue.take())}
    await queue.done(work["a1"])
    assert await queue.attempt(await queue.take())
    print("ready", flush=True)
    await asyncio.Event().wait()


async def main(kind: str, where: str) -> None:
    """`where` is the path of the file, or the address of the server."""
    if kind == "sqlite":
        await use(SqliteQueue(Database(Path(where)), "line"))
    else:
        await use(RedisQueue(Link(where), "line"))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
