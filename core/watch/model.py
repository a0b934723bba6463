"""The model that tells a scam from talk with the same words. Logistic regression over signs, pairs of signs, runs of
letters, a sentence vector, and its bends (a square along each of a few directions) leaves few messages in doubt;
those a transformer reads, and both count. Trained by `./run train watch`; its weights are data.

What it says is never shown: what a person reads are the signs, in words they can check.
"""

import math
import zlib
from collections.abc import Callable, Collection, Iterator
from importlib.resources.abc import Traversable
from io import BytesIO
from itertools import combinations
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.content import ContentError, Problem
from core.encoder import Encoder
from core.watch.folding import plain
from core.watch.signs import FACETS, Signs

Vector = NDArray[np.float32]
Encode = Callable[[str], Vector]  # a text to a vector of length one
Read = Callable[[str], float]  # what the transformer tells of a text

PAIRS, RUNS, MEANING = 2048, 8192, 512  # weights for pairs of signs, runs of letters, and the sentence vector
SHAPES = 24
_ARRAYS = ("signs", "pairs", "runs", "meaning", "bends", "bent", "naming")
# How much surer (a logit) one has to be of a message that speaks of scams: most of them warn.
TALK = 2.0
LIKELY = 0.3  # what has to be told for a kind, of about 1, that a scam is named by it
LENGTHS = (2, 3, 4)  # letters of a run
LONGEST = 400  # characters whose meaning counts
# How loudly each part speaks in training; `bends` are the products of two numbers of the sentence vector.
SHARES = {
    "signs": 0.7,
    "pairs": 1.0,
    "runs": 12.0,
    "meaning": 5.0,
    "bends": 16.0,
    "naming_signs": 0.3,
    "naming_meaning": 2.0,
}
BENDS = 96  # directions of the sentence vector in which its score bends


def meaning(encoder: Encoder) -> Encode:
    """The sentence vector of a text, by its first 400 characters."""
    return lambda text: encoder.encode([text[:LONGEST] or " "])[0]


class Seen(msgspec.Struct, frozen=True):
    """A message as the model takes it: as written, folded, and its signs."""

    text: str
    folded: str
    signs: frozenset[int]


class Bounds(NamedTuple):
    """What counts for how much, and from where on what is done. `usual` and `closely`: what a step of what signs and
    meaning tell, and of what the transformer tells, counts for. `threshold`: from where on a message is warned of.
    `floor`: what words alone tell of nearly every scam, so that a sentence vector is computed only where it can
    matter; `doubt`: what words and meaning do, so that only such a message is read closely; `asked`: the same of what
    somebody asks about, who is told of more.
    """

    usual: float
    closely: float
    threshold: float
    floor: float
    doubt: float
    asked: float


class Weights(msgspec.Struct, frozen=True):
    """What training found. `kinds`: what a scam may be named, and `naming`: a row each, what every sign, the
    sentence vector and 1 tell for it. `bends`: directions of the sentence vector, a row each, and `bent`: what the square of
    its share in each tells.
    """

    signs: Vector
    pairs: Vector
    runs: Vector
    meaning: Vector
    bends: Vector
    bent: Vector
    naming: Vector
    kinds: tuple[str, ...]
    bias: float
    bounds: Bounds


class Model:
    """Judges messages. `encode` is called for few of them, and `read` for fewer."""

    def __init__(self, weights: Weights, shapes: "Shapes", encode: Encode, read: Read) -> None:
        self._weights = weights
        self._shapes = shapes
        self._encode, self._read = encode, read
        self._signs = weights.signs.tolist()
        self._pairs = weights.pairs.tolist()
        self._runs = weights.runs.tolist()

    def load(self) -> None:
        """Have the encoder and the transformer ready."""
        self._encode("")
        self._read("")

    def score(self, seen: Seen, *, asked: bool = False, talks: bool = False) -> float:
        """How surely the message is a scam: 0 to 1, and 0.5 is where warnings begin. `asked`: somebody asks about it;
        `talks`: it speaks of scams.
        """
        weights, bounds = self._weights, self._weights.bounds
        told = weights.bias + self._words(seen)
        if told < bounds.floor:
            return 0.0
        text = plain(seen.text)
        vector = self._encode(text)
        told += float(vector @ weights.meaning + (weights.bends @ vector) ** 2 @ weights.bent)
        if told < (bounds.asked if asked else bounds.doubt):
            return 0.0
        told = bounds.usual * told + bounds.closely * self._read(text)
        threshold = bounds.threshold + TALK * talks
        return 1.0 / (1.0 + math.exp(min(50.0, threshold - told)))

    def name(self, seen: Seen) -> str:
        """The kind that a scam most likely is; "" for none that is likely enough."""
        weights = self._weights
        told = naming_of(seen, weights.naming.shape[1] - MEANING - 1, self._encode) @ weights.naming.T
        best = int(told.argmax())
        return weights.kinds[best] if told[best] >= LIKELY else ""

    def _words(self, seen: Seen) -> float:
        pairs, runs = list(pairs_of(seen.signs)), runs_of(seen.folded)
        told = sum(self._signs[place] for place in (*seen.signs, *self._shapes.of(seen)))
        if pairs:
            told += sum(self._pairs[pair] for pair in pairs) / math.sqrt(len(pairs))
        return float(told + sum(self._runs[run] for run in runs) / math.sqrt(max(1, len(runs))))


class Shapes:
    """What a message is like as a whole: which facets meet, whether it has a link or a number, how long it is."""

    def __init__(self, signs: Signs) -> None:
        self._first = len(signs.signs)
        self._facets = [
            frozenset(place for place, row in enumerate(signs.signs) if row.facet == facet)
            for facet in FACETS
        ]
        self._scam_word, self._not_scam = signs.index["scam_word"], signs.index["not_scam"]

    @property
    def count(self) -> int:
        """How many weights signs and shapes have together."""
        return self._first + SHAPES

    def of(self, seen: Seen) -> list[int]:
        """The places of those that apply."""
        demand, pressure, name, _, doing, speech = (len(seen.signs & facet) for facet in self._facets)
        text = seen.text
        told = (
            demand > 0, pressure > 0, name > 0, demand > 1, pressure > 1, demand > 2, pressure > 2,
            demand and pressure, demand and name, pressure and name, demand and pressure and name,
            speech > 0, demand and pressure and not speech, demand and speech,
            len(text) > 60, len(text) > 120, len(text) < 25,
            text.rstrip()[-1:] in "?？", demand and doing, name and doing,
            self._scam_word in seen.signs and self._not_scam not in seen.signs,
        )  # fmt: skip
        return [self._first + place for place, true in enumerate(told) if true]


def naming_of(seen: Seen, signs: int, encode: Encode) -> Vector:
    """What a scam's kind is told by: its signs, its sentence vector, and 1."""
    row = np.zeros(signs + MEANING + 1, np.float32)
    row[list(seen.signs)] = SHARES["naming_signs"]
    row[signs:-1] = encode(plain(seen.text)) * SHARES["naming_meaning"]
    row[-1] = 1.0
    return row


def pairs_of(signs: Collection[int]) -> Iterator[int]:
    """The places of the weights of all pairs of these signs."""
    return (zlib.crc32(b"%d,%d" % pair) % PAIRS for pair in combinations(sorted(signs), 2))


def runs_of(folded: str) -> set[int]:
    """The places of the weights of the text's runs of letters, its edges marked."""
    text = f"^{folded}$"
    return {
        zlib.crc32(text[start : start + length].encode()) % RUNS
        for length in LENGTHS
        for start in range(len(text) - length + 1)
    }


def load_weights(file: Traversable, signs: int) -> Weights:
    """Read the trained weights. Raises ContentError where the file is none, or not for so many signs and shapes."""
    try:
        with np.load(BytesIO(file.read_bytes()), allow_pickle=False) as stored:
            arrays = {name: stored[name].astype(np.float32) for name in _ARRAYS}
            bias, *bounds = (float(number) for number in stored["numbers"])
            kinds = tuple(str(kind) for kind in stored["kinds"])
        if len(arrays["signs"]) != signs:
            raise ValueError(f"trained for {len(arrays['signs'])} signs and shapes, there are {signs}")
    except (OSError, ValueError, KeyError) as error:
        raise ContentError(
            [Problem(str(file), 0, f"no weights ({error}); make them: ./run train watch")]
        ) from None
    return Weights(**arrays, kinds=kinds, bias=bias, bounds=Bounds(*bounds))


def dump_weights(weights: Weights) -> bytes:
    """The bytes of the file."""
    buffer = BytesIO()
    parts = {name: getattr(weights, name).astype(np.float16) for name in _ARRAYS}
    np.savez_compressed(
        buffer,
        **parts,
        kinds=np.array(weights.kinds),
        numbers=np.array([weights.bias, *weights.bounds]),
    )
    return buffer.getvalue()
