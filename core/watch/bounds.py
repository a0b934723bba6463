"""From where on the watch's model does what: bounds that are set on messages whose writers it was trained without."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.watch.judge import LIKELY
from core.watch.model import Bounds
from core.watch.regression import STEPS, Matrix

# The share of found scams that may be lost by not looking at the meaning where words speak against it, and the same
# again by not reading closely where both do.
SPARED = 0.002
# The share of everyday messages that may be read closely, whatever is lost by it: each costs milliseconds, and of a
# hundred messages ninety-nine are to cost less than three.
READ_CLOSELY = 0.015
# The share of ordinary messages that may cross the threshold where their writer's were left out of training. It is
# more than is promised of the product: what is trained on all writers crosses a tenth as often (docs/watch.md), and
# the hard messages here were written to be warned of.
FALSE_WARNINGS = 0.006
HARD = 1 / 3  # the share of ordinary messages that hold a scam's words, where the promise is measured


class Labelled(NamedTuple):
    """A message, whether it is a scam, whether it has a scam's words though it is none, whose writing it is (who
    wrote one message of a source wrote the others too), and which kind of scam, where that is known.
    """

    text: str
    scam: bool
    hard: bool = True
    source: str = ""
    kind: str = ""


class Told(NamedTuple):
    """What is told of each message by what was trained without its source: by its words alone, with its meaning, and
    by the transformer; nan where nothing was trained without it.
    """

    by_words: Matrix
    by_signs: Matrix
    read: Matrix


def bounds_of(
    messages: Sequence[Labelled], told: Told, labels: Matrix, lessened: Matrix
) -> tuple[Bounds, Matrix]:
    """How much what signs and meaning tell counts beside the transformer, and from where on what is done."""
    known = np.flatnonzero(~np.isnan(told.read))
    usual, closely = _weigh(told.by_signs[known], told.read[known], labels[known])
    score = usual * told.by_signs + closely * told.read - lessened
    threshold = _threshold(score[known], [messages[place] for place in known.tolist()])
    likely = threshold + math.log(LIKELY / (1 - LIKELY))  # from here on somebody who asks is told
    sure, told_of = (known[(labels[known] == 1) & (score[known] > least)] for least in (threshold, likely))
    floor, asked = (float(np.quantile(each[told_of], SPARED)) for each in (told.by_words, told.by_signs))
    everyday = [place for place in known.tolist() if not (messages[place].scam or messages[place].hard)]
    doubt = max(
        float(np.quantile(told.by_signs[sure], SPARED)),
        _level(np.where((lessened < np.inf) & (told.by_words >= floor), told.by_signs, -np.inf)[everyday]),
    )
    score[(told.by_words < floor) | (told.by_signs < doubt)] = -np.inf
    score[np.isnan(told.read)] = np.nan
    return Bounds(usual, closely, threshold, floor, doubt, asked), score - threshold


def _level(told: Matrix) -> float:
    """Below it lie all but `READ_CLOSELY` of these."""
    return float(np.quantile(told, 1 - READ_CLOSELY, method="higher")) if len(told) else -np.inf


def _weigh(by_signs: Matrix, read: Matrix, labels: Matrix) -> tuple[float, float]:
    """What each of the two counts for, of one in all: a logistic regression over both."""
    rows = np.column_stack([by_signs, read, np.ones(len(read))]).astype(np.float64)
    weights = np.zeros(3)
    for _ in range(4 * STEPS):
        chance = 1.0 / (1.0 + np.exp(-(rows @ weights)))
        slope = rows.T @ (chance - labels) + 1e-3 * weights
        bent = (rows * (chance * (1.0 - chance))[:, None]).T @ rows + 1e-3 * np.eye(3)
        weights -= np.linalg.solve(bent, slope)
    return float(weights[0]), float(weights[1])


def _threshold(told: Matrix, messages: Sequence[Labelled]) -> float:
    """The lowest at which so few ordinary messages are warned of, were so many of them hard."""
    hard = np.array([message.hard for message in messages if not message.scam])
    ordinary = told[[not message.scam for message in messages]]
    weight = np.where(hard, HARD / hard.sum(), (1 - HARD) / max(1, (~hard).sum()))
    order = np.argsort(-ordinary)
    crossed = np.cumsum(weight[order])
    first = int(np.searchsorted(crossed, FALSE_WARNINGS, side="right"))
    return float(ordinary[order[first]]) + 1e-6
