"""One round with one bot: as fast as it goes, at half of that, and against a slow platform."""

import asyncio
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import quantiles
from typing import NamedTuple

from tests.bench.load.driver import BenchError, Driver
from tests.bench.load.fake import Platform
from tests.bench.load.messages import Kind
from tests.bench.load.processes import Process, cpu_seconds, queued_seconds

IN_FLIGHT, SLOW_IN_FLIGHT = 64, 256  # messages sent and not answered
SLOW = 0.05  # seconds that the slow platform takes over each answer
WARM = 0.4  # seconds before counting begins


@dataclass
class Bench:
    """What all measurements share. `seconds` is how long each one counts."""

    platform: Platform
    numbers: Iterator[int]
    seconds: float


@dataclass
class Subject:
    """A bot on a platform. The echo bot is the bare one."""

    name: str
    kind: Kind
    process: Process
    says: bytes  # part of a right answer, so that nothing else is counted as one


class Rate(NamedTuple):
    """Messages a second, CPU of the bot in µs a message, shares of the time that the driver used its core,
    and that the bot waited for its own while others had it.
    """

    messages: float
    cpu: float
    driver: float
    queued: float


class Round(NamedTuple):
    """Times in ms."""

    fast: Rate
    p50: float
    p99: float
    slow: Rate


async def check(bench: Bench, subject: Subject) -> None:
    """One message, and whether its answer is the right one. Raises BenchError."""
    driver = Driver(subject.kind, bench.platform, bench.numbers)
    async with driver.connected(subject.process.port, 1):
        driver.send()
    if subject.says not in driver.last_answer:
        raise BenchError(f"{subject.kind.name}, {subject.name}: not the answer that is to be measured")


async def measure(bench: Bench, subject: Subject) -> Round:
    """One round. Half load is half of what this bot managed a moment before."""
    fast = await _rate(bench, subject, IN_FLIGHT, delay=0.0)
    latencies = await _latencies(bench, subject, fast.messages / 2)
    cuts = quantiles(latencies, n=100)
    slow = await _rate(bench, subject, SLOW_IN_FLIGHT, delay=SLOW)
    return Round(fast, cuts[49] * 1000, cuts[98] * 1000, slow)


async def _rate(bench: Bench, subject: Subject, in_flight: int, delay: float) -> Rate:
    driver = Driver(subject.kind, bench.platform, bench.numbers)
    async with driver.connected(subject.process.port, in_flight):
        bench.platform.delay = delay
        driver.keep_in_flight(in_flight)
        await asyncio.sleep(WARM)
        before = _clocks(driver, subject.process.pid)
        await asyncio.sleep(bench.seconds)
        after = _clocks(driver, subject.process.pid)
    seconds, messages, cpu, own, queued = (end - start for start, end in zip(before, after, strict=True))
    if not messages:
        raise BenchError(f"{subject.kind.name}, {subject.name}: no answer within {bench.seconds} s")
    return Rate(messages / seconds, cpu / messages * 1e6, own / seconds, queued / seconds)


def _clocks(driver: Driver, pid: int) -> tuple[float, ...]:
    busy = time.process_time() + queued_seconds(os.getpid())
    return time.perf_counter(), driver.answered, cpu_seconds(pid), busy, queued_seconds(pid)


async def _latencies(bench: Bench, subject: Subject, rate: float) -> list[float]:
    driver = Driver(subject.kind, bench.platform, bench.numbers)
    async with driver.connected(subject.process.port, SLOW_IN_FLIGHT):
        await driver.keep_pace(rate, bench.seconds)
    return driver.latencies
