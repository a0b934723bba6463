"""How good the search for questions is on the product's own FAQ, and what a question costs.

Each way to ask (the question itself left in) is taken out of the index and asked; sentences that no entry
answers are asked as they are. Run with `./run bench ask`.
"""

import time
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import msgspec

from core.faq.entries import Entry, load_faq
from core.faq.search import Hit, Index
from core.faq.zones import zone

UNANSWERABLE = Path(__file__).resolve().parents[1] / "data" / "unanswerable.txt"
EVERY = 8  # so many indexes are built, each without every eighth way to ask


def main() -> None:
    """Print the figures of each language."""
    entries = load_faq(files("config") / "faq")
    strangers = UNANSWERABLE.read_text().splitlines()
    for language in ("ja", "en"):
        own = [entry for entry in entries if entry.language == language]
        spoken = [text for text in strangers if text.isascii() == (language == "en")]
        _report(language, own, spoken)


def _report(language: str, entries: Sequence[Entry], strangers: Sequence[str]) -> None:
    asked = list(_left_out(entries))
    index = Index(entries)
    first = sum(bool(hits) and hits[0].entry.id == wanted for wanted, hits in asked) / len(asked)
    three = sum(wanted in {hit.entry.id for hit in hits[:3]} for wanted, hits in asked) / len(asked)
    answered = [(wanted, hits) for wanted, hits in asked if zone(hits) == "faq"]
    right = sum(hits[0].entry.id == wanted for wanted, hits in answered)
    strange = [zone(index.search(text)) for text in strangers]
    print(
        f"{language}: {len(entries)} entries, {len(asked)} ways to ask left out in turn, {len(strangers)} strangers"
    )
    print(f"  first {first:.1%}   three {three:.1%}")
    print(f"  answered right {right / len(asked):.1%}   wrong {(len(answered) - right) / len(asked):.1%}")
    print(
        f"  strangers answered {strange.count('faq') / len(strange):.1%}   offered {strange.count('suggest') / len(strange):.1%}"
    )
    print(f"  {_cost(index, strangers):.0f} µs a question")


def _left_out(entries: Sequence[Entry]) -> Iterator[tuple[str, list[Hit]]]:
    for turn in range(EVERY):
        kept = [
            msgspec.structs.replace(
                entry,
                variants=tuple(text for place, text in enumerate(entry.variants) if place % EVERY != turn),
            )
            for entry in entries
        ]
        index = Index(kept)
        for entry in entries:
            yield from ((entry.id, index.search(text)) for text in entry.variants[turn::EVERY])


def _cost(index: Index, texts: Sequence[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        index.search(text)
    return (time.perf_counter() - start) / len(texts) * 1e6
