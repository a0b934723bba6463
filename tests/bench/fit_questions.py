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
from numpy.typing import NDArray

from bots.answering import product_naming
from bots.evaluating.questions import Asked, Quality, judged, load_questions, quality
from core.encoder import Encoder, Vectors, load_encoder
from core.faq.build import SENSES, Builder
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
from core.faq.sense import Learnt
from core.faq.space import Space, fit_space
from core.faq.words import SudachiAnalyser
from core.transformer import load_transformer

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
# Before anything was learnt, what is worth comparing of a large file is ranked as `_closest` ranks.
_NOTHING = Weights(
    _ENTRY, (1.0,) * len(_ENTRY), (1.0, 1.0, 0.4, *_ENTRY[3:]), _NONE, (1.0,) * len(_NONE), _NONE, 0.0
)


class Development(NamedTuple):
    """A FAQ and questions to it."""

    entries: Sequence[Entry]
    asked: Sequence[Asked]


def main() -> None:
    """Leave each set out in turn, print figures, learn from all, write."""
    config = files("config")
    encoders: tuple[Encoder, Encoder] = (
        load_encoder(Path(str(config / "encoder"))),
        load_transformer(Path(str(config / "transformer"))),
    )
    builder = Builder(config, None, *(Remembering(encoder) for encoder in encoders))
    sets = {name: Development(load_faq(faq), load_questions(asked)) for name, (faq, asked) in SETS.items()}
    total: list[Quality] = []
    naming = product_naming()
    for name, left_out in sets.items():
        learnt = _learn(builder, naming, [other for key, other in sets.items() if key != name])
        index = builder.index(left_out.entries, naming=naming, general=False, learnt=learnt)
        total.append(quality([judged(asked, index.search(asked.text)) for asked in left_out.asked]))
        print(f"{name:10} {total[-1].line()}")
    print(f"{'mean':10} {Quality(*np.mean(total, axis=0)).line()}")
    learnt = _learn(builder, naming, list(sets.values()))
    for name, (_, weights) in zip(SENSES, learnt, strict=True):
        print(name)
        for names, found in ((ENTRY_FEATURES, weights.entry_weight), (NONE_FEATURES, weights.none_weight)):
            print("  ".join(f"{feature} {weight:.2f}" for feature, weight in zip(names, found, strict=True)))
    if "--dry" not in sys.argv:
        for name, encoder, each in zip(SENSES, encoders, learnt, strict=True):
            _write(TARGET / name, encoder.name, each)


class Remembering:
    """An encoder that encodes each text once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    @property
    def name(self) -> str:
        """That of the encoder."""
        return self._encoder.name

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row for each."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known |= zip(new, self._encoder.encode(new), strict=True)
        return np.array([self._known[text] for text in texts], np.float32)


def _learn(builder: Builder, naming: Naming, sets: Sequence[Development]) -> list[Learnt]:
    """For each sense, the cheapest first. Features for the weights are taken in spaces that the set itself had no
    part in, as they will be; only what the sense before says is weighed as all sets taught.
    """
    apart = [
        [_space([other for other in sets if other is not left_out], encoder) for encoder in builder.encoders]
        for left_out in sets
    ]
    learnt: list[Learnt] = []
    for encoder in builder.encoders:
        weights = [*(each.weights for each in learnt), _NOTHING]
        examples = [
            example
            for development, spaces in zip(sets, apart, strict=True)
            for example in _examples(builder, naming, development, list(map(Learnt, spaces, weights)))
        ]
        learnt.append(Learnt(_space(sets, encoder), fit_weights(examples)))
    return learnt


def _examples(
    builder: Builder, naming: Naming, development: Development, learnt: Sequence[Learnt]
) -> Iterator[tuple[Numbers, Numbers, int]]:
    index = builder.index(development.entries, naming=naming, general=False, learnt=learnt)
    places = {entry.id: place for place, entry in enumerate(development.entries)}
    depth = len(learnt) - 1
    for asked in development.asked:
        features = index.features(asked.text, depth)
        if not features.against.all():  # else the gates have decided
            order = _closest(features.entries)
            right = places.get(asked.faq or "", -1)
            found = np.flatnonzero(features.places[order] == right)
            yield features.entries[order], features.none, int(found[0]) if len(found) else -1


def _closest(entries: Numbers) -> np.ndarray:
    """Closest, middle and covered are the first three features."""
    return np.argsort(-(entries[:, 0] + entries[:, 1] + 0.4 * entries[:, 2]))[:CONSIDERED]


def _space(sets: Sequence[Development], encoder: Encoder) -> Space:
    analyser = SudachiAnalyser()
    groups = []
    for entries, asked in sets:
        for entry in entries:
            questions = [each.text for each in asked if each.faq == entry.id]
            texts = [entry.question, *entry.variants, *questions]
            groups.append(encoder.encode([analyser.analyse(text).text for text in texts]))
    return fit_space(groups)


def _write(folder: Path, encoder: str, learnt: Learnt) -> None:
    folder.mkdir(exist_ok=True)
    np.savez_compressed(
        folder / "space.npz",
        encoder=np.array(encoder),
        middle=learnt.space.middle.astype(np.float16),
        matrix=learnt.space.matrix.astype(np.float16),
    )
    weights = msgspec.json.encode(learnt.weights)
    (folder / "weights.json").write_bytes(msgspec.json.format(weights) + b"\n")
