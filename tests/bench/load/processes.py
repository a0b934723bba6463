"""The bots under test, each its own process, all on one core; everything else is on the other."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import NamedTuple

import aiohttp

from tests.bench.load.driver import BenchError
from tests.bench.load.messages import SETTINGS
from tests.servers import free_port, share_vectors

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 30.0  # seconds until a bot must listen
WHOLE = ("bots", "serve")
TICKS = os.sysconf("SC_CLK_TCK")


class Cores(NamedTuple):
    """`bot` is for what is measured, `rest` for what drives it; one and the same where there is no second."""

    bot: int
    rest: int


class Process(NamedTuple):
    """A bot that listens on `port` of loopback."""

    pid: int
    port: int


def cores() -> Cores:
    """The first two cores that this process may use."""
    usable = sorted(os.sched_getaffinity(0))
    return Cores(usable[0], usable[1 % len(usable)])


@asynccontextmanager
async def running(
    module: Sequence[str], folder: Path, core: int, settings: Mapping[str, str]
) -> AsyncIterator[Process]:
    """Start `python -P -m MODULE` on that core, wait until it listens, end it afterwards. Raises BenchError
    with the end of its log where it does not start.
    """
    port = free_port()
    own = folder / f"{module[0].rpartition('.')[2]}-{port}"
    own.mkdir()
    environment = {
        **{name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ},
        **SETTINGS,
        **settings,
        "PYTHONPATH": str(ROOT),
        "PORT": str(port),
        "DATA_DIR": str(share_vectors(own)),
    }
    process = _start(module, own, core, environment)
    try:
        if not await _listens(process, port):
            raise BenchError(_last_words(own))
        await _settle(process.pid)
        yield Process(process.pid, port)
    finally:
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def cpu_seconds(pid: int) -> float:
    """The CPU that a process has used, in the kernel too, to a hundredth of a second."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def queued_seconds(pid: int) -> float:
    """How long its main thread could have run and had to wait for its core."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9


async def uses_redis(port: int) -> bool:
    """Whether the whole bot on that port keeps its things in Redis."""
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/healthz") as response:
        return bool((await response.json())["parts"]["redis"] == "ok")


def _start(
    module: Sequence[str], own: Path, core: int, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    with (own / "log").open("wb") as log, _on(core):
        return subprocess.Popen(
            [sys.executable, "-P", "-m", *module], env=environment, cwd=own, stdout=log, stderr=log
        )


async def _settle(pid: int) -> None:
    """Wait until a bot has nothing more to do: what it makes beside its start is no message's cost."""
    used, now = -1.0, cpu_seconds(pid)
    for _ in range(120):
        if now - used < 0.02:
            return
        await asyncio.sleep(0.5)
        used, now = now, cpu_seconds(pid)


def _last_words(own: Path) -> str:
    return f"{own.name} did not start:\n{(own / 'log').read_text()[-2000:]}"


@contextmanager
def _on(core: int) -> Iterator[None]:
    """What is started meanwhile stays on that core, with all its threads."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


async def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return True
    return False
