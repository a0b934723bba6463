"""The whole bot against a bare echo bot built with the same SDK, on LINE and on Telegram: `./run bench`.

The whole bot is the production server, with embedded stores and with Redis. Bots run on one core; the
driver, the pretended platforms and Redis on another. A message counts when its answer has arrived at the
platform. Each round measures every bot once, one after the other, so that what disturbs one disturbs all.
"""

import argparse
import asyncio
import os
import signal
import socket
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import uvloop

from tests.bench.load.driver import BenchError, numbers
from tests.bench.load.fake import Platform
from tests.bench.load.figures import doubts, table, verdicts
from tests.bench.load.measure import Bench, Round, Subject, check, measure
from tests.bench.load.messages import LINE, TELEGRAM, TEXT, Kind
from tests.bench.load.processes import WHOLE, Process, cores, running, uses_redis
from tests.servers import RedisServer

BARE = {LINE: "tests.bench.echo.line", TELEGRAM: "tests.bench.echo.telegram"}
KINDS = {kind.name.lower(): kind for kind in BARE}
OWNER = "アコム".encode()  # a whole bot's answer names whose number it is said to be


def main() -> None:
    """Print the figures of one run."""
    options = _options()
    try:
        with _alone():
            uvloop.run(_main(options))
    except (BenchError, asyncio.CancelledError) as error:
        raise SystemExit(str(error) or "stopped") from None


@contextmanager
def _alone() -> Iterator[None]:
    """Two runs at once would measure each other. The name ends with the process, whatever ends that."""
    with socket.socket(socket.AF_UNIX) as name:
        try:
            name.bind("\0bangoban-bench")
        except OSError:
            raise BenchError("another run uses these cores; try again when it has ended") from None
        yield


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench bot", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="each measures every bot once (default 5)")
    parser.add_argument("--seconds", type=float, default=1.2, help="of each measurement (default 1.2)")
    parser.add_argument("--platform", choices=KINDS, help="this one alone")
    return parser.parse_args()


async def _main(options: argparse.Namespace) -> None:
    task = asyncio.current_task()
    assert task
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    kinds = [KINDS[options.platform]] if options.platform else list(KINDS.values())
    async with AsyncExitStack() as stack:
        platform = await stack.enter_async_context(Platform().serving())
        bench = Bench(platform, numbers(), options.seconds)
        subjects = await _subjects(stack, platform.url, kinds)
        for subject in subjects:
            await check(bench, subject)
        rounds = [await _round(bench, subjects) for _ in range(options.rounds)]
    _report(kinds, subjects, rounds, options.seconds)


async def _subjects(stack: AsyncExitStack, url: str, kinds: Sequence[Kind]) -> list[Subject]:
    """Everything started, to be ended with `stack`."""
    both = cores()
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bangoban-bench-")))
    os.sched_setaffinity(0, {both.rest})

    async def start(*module: str, **settings: str) -> Process:
        settings |= {"LINE_API_URL": url, "TELEGRAM_API_URL": url}
        return await stack.enter_async_context(running(module, folder, both.bot, settings))

    bare = {kind: await start(BARE[kind]) for kind in kinds}
    redis = stack.enter_context(RedisServer(folder))
    whole = {"whole": await start(*WHOLE), "whole, Redis": await start(*WHOLE, REDIS_URL=redis.url)}
    if not await uses_redis(whole["whole, Redis"].port):
        print("The whole bot does not use Redis: no figures for that.")
        del whole["whole, Redis"]
    return [
        subject
        for kind in kinds
        for subject in (
            Subject("bare", kind, bare[kind], TEXT.encode()),
            *(Subject(name, kind, process, OWNER) for name, process in whole.items()),
        )
    ]


async def _round(bench: Bench, subjects: Sequence[Subject]) -> list[Round]:
    return [await measure(bench, subject) for subject in subjects]


def _report(
    kinds: Sequence[Kind], subjects: Sequence[Subject], rounds: Sequence[Sequence[Round]], seconds: float
) -> None:
    print(f"Rounds: {len(rounds)}, {seconds:g} s each measurement; {os.cpu_count()} cores")
    print("Medians, and ratios round by round: median (smallest to largest).\n")
    for kind in kinds:
        figures = _by_name(kind, subjects, rounds)
        print(*table(kind.name, figures), "", sep="\n")
    for kind in kinds:
        print(*verdicts(kind.name, _by_name(kind, subjects, rounds)), sep="\n")
    print(*doubts([figures for round_ in rounds for figures in round_]), sep="\n")


def _by_name(
    kind: Kind, subjects: Sequence[Subject], rounds: Sequence[Sequence[Round]]
) -> Mapping[str, list[Round]]:
    return {
        subject.name: [round_[place] for round_ in rounds]
        for place, subject in enumerate(subjects)
        if subject.kind is kind
    }
