"""How likely each entry is what was meant, and how likely none is: a conditional logit over a few features."""

import math
from collections.abc import Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.content import ContentError, Problem

Numbers = NDArray[np.float64]

# What speaks for one entry. Higher is closer.
ENTRY_FEATURES = (
    "closest",  # cosine with its closest way to ask
    "middle",  # cosine with the middle of all its ways
    "covered",  # share of the question's words that stand in its ways, weighed by rarity
    "sounds",  # cosine of sounds with all its ways together: finds typing errors
    "taught",  # least-squares classifier over the file's own ways to ask, with the bank against it
    "answer",  # cosine with its answer
    "common",  # how close it lies to the bank: what is near everything says little
    "before",  # logarithm of its probability in the sense before: see `Likelihood.logarithms`
)
# What speaks for none of them.
NONE_FEATURES = (
    "stranger",  # cosine with the closest sentence of the bank of those that no entry answers
    "strangers_3",  # mean cosine with the closest three
    "strangers_10",  # … and ten
    "letters",  # length in letters, as a logarithm
    "unheard",  # share of the question's words that no way to ask has, weighed by rarity
    "foreign",  # whether it names a thing that the bank has and the file has not, less the longer it is
    "like_stranger",  # largest share of the question's words that a sentence of the bank has
    "spoken_of",  # least-squares classifier of the file's ways to ask against the bank
    "before",  # logarithm of the probability of none in the sense before
)
CONSIDERED = 10  # entries that share the probability
_LEAST = 1e-6  # a probability below it says no more


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Each feature's mean, scale and weight, in the order above; `none` is the constant for no entry."""

    entry_mean: tuple[float, ...]
    entry_scale: tuple[float, ...]
    entry_weight: tuple[float, ...]
    none_mean: tuple[float, ...]
    none_scale: tuple[float, ...]
    none_weight: tuple[float, ...]
    none: float


class Likelihood(NamedTuple):
    """`order` are the places of the entries considered, best first, `probabilities` theirs; `none` that of none."""

    order: NDArray[np.intp]
    probabilities: Numbers
    none: float

    @property
    def surest(self) -> float:
        """Of the likeliest entry, or of none, whichever is likelier."""
        return max(float(self.probabilities[0]), self.none)

    def logarithms(self) -> tuple[Numbers, float]:
        """Of the probabilities of the entries considered, and of none."""
        return np.log(np.maximum(self.probabilities, _LEAST)), math.log(max(self.none, _LEAST))


def likelihood(
    entries: Numbers, question: Numbers, weights: Weights, against: Numbers | None = None
) -> Likelihood:
    """`entries` has a row of features for each entry, `question` the features for none; `against` is taken from
    an entry's score, where a gate says that it is about somebody else.
    """
    scores = scored(entries, weights)
    if against is not None:
        scores = scores - against
    order = np.argsort(-scores, kind="stable")[:CONSIDERED]
    centred = (question - np.array(weights.none_mean)) / np.array(weights.none_scale)
    none = float(centred @ np.array(weights.none_weight) + weights.none)
    every = np.append(scores[order], none)
    shares = np.exp(every - every.max())
    shares /= shares.sum()
    return Likelihood(order, shares[:-1], float(shares[-1]))


def scored(entries: Numbers, weights: Weights) -> Numbers:
    """Each entry's score, on the scale of the logit."""
    centred = (entries - np.array(weights.entry_mean)) / np.array(weights.entry_scale)
    return np.asarray(centred @ np.array(weights.entry_weight), np.float64)


def load_weights(file: Traversable | Path) -> Weights:
    """Read the file that `./run bench fit_questions` writes. Raises ContentError where it weighs other features."""
    weights = msgspec.json.decode(file.read_bytes(), type=Weights)
    entry = (weights.entry_mean, weights.entry_scale, weights.entry_weight)
    none = (weights.none_mean, weights.none_scale, weights.none_weight)
    if {*map(len, entry)} != {len(ENTRY_FEATURES)} or {*map(len, none)} != {len(NONE_FEATURES)}:
        raise ContentError([Problem(str(file), 0, "weighs other features: run ./run bench fit_questions")])
    return weights


def fit_weights(
    examples: Sequence[tuple[Numbers, Numbers, int]], *, ease: float = 1e-3, rounds: int = 3000
) -> Weights:
    """Maximum likelihood with an L2 penalty, by accelerated gradient descent (the problem is convex).

    An example: features of at most CONSIDERED entries, features of the question, and the place of the right
    entry among them, -1 where none is right.
    """
    sizes = len(ENTRY_FEATURES), len(NONE_FEATURES)
    table, none, right, there = _table(examples)
    entry_mean, entry_scale = table[there].mean(axis=0), _spread(table[there])
    none_mean, none_scale = none.mean(axis=0), _spread(none)
    table, none = (table - entry_mean) / entry_scale, (none - none_mean) / none_scale
    point = momentum = np.zeros(sum(sizes) + 1)
    for turn in range(1, rounds + 1):
        slope = _slope(momentum, table, none, right, there) + 2 * ease * np.append(momentum[:-1], 0.0)
        before, point = point, momentum - 0.05 * slope
        momentum = point + (turn - 1) / (turn + 2) * (point - before)
    return Weights(
        entry_mean=tuple(entry_mean.tolist()),
        entry_scale=tuple(entry_scale.tolist()),
        entry_weight=tuple(point[: sizes[0]].tolist()),
        none_mean=tuple(none_mean.tolist()),
        none_scale=tuple(none_scale.tolist()),
        none_weight=tuple(point[sizes[0] : -1].tolist()),
        none=float(point[-1]),
    )


def _spread(rows: Numbers) -> Numbers:
    """Of each column; 1 where all are the same."""
    spread = rows.std(axis=0)
    return np.where(spread > 0, spread, 1.0)


def _table(
    examples: Sequence[tuple[Numbers, Numbers, int]],
) -> tuple[Numbers, Numbers, NDArray[np.intp], NDArray[np.bool_]]:
    table = np.zeros((len(examples), CONSIDERED, len(ENTRY_FEATURES)))
    there = np.zeros((len(examples), CONSIDERED), np.bool_)
    for place, (entries, _, _) in enumerate(examples):
        table[place, : len(entries)] = entries
        there[place, : len(entries)] = True
    right = np.array([at if at >= 0 else CONSIDERED for _, _, at in examples])
    return table, np.stack([none for _, none, _ in examples]), right, there


def _slope(
    point: Numbers, table: Numbers, none: Numbers, right: NDArray[np.intp], there: NDArray[np.bool_]
) -> Numbers:
    size = table.shape[-1]
    scores = np.where(there, table @ point[:size], -1e9)
    every = np.column_stack([scores, none @ point[size:-1] + point[-1]])
    shares = np.exp(every - every.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    shares[np.arange(len(right)), right] -= 1
    shares /= len(right)
    return np.concatenate(
        [
            np.einsum("qe,qef->f", shares[:, :-1], table),
            shares[:, -1] @ none,
            [shares[:, -1].sum()],
        ]
    )
