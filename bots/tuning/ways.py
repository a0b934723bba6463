"""Ways to ask that ask the same: what the transformer is tuned on beside messages, so that questions lie close by what
they ask and not by their words.
"""

import random
from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec

from core.content import rows
from core.faq.bank import load_bank
from core.faq.entries import load_faq
from core.faq.words import SudachiAnalyser
from core.language import COMPLETE

TOGETHER = 32  # matters that are told apart at once
OFTEN = {"ja": 14, "en": 5}  # how often each language is drawn …
SELDOM = 1  # … and all others together


class Matter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ways to ask one thing, and questions that sound near and ask another; a line of a file."""

    ways: Annotated[tuple[str, ...], msgspec.Meta(min_length=2)]
    near: tuple[str, ...] = ()
    language: str = "ja"
    id: str = ""


class Drawn(NamedTuple):
    """Of some matters a way to ask each and another one, and what asks none of them."""

    one: Sequence[str]
    another: Sequence[str]
    strangers: Sequence[str]


class Ways:
    """Matters by their language, and what none of them asks."""

    def __init__(self, matters: Sequence[Matter], strangers: Sequence[str]) -> None:
        self._matters: dict[str, list[Matter]] = {}
        for matter in matters:
            if len(matter.ways) > 1:
                self._matters.setdefault(matter.language, []).append(matter)
        self._strangers = strangers

    def draw(self, chance: random.Random) -> Drawn:
        """Matters of one language, by chance."""
        known = self._matters
        often = {language: share for language, share in OFTEN.items() if language in known}
        seldom = [language for language in known if language not in often]
        shares = often | dict.fromkeys(seldom, SELDOM / max(len(seldom), 1))
        (language,) = chance.choices(list(shares), list(shares.values()))
        matters = chance.sample(known[language], min(TOGETHER, len(known[language])))
        pairs = [chance.sample(matter.ways, 2) for matter in matters]
        near = [chance.choice(matter.near) for matter in matters if matter.near]
        others = chance.sample(self._strangers, min(TOGETHER // 2, len(self._strangers)))
        return Drawn([one for one, _ in pairs], [other for _, other in pairs], [*near, *others])


def load_ways(config: Traversable, more: Sequence[Path]) -> Ways:
    """Those of the product's FAQ in all its languages, and of files of matters. Raises ContentError."""
    analyser = SudachiAnalyser()

    def read(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(analyser.analyse(text).text for text in texts)

    own = [
        Matter(read((entry.question, *entry.variants)), language=entry.language)
        for entry in load_faq(config / "faq")
    ]
    others = [
        msgspec.structs.replace(matter, ways=read(matter.ways), near=read(matter.near))
        for file in _files(more)
        for _, matter in rows(file, Matter)
    ]
    bank = [text for language in COMPLETE for text in load_bank(config / "negatives", language)]
    return Ways([*own, *others], read(bank))


def _files(places: Sequence[Path]) -> Iterator[Path]:
    for place in places:
        yield from sorted(place.glob("*.jsonl")) if place.is_dir() else [place]
