"""A search over a handful of entries, with the product's encoder and what it learnt."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from core.faq.build import Builder
from core.faq.entries import Entry
from core.faq.gates import Named, Naming, names_nothing
from core.faq.search import Index
from tests.servers import VECTORS

LIBRARY = (
    Entry(id="card", question="カードを作りたい", variants=("利用登録したい",), answer="窓口へどうぞ。"),
    Entry(
        id="late", question="返すのが遅れたらどうなる", variants=("延滞したら?",), answer="借りられません。"
    ),
    Entry(id="open", question="図書館は何時まで?", variants=("開館時間は?",), answer="九時から五時です。"),
)


@cache
def builder() -> Builder:
    """Read once for all tests: it never changes."""
    return Builder(files("config"), VECTORS)


def search_in(entries: Sequence[Entry], *, naming: Naming = names_nothing, general: bool = False) -> Index:
    """An index over these entries."""
    return builder().index(entries, naming=naming, general=general)


def by_hand(text: str) -> Named:
    """Two organisations and two numbers, found by their letters."""
    numbers = {number for number in ("0120397972", "0312345678") if number in text}
    return Named(frozenset(numbers), frozenset(name for name in ("アコム", "プロミス") if name in text))
