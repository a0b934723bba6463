"""What one message costs each store: accepted, taken, attempted and done, alone and among 64 others."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from statistics import median
from typing import NamedTuple

from core.stores import Event, Queue, Sessions
from core.stores.link import Link
from core.stores.memory import MemoryQueue, MemorySessions
from core.stores.outage import OutageQueue
from core.stores.redis import RedisQueue, RedisSessions
from core.stores.spare import SpareQueue, SpareSessions
from core.stores.sqlite import Database, SqliteQueue, SqliteSessions
from tests.servers import RedisServer

PAYLOAD = b"x" * 700  # about as long as a webhook's event
MESSAGES = 1280
ROUNDS = 5


class Kind(NamedTuple):
    """A pair of stores, and how much CPU their server has used, in seconds."""

    name: str
    queue: Queue
    sessions: Sessions
    server: Callable[[], float]


class Cost(NamedTuple):
    """Of one message: CPU here and in the server, and time, in microseconds."""

    here: float
    server: float
    time: float


@asynccontextmanager
async def kinds(folder: Path) -> AsyncIterator[list[Kind]]:
    """All stores, opened side by side, so that rounds can alternate."""
    database = Database(folder / "bench.db")
    with RedisServer(folder) as redis:
        links = [Link(redis.url), Link(redis.url)]
        spare = SpareQueue(RedisQueue(links[1], "telegram"), OutageQueue(database, "telegram"))
        spare_sessions = SpareSessions(RedisSessions(links[1], 1800), MemorySessions(1800))
        opened = [
            Kind("memory", MemoryQueue(), MemorySessions(1800), lambda: 0.0),
            Kind("SQLite", SqliteQueue(database, "line"), SqliteSessions(database, 1800), lambda: 0.0),
            Kind("Redis", RedisQueue(links[0], "line"), RedisSessions(links[0], 1800), lambda: used(redis)),
            Kind("Redis and spare", spare, spare_sessions, lambda: used(redis)),
        ]
        yield opened
        for kind in opened:
            await kind.queue.close()
        await spare_sessions.close()
        for link in links:
            await link.close()
    database.close()


def used(redis: RedisServer) -> float:
    """CPU seconds of the server so far."""
    lines = redis.command("INFO", "CPU").decode().split("\r\n")
    figures = dict(line.split(":") for line in lines if ":" in line)
    return float(figures["used_cpu_user"]) + float(figures["used_cpu_sys"])


async def through_queue(queue: Queue, names: "count[int]", at_once: int) -> None:
    """Bring MESSAGES events from acceptance to the end, `at_once` of them side by side."""

    async def deliver(messages: int) -> None:
        for _ in range(messages):
            name = str(next(names))
            await queue.accept([Event(id=name, conversation=f"conversation {name}", payload=PAYLOAD)])
            work = await queue.take()
            assert await queue.attempt(work)
            await queue.done(work)

    await asyncio.gather(*(deliver(MESSAGES // at_once) for _ in range(at_once)))


async def through_sessions(sessions: Sessions, names: "count[int]", at_once: int) -> None:
    """Open and save MESSAGES sessions."""

    async def visit(messages: int) -> None:
        for _ in range(messages):
            name = str(next(names) % 1000)
            await sessions.open(name, name, name)
            await sessions.save(name, PAYLOAD[:200])

    await asyncio.gather(*(visit(MESSAGES // at_once) for _ in range(at_once)))


async def cost(kind: Kind, work: Awaitable[None]) -> Cost:
    """What some work on MESSAGES messages costs."""
    before, cpu, started = kind.server(), time.process_time(), time.perf_counter()
    await work
    took, here = time.perf_counter() - started, time.process_time() - cpu
    return Cost(*(seconds * 1e6 / MESSAGES for seconds in (here, kind.server() - before, took)))


async def measure(folder: Path) -> dict[tuple[str, str, int], Cost]:
    """Medians of ROUNDS rounds, in which the stores take turns."""
    found: dict[tuple[str, str, int], list[Cost]] = {}
    names = count()
    async with kinds(folder) as opened:
        for _ in range(ROUNDS):
            for kind in opened:
                for at_once in (1, 64):
                    works = {
                        "queue": through_queue(kind.queue, names, at_once),
                        "sessions": through_sessions(kind.sessions, names, at_once),
                    }
                    for what, work in works.items():
                        found.setdefault((what, kind.name, at_once), []).append(await cost(kind, work))
    return {key: Cost(*map(median, zip(*costs, strict=True))) for key, costs in found.items()}


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder)))
    print(f"µs a message, median of {ROUNDS} rounds of {MESSAGES}, {len(PAYLOAD)} bytes each")
    print(f"{'':26}{'at once':>8}{'CPU':>8}{'server':>8}{'time':>8}")
    for (what, name, at_once), costs in sorted(found.items()):
        figures = "".join(f"{figure:8.0f}" for figure in costs)
        print(f"{what:10}{name:16}{at_once:8}{figures}")


if __name__ == "__main__":
    main()
