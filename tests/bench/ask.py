"""What a question costs, on one core: at 60 and at 2,000 entries, a start with and without what is kept, memory.

Run with `./run bench ask`, or `./run bench ask 5000` for that many entries alone; on a machine that others use look
at CPU. What is made, and what is asked, has a process of its own. 60 entries are a city's; to 2,000 it is the development files' of
tests/data/questions over and over, with a number put to each way to ask so that all differ; above, the things and
matters of large.yaml there, with five ways to ask each. The questions are all development questions, and above 2,000
entries as many ways to ask of large.yaml that no entry has.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import cycle, islice
from pathlib import Path

import msgspec

from bots.answering import product_knowledge, product_naming
from bots.evaluating.questions import load_questions
from core.faq.build import Builder
from core.faq.entries import Entry, load_faq
from core.faq.search import Index
from core.language import COMPLETE

DATA = Path(__file__).resolve().parents[1] / "data" / "questions"
FAQS = ("city.jsonl", "development/lender.jsonl", "development/net.jsonl")
QUESTIONS = (
    "city_development.jsonl",
    "development/lender_questions.jsonl",
    "development/net_questions.jsonl",
)
FEW, MANY = 60, 2000


class Large(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`{}` in what is asked and answered of a matter stands for the thing."""

    things: tuple[str, ...]
    matters: tuple["Matter", ...]


class Matter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last way to ask is left for asking."""

    asked: tuple[str, ...]
    answer: str


def main() -> None:
    """Print the figures; called by itself for each."""
    steps: dict[str, Callable[[Path, float], None]] = {"start": _start, "make": _make, "ask": _ask}
    if sys.argv[1:2] and sys.argv[1] in steps:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        steps[sys.argv[1]](Path(sys.argv[2]), float(sys.argv[3]))
        return
    with tempfile.TemporaryDirectory() as folder:
        if not sys.argv[1:]:
            print("the whole bot, nothing kept: ", end="", flush=True)
            _call("start", folder, time.monotonic())
            print("          and after a start:  ", end="", flush=True)
            _call("start", folder, time.monotonic())
        for count in map(int, sys.argv[1:] or (FEW, MANY)):
            _call("make", folder, count)
            _call("ask", folder, count)


def _call(step: str, folder: str, number: float) -> None:
    command = (sys.executable, "-P", "-m", "bots", "bench", "ask", step, folder, str(number))
    subprocess.run(command, check=True)


def _start(folder: Path, begun: float) -> None:
    """The server's process from nothing until questions can be answered; `begun` is the clock when it was called."""
    import bots.serve  # noqa: F401, PLC0415 -- what a server reads in is part of its start

    know = product_knowledge(folder)
    for language in COMPLETE:
        know.faq[language].prepare()
    know.judge.load()
    both = time.process_time(), time.monotonic() - begun
    know.warm()
    print(
        f"both complete languages and the watch after {both[0]:.1f} s of CPU ({both[1]:.1f} s on the clock), "
        f"all {len(know.faq)} languages after {time.process_time():.1f} s; {_memory()}"
    )


def _memory() -> str:
    """Now, not at its highest; pages of dictionaries' files are taken back where others need the memory."""
    of_files, own = (_status(name) // 1024 for name in ("RssFile", "RssAnon"))
    return f"{of_files + own} MB resident, of it {of_files} MB of files"


def _status(name: str) -> int:
    """A line of Linux's figures of this process, in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def _make(folder: Path, number: float) -> None:
    entries, _ = _faq(int(number))
    _, seconds = _ready(entries, folder)
    highest = _status("VmHWM") // 1024
    print(
        f"{len(entries)} entries: made in {seconds:.1f} s of CPU, {highest} MB at most; ", end="", flush=True
    )


def _ask(folder: Path, number: float) -> None:
    entries, asked = _faq(int(number))
    index, seconds = _ready(entries, folder)
    memory = _memory()
    costs = [_cost(index, text) for text in asked]
    (half, most), (half_cpu, most_cpu) = (_half_and_most(kind) for kind in zip(*costs, strict=True))
    print(
        f"in {seconds:.1f} s from what is kept, {memory}\n"
        f"  p50 {half:.1f} ms, p95 {most:.1f} ms a question ({len(asked)} questions), "
        f"of CPU {half_cpu:.1f} and {most_cpu:.1f} ms"
    )
    if all(asked.values()):
        found = [(index.search(text).hits, right) for text, right in asked.items()]
        first = sum(hits[0].entry.id == right for hits, right in found) / len(found)
        three = sum(right in {hit.entry.id for hit in hits} for hits, right in found) / len(found)
        print(f"  the right entry first {100 * first:.1f} %, among three {100 * three:.1f} %")


def _faq(count: int) -> tuple[Sequence[Entry], Mapping[str, str]]:
    """Entries, and questions with the entry that each is about, where there is one of that size."""
    texts = [asked.text for name in QUESTIONS for asked in load_questions(DATA / name)]
    if count <= MANY:
        entries = load_faq(DATA / "city.jsonl") if count == FEW else _many(count)
        return entries, dict.fromkeys(texts, "")
    large = msgspec.yaml.decode((DATA / "large.yaml").read_bytes(), type=Large)
    made = list(islice(_made_of(large), count))
    return [entry for entry, _ in made], {
        question: entry.id for entry, question in made[:: max(count // len(texts), 1)]
    }


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


def _made_of(large: Large) -> Iterator[tuple[Entry, str]]:
    """Each entry, and a question that it answers."""
    for at, matter in enumerate(large.matters):
        for thing in large.things:
            question, *variants, left = (asked.replace("{}", thing) for asked in matter.asked)
            answer = matter.answer.replace("{}", thing)
            yield Entry(id=f"{thing}_{at}", question=question, variants=tuple(variants), answer=answer), left


def _half_and_most(costs: Sequence[float]) -> tuple[float, float]:
    ranked = sorted(costs)
    return ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.95)]


def _ready(entries: Sequence[Entry], folder: Path) -> tuple[Index, float]:
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
