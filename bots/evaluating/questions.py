"""How good answers to questions are: figures over a file of questions with the right entry's id."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.content import rows
from core.faq.search import Found
from core.faq.zones import zone

STRANGERS_ANSWERED = 0.05  # the share of the unanswerable that may be answered, in `right_at_5`
BINS = 10

Flags = NDArray[np.bool_]
Scores = NDArray[np.float64]


class Asked(msgspec.Struct, frozen=True):
    """A question; `faq` is the id of the entry that answers it, `also` of others that do, none: no entry does."""

    text: str
    faq: str | None = None
    also: tuple[str, ...] = ()
    style: str = ""
    language: str = ""
    id: str | int = ""


class Judged(NamedTuple):
    """A question and what it got: ids, best first, at least three where there are three entries; the probability
    that the first is right; whether it was answered, rather than three offered or nothing known.
    """

    asked: Asked
    ids: tuple[str, ...]
    score: float
    answered: bool

    def is_right(self, most: int = 1) -> bool:
        """Whether one of the first `most` answers it."""
        return bool({self.asked.faq, *self.asked.also}.intersection(self.ids[:most]))


def judged(asked: Asked, found: Found) -> Judged:
    """What a search found, as the bot would use it."""
    score = found.hits[0].score if found.hits else 0.0
    return Judged(asked, tuple(hit.entry.id for hit in found.hits), score, zone(found) == "faq")


class Quality(NamedTuple):
    """Shares. `first`, `three`: right first, among three. `right_at_5`, `wrong_at_5`: answered right and wrong
    with the bar on the score set where 5 % of the unanswerable pass. `right`, `wrong`, `strangers`: answered
    right, wrong, and though unanswerable, with the bot's own bars. `error`: expected calibration error.
    """

    first: float
    three: float
    right_at_5: float
    wrong_at_5: float
    right: float
    wrong: float
    strangers: float
    error: float

    def line(self) -> str:
        """All of them in a line."""
        return (
            f"first {self.first:.1%}  three {self.three:.1%}  at 5 %: right {self.right_at_5:.1%} wrong "
            f"{self.wrong_at_5:.1%}  answered: right {self.right:.1%} wrong {self.wrong:.1%} "
            f"unanswerable {self.strangers:.1%}  calibration error {self.error:.3f}"
        )


def load_questions(file: Path) -> list[Asked]:
    """JSON lines or YAML. Raises ContentError."""
    return [row for _, row in rows(file, Asked)]


def quality(results: Sequence[Judged]) -> Quality:
    """The figures; those that have nothing to count are 0."""
    known = np.array([each.asked.faq is not None for each in results], np.bool_)
    first = np.array([each.is_right() for each in results], np.bool_)
    three = np.array([each.is_right(3) for each in results], np.bool_)
    scores = np.array([each.score for each in results])
    answered = np.array([each.answered for each in results], np.bool_)
    over = scores > bar_at(scores[~known], STRANGERS_ANSWERED)
    return Quality(
        first=_share(first[known]),
        three=_share(three[known]),
        right_at_5=_share((over & first)[known]),
        wrong_at_5=_share((over & ~first)[known]),
        right=_share((answered & first)[known]),
        wrong=_share((answered & ~first)[known]),
        strangers=_share(answered[~known]),
        error=calibration_error(scores, first),
    )


def bar_at(strangers: Scores, share: float) -> float:
    """The score that at most this share of the unanswerable is above."""
    if not len(strangers):
        return 0.0
    return float(np.sort(strangers)[::-1][int(share * len(strangers))])


def calibration_error(scores: Scores, right: Flags) -> float:
    """The mean distance of what was promised and what came true, over ten bins, weighed by their size."""
    return sum(abs(promised - true) * size for promised, true, size in reliability(scores, right)) / max(
        len(scores), 1
    )


def reliability(scores: Scores, right: Flags) -> list[tuple[float, float, int]]:
    """For each bin that is not empty: mean score, share that is right, how many."""
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    return [
        (float(scores[bins == at].mean()), float(right[bins == at].mean()), int((bins == at).sum()))
        for at in range(BINS)
        if (bins == at).any()
    ]


def _share(flags: Flags) -> float:
    return float(flags.mean()) if len(flags) else 0.0
