"""Learn what the search for questions weighs, from the development files of tests/data/questions.

Each file of entries there has a file of questions beside it. Every set is first left out in turn, so that the
figures are of a FAQ that nothing was learnt from; then all are learnt from, and config/search is written.
Run with `./run bench fit_questions`; `--dry` writes nothing.
"""

import sys
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from bots.answering import product_naming
from bots.evaluating.questions import Asked, Quality, judged, load_questions, quality
from core.encoder import UniversalEncoder
from core.faq.build import Builder
from core.faq.entries import Entry, load_faq
from core.faq.gates import Naming
from core.faq.likelihood import (
    CONSIDERED,
    ENTRY_FEATURES,
    NONE_FEATURES,
    Numbers,
    Weights,
    fit_weights,
)
from core.faq.search import Learnt
from core.faq.space import Space, fit_space
from core.faq.words import SudachiAnalyser

DATA = Path(__file__).resolve().parents[1] / "data" / "questions"
SETS = {
    "city": (DATA / "city.jsonl", DATA / "city_development.jsonl"),
    **{
        file.name.removesuffix("_questions.jsonl"): (
            file.with_name(file.name.replace("_questions", "")),
            file,
        )
        for file in sorted((DATA / "development").glob("*_questions.jsonl"))
    },
}
TARGET = Path(__file__).resolve().parents[2] / "config" / "search"


_ENTRY, _NONE = (0.0,) * len(ENTRY_FEATURES), (0.0,) * len(NONE_FEATURES)
_NOTHING = Weights(_ENTRY, _ENTRY, _ENTRY, _NONE, _NONE, _NONE, 0.0)


class Development(NamedTuple):
    """A FAQ and questions to it."""

    entries: Sequence[Entry]
    asked: Sequence[Asked]


def main() -> None:
    """Leave each set out in turn, print figures, learn from all, write."""
    builder = Builder(files("config"), DATA.parents[2] / "var" / "vectors")
    sets = {name: Development(load_faq(faq), load_questions(asked)) for name, (faq, asked) in SETS.items()}
    total: list[Quality] = []
    naming = product_naming()
    for name, left_out in sets.items():
        learnt = _learn(builder, naming, [other for key, other in sets.items() if key != name])
        index = builder.index(left_out.entries, naming=naming, general=False, learnt=learnt)
        total.append(quality([judged(asked, index.search(asked.text)) for asked in left_out.asked]))
        print(f"{name:10} {total[-1].line()}")
    print(f"{'mean':10} {Quality(*np.mean(total, axis=0)).line()}")
    space, weights = _learn(builder, naming, list(sets.values()))
    for names, found in ((ENTRY_FEATURES, weights.entry_weight), (NONE_FEATURES, weights.none_weight)):
        print("  ".join(f"{feature} {weight:.2f}" for feature, weight in zip(names, found, strict=True)))
    if "--dry" not in sys.argv:
        _write(space, weights)


def _learn(builder: Builder, naming: Naming, sets: Sequence[Development]) -> Learnt:
    """Features for the weights are taken in a space that the set itself had no part in, as they will be."""
    examples: list[tuple[Numbers, Numbers, int]] = []
    for development in sets:
        space = _space([other for other in sets if other is not development])
        examples += _examples(builder, naming, development, Learnt(space, _NOTHING))
    return Learnt(_space(sets), fit_weights(examples))


def _examples(
    builder: Builder, naming: Naming, development: Development, learnt: Learnt
) -> Iterator[tuple[Numbers, Numbers, int]]:
    index = builder.index(development.entries, naming=naming, general=False, learnt=learnt)
    places = {entry.id: place for place, entry in enumerate(development.entries)}
    for asked in development.asked:
        features = index.features(asked.text)
        if not features.against.all():  # else the gates have decided
            order = _closest(features.entries)
            right = places.get(asked.faq or "", -1)
            at = list(order).index(right) if right in order else -1
            yield features.entries[order], features.none, at


def _closest(entries: Numbers) -> np.ndarray:
    """Closest, middle and covered are the first three features."""
    return np.argsort(-(entries[:, 0] + entries[:, 1] + 0.4 * entries[:, 2]))[:CONSIDERED]


def _space(sets: Sequence[Development]) -> Space:
    analyser, encoder = SudachiAnalyser(), UniversalEncoder()
    groups = []
    for entries, asked in sets:
        for entry in entries:
            questions = [each.text for each in asked if each.faq == entry.id]
            texts = [entry.question, *entry.variants, *questions]
            groups.append(encoder.encode([analyser.analyse(text).text for text in texts]))
    return fit_space(groups)


def _write(space: Space, weights: Weights) -> None:
    TARGET.mkdir(exist_ok=True)
    np.savez_compressed(
        TARGET / "space.npz",
        encoder=np.array(UniversalEncoder().name),
        middle=space.middle.astype(np.float16),
        matrix=space.matrix.astype(np.float16),
    )
    (TARGET / "weights.json").write_bytes(msgspec.json.format(msgspec.json.encode(weights)) + b"\n")
