"""The registry with ten million numbers: import, look-up, judgement, memory, size.

Run with `./run bench registry [ROWS]`. Each step is a process of its own, so that each has its own memory.
"""

import asyncio
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from core.recognise.plan import load_plan
from core.recognise.reader import Reader
from core.registry.imports.listed import publish, stage
from core.registry.imports.lists import Form, open_list
from core.registry.imports.normal import normaliser
from core.registry.imports.runs import Staging
from core.registry.listings import Import, number_of
from core.registry.load import load_registry
from core.registry.lookalike import look_alikes, owned_numbers
from core.registry.tags import load_tags
from core.registry.verdict import Circumstances, judge
from core.stores.engine import migrate
from core.stores.publication import publishing
from core.stores.registry_sqlite import SqliteRegistry

ROWS = 10_000_000
TAGS = ("spam", "scam", "survey", "debt", "")
LOOK_UPS = 20_000
JUDGED = 2_000
OFFICIAL = 100_000


def main() -> None:
    """Print all figures; the files are deleted afterwards."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory(prefix="bangoban-bench-") as folder:
        _write_list(Path(folder) / "list.csv", rows)
        for step in ("import", "look_up"):
            subprocess.run([sys.executable, "-m", "tests.bench.registry", step, folder], check=True)


def _write_list(path: Path, rows: int) -> None:
    """Japanese numbers in random order, in three written forms."""
    chance = random.Random(10)
    with path.open("w") as file:
        for _ in range(rows):
            number = f"{chance.choice(('070', '080', '090'))}{chance.randrange(10**7, 10**8)}"
            written = number if chance.random() < 0.8 else f"+81{number[1:]}"
            file.write(f"{written},{chance.choice(TAGS)}\n")


def _import(folder: Path) -> None:
    path, staging = folder / "list.csv", Staging(folder / "staging", adds=False)
    url = f"sqlite:///{folder / 'registry.db'}"
    migrate(url)
    normalise = normaliser("JP")
    start = time.perf_counter()
    progress = stage(
        lambda skip: open_list(path, "list", Form(), normalise, skip), normalise, staging, lambda _: None
    )
    staged = time.perf_counter()
    with publishing(url) as publication:
        summary = publish(publication, Import(kind="list", name="bench"), staging, progress, force=False)
    end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"import: {progress.lines:,} lines, {summary.rows:,} numbers in {end - start:.1f} s"
        f" (reading {staged - start:.1f} s): {progress.lines / (end - start):,.0f} rows/s; most memory {peak:.0f} MB"
    )
    print(f"file: {sum(f.stat().st_size for f in folder.glob('registry.db*')) / 1e6:.0f} MB")


def _look_up(folder: Path) -> None:
    path = folder / "registry.db"
    opened = _milliseconds(lambda: SqliteRegistry(path))
    registry = SqliteRegistry(path)
    plain = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
    plain.execute(f"PRAGMA mmap_size = {1 << 31}")
    chance = random.Random(11)
    known = [
        row[0]
        for row in plain.execute("SELECT number FROM listings WHERE number % 43 = 1 LIMIT ?", (LOOK_UPS,))
    ]
    chance.shuffle(known)
    print(f"open: {opened:.1f} ms; {len(known):,} numbers looked up, median of 5 rounds")
    get = "SELECT number, import, tag, votes, first, last FROM listings WHERE number = ?"
    rounds: dict[str, list[float]] = {"get": [], "look-up": []}
    for _ in range(5):
        rounds["get"].append(_each(lambda number: plain.execute(get, (number,)).fetchall(), known))
        rounds["look-up"].append(_each(registry.found, known))
    medians = {name: statistics.median(times) for name, times in rounds.items()}
    for name, micro in medians.items():
        print(f"  {name}: {micro:.2f} µs")
    print(f"  ratio {medians['look-up'] / medians['get']:.2f}")
    asyncio.run(_judgements(registry, known[:JUDGED]))
    _look_alikes(chance)
    smaps = Path("/proc/self/smaps_rollup").read_text()
    anonymous = next(line for line in smaps.splitlines() if line.startswith("Anonymous"))
    print(f"memory: {int(anonymous.split()[1]) / 1024:.0f} MB anonymous, the product's own registry included")


async def _judgements(store: SqliteRegistry, listed: list[int]) -> None:
    """Look-up, tags, claims, look-alikes and verdict, of numbers that lists name and of the product's own."""
    registry = load_registry(files("config") / "registry")
    tags = load_tags(files("config") / "registry" / "tags.yaml")
    reader = Reader(load_plan())
    for name, texts in (("listed", map(number_of, listed)), ("owned", list(registry.numbers())[:JUDGED])):
        numbers = [number for text in texts if (number := reader.canonical(text))]
        times = []
        for number in numbers:
            start = time.perf_counter()
            held = await store.look_up((number.e164,))
            reports = tags.reports(held.listings)
            about = Circumstances(listings=reports.get(number.e164, ()), at=1_795_000_000)
            alike = [claim for other in registry.alike(number.e164) for claim in registry.claims(other)[:1]]
            judge(number, registry.claims(number.e164), registry.source, about, alike)
            times.append((time.perf_counter() - start) * 1e6)
        print(f"judgement, {name}: median {statistics.median(times):.1f} µs of {len(times):,}")


def _look_alikes(chance: random.Random) -> None:
    owned = owned_numbers(f"+81{chance.randrange(10**8, 10**9)}" for _ in range(OFFICIAL))
    asked = [f"+81{chance.randrange(10**8, 10**9)}" for _ in range(JUDGED)]
    start = time.perf_counter()
    for number in asked:
        look_alikes(number, owned)
    each = (time.perf_counter() - start) / len(asked) * 1e6
    print(f"look-alikes among {OFFICIAL:,}: {each:.1f} µs")


def _each(call: Callable[[int], object], numbers: list[int]) -> float:
    start = time.perf_counter()
    for number in numbers:
        call(number)
    return (time.perf_counter() - start) / len(numbers) * 1e6


def _milliseconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1e3


if __name__ == "__main__":
    {"import": _import, "look_up": _look_up}[sys.argv[1]](Path(sys.argv[2]))
