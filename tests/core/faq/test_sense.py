"""A large file is searched as a small one is, though not everything in it is compared."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from core.encoder import Matrix, unit
from core.faq.evidence import Corpus, Meanings, teach
from core.faq.likelihood import ENTRY_FEATURES, NONE_FEATURES, Weights, scored
from core.faq.sense import COMPARED, FIRST, LARGE, Before, ByWords, Learnt, Sense
from core.faq.space import Space
from core.faq.spans import ALL
from core.faq.strange import Strangers
from core.faq.words import Wording

WIDTH, WAYS = 8, 3
QUESTION = Wording("q", frozenset(), frozenset(), ())
WEIGHTS = Weights(
    entry_mean=(0.0,) * len(ENTRY_FEATURES),
    entry_scale=(1.0,) * len(ENTRY_FEATURES),
    entry_weight=(4.0, 4.0, 5.0, 4.0, 10.0, 2.0, -1.0, 0.0),
    none_mean=(0.0,) * len(NONE_FEATURES),
    none_scale=(1.0,) * len(NONE_FEATURES),
    none_weight=(0.0,) * len(NONE_FEATURES),
    none=0.0,
)


class Always:
    """An encoder for which all texts mean the same."""

    name = "always"

    def __init__(self, vector: Matrix) -> None:
        self._vector = vector

    def encode(self, texts: Sequence[str]) -> Matrix:
        """That vector for each."""
        return np.tile(self._vector, (len(texts), 1))


class Searched(NamedTuple):
    """A sense over a file of so many entries, with nothing that words say of them."""

    sense: Sense
    words: ByWords


def searched(entries: int) -> Searched:
    """Ways to ask lie about a middle of their own."""
    chance = np.random.default_rng(3)
    middles = np.repeat(chance.normal(size=(entries, WIDTH)), WAYS, axis=0)
    ways = unit(middles + 0.3 * chance.normal(size=middles.shape))
    answers, bank, asked = (unit(chance.normal(size=(count, WIDTH))) for count in (entries, 20, 1))
    owners = np.repeat(np.arange(entries), WAYS).tolist()
    corpus = Corpus(ways, owners, answers, Strangers(bank), list(range(20)))
    space = Space(np.zeros(WIDTH, np.float32), np.eye(WIDTH, dtype=np.float32))
    nothing = np.zeros(entries)
    words = ByWords(nothing, nothing.copy(), nothing.copy(), (0.0, 0.0, 0.0))
    return Searched(Sense(Always(asked), Learnt(space, WEIGHTS), Meanings(corpus, teach(corpus))), words)


def compared(at: Searched, among: NDArray[np.intp] | slice = ALL) -> dict[int, float]:
    """The score of each entry that is compared in full, `among` these."""
    weighed = at.sense.weighed(QUESTION, at.words, FIRST._replace(places=among))
    scores = scored(weighed.entries, WEIGHTS) - weighed.against
    return dict(zip(weighed.places.tolist(), scores.tolist(), strict=True))


def best(scores: dict[int, float]) -> list[int]:
    """The ten that share the probability."""
    return sorted(scores, key=lambda place: -scores[place])[:10]


@pytest.mark.parametrize(("entries", "expected"), [(LARGE, LARGE), (LARGE + 1, COMPARED), (5000, COMPARED)])
def test_of_a_large_file_the_likeliest_are_compared(entries: int, expected: int) -> None:
    """They get the scores that they get where all are compared, and none that belongs to the best is missed."""
    at = searched(entries)
    every, few = compared(at, np.arange(entries)), compared(at)

    assert len(few) == expected
    assert few == pytest.approx({place: every[place] for place in few})
    assert best(few) == best(every)


@pytest.mark.parametrize("said", ["covered", "sounds"])
def test_what_words_say_counts_in_choosing(said: str) -> None:
    """An entry that lies far off is compared where its words, or its sounds, are those of the question."""
    at = searched(LARGE + 100)
    far = min(every := compared(at, np.arange(LARGE + 100)), key=lambda place: every[place])
    getattr(at.words, said)[far] = 5.0

    assert best(compared(at))[0] == far


def test_what_is_asked_word_for_word_is_compared_and_what_a_gate_shuts_is_not() -> None:
    """Both stand in what is taken from a score: the former below 0."""
    at = searched(LARGE + 100)
    first, second, *_ = best(compared(at))
    far = min(every := compared(at, np.arange(LARGE + 100)), key=lambda place: every[place])
    at.words.against[[first, far]] = 1000, -1000

    assert first not in compared(at)
    assert best(compared(at))[:2] == [far, second]


def test_what_the_sense_before_left_is_not_chosen_from() -> None:
    """However large the file: these are the ten to be weighed again."""
    at = searched(5000)
    left = np.array([4999, 3, 17])
    weighed = at.sense.weighed(QUESTION, at.words, Before(left, np.array([0.1, 0.2, 0.3]), 0.4, np.arange(9)))

    assert weighed.places.tolist() == [4999, 3, 17]
    assert weighed.entries[:, -1].tolist() == [0.1, 0.2, 0.3]
    assert weighed.none[-1] == 0.4
