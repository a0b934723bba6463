"""What a question costs, on one core: at 60 and at 2,000 entries, a start with and without cached vectors, memory.

Run with `./run bench ask`; on a machine that others use look at CPU. The entries are the development files' of tests/data/questions, at 2,000 with a number
put to each way to ask so that all differ; the questions are all development questions.
"""

import os
import resource
import tempfile
import time
from collections.abc import Sequence
from importlib.resources import files
from itertools import cycle, islice
from pathlib import Path

import msgspec

from bots.answering import product_knowledge, product_naming
from bots.evaluating.questions import load_questions
from core.faq.build import Builder
from core.faq.entries import Entry, load_faq
from core.faq.search import Index

DATA = Path(__file__).resolve().parents[1] / "data" / "questions"
FAQS = ("city.jsonl", "development/lender.jsonl", "development/net.jsonl")
QUESTIONS = (
    "city_development.jsonl",
    "development/lender_questions.jsonl",
    "development/net_questions.jsonl",
)


def main() -> None:
    """Print the figures."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = [asked.text for name in QUESTIONS for asked in load_questions(DATA / name)]
    with tempfile.TemporaryDirectory() as folder:
        print(
            f"whole bot: {_start(Path(folder)):.1f} s of CPU until questions can be answered, without cached vectors"
        )
        print(f"           {_start(Path(folder)):.1f} s of CPU with them, {_memory()} MB resident")
        _report(load_faq(DATA / "city.jsonl"), texts, Path(folder))
        _report(_many(2000), texts, Path(folder))


def _start(folder: Path) -> float:
    """Both languages' FAQ of the product, from nothing to ready: seconds of CPU."""
    start = time.process_time()
    product_knowledge(folder).warm()
    return time.process_time() - start


def _memory() -> int:
    """Now, not at its highest."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return int(status.read_text().split()[1]) * resource.getpagesize() // 2**20


def _many(count: int) -> list[Entry]:
    own = [entry for name in FAQS for entry in load_faq(DATA / name)]
    return [
        msgspec.structs.replace(
            entry,
            id=f"{entry.id}_{place}",
            question=f"{entry.question} {place}",
            variants=tuple(f"{variant} {place}" for variant in entry.variants),
        )
        for place, entry in enumerate(islice(cycle(own), count))
    ]


def _report(entries: Sequence[Entry], texts: Sequence[str], folder: Path) -> None:
    (_, cold), (index, warm) = _made(entries, folder), _made(entries, folder)
    costs = [_cost(index, text) for text in texts]
    (half, most), (half_cpu, most_cpu) = (_half_and_most(kind) for kind in zip(*costs, strict=True))
    print(
        f"{len(entries)} entries: p50 {half:.1f} ms, p95 {most:.1f} ms a question ({len(texts)} questions), "
        f"of CPU {half_cpu:.1f} and {most_cpu:.1f} ms; start {cold:.1f} s, {warm:.1f} s with cached vectors (CPU)"
    )


def _half_and_most(costs: Sequence[float]) -> tuple[float, float]:
    ranked = sorted(costs)
    return ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.95)]


def _made(entries: Sequence[Entry], folder: Path) -> tuple[Index, float]:
    """An index ready to be asked, and the seconds of CPU it took."""
    naming = product_naming()
    start = time.process_time()
    index = Builder(files("config"), folder).index(entries, naming=naming, general=False)
    index.search("?")
    return index, time.process_time() - start


def _cost(index: Index, text: str) -> tuple[float, float]:
    """Milliseconds on the clock, and of CPU: on a machine that others use, only the second is the search's own."""
    start, cpu = time.perf_counter(), time.process_time()
    index.search(text)
    return (time.perf_counter() - start) * 1000, (time.process_time() - cpu) * 1000
