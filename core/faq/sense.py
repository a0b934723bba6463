"""One way to take what a question means: an encoder, what was learnt for it, and the vectors of a file's entries."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.encoder import Encoder
from core.faq.evidence import Meanings, Measures
from core.faq.likelihood import Numbers, Weights, scored
from core.faq.space import Space
from core.faq.spans import ALL, Places
from core.faq.words import Wording

LARGE = 400  # entries: in a larger file comparing all ways to ask takes longer than choosing first …
COMPARED = 150  # … those that are compared: the others are far behind

# Cosine with the closest way, the classifier's word, cosine with the answer.
Close = tuple[Measures, Measures | float, Measures]


class Learnt(NamedTuple):
    """What was learnt for an encoder from the development files (`./run bench fit_questions`)."""

    space: Space
    weights: Weights


class ByWords(NamedTuple):
    """What words and sounds say of each entry; what is taken from its score, where a gate says that it is about
    somebody else; and what words say for none: see `Foreign.measures`.
    """

    covered: Numbers
    sounds: Numbers
    against: Numbers
    none: tuple[float, ...]


class Before(NamedTuple):
    """What the sense before left to look at: places of entries; as logarithms, the probability of each, and of none;
    which strangers it found near.
    """

    places: Places
    entries: Numbers | float
    none: float
    strangers: Places


FIRST = Before(ALL, 0.0, 0.0, ALL)  # there was none


class Weighed(NamedTuple):
    """What is weighed of a question: places of entries; a row for each of them, and one for none of all, in the order
    that `core.faq.likelihood` names; what is taken from each; the places of the strangers that lie near.
    """

    places: NDArray[np.intp]
    entries: Numbers
    none: Numbers
    against: Numbers
    strangers: Places


class Sense:
    """Reads questions in one way. Unchanging."""

    def __init__(self, encoder: Encoder, learnt: Learnt, meanings: Meanings) -> None:
        self._encoder, self._meanings = encoder, meanings
        self._space, self.weights = learnt
        self._places = np.arange(len(meanings.common))

    def weighed(self, wording: Wording, words: ByWords, before: Before) -> Weighed:
        """Of the entries that the sense before left; of a large file, of those that are worth comparing in full."""
        asked = self._space.turn(self._encoder.encode([wording.text]))[0]
        among = before.places
        middle = self._meanings.near(asked, among)
        if isinstance(among, slice) and len(self._places) > LARGE:
            among = self._worth_comparing(middle, words)
            middle = middle[among]
        strange, near = self._meanings.strangers(asked, before.strangers)
        none = (
            *(strange[:most].mean() for most in (1, 3, 10)),
            math.log(1 + len(wording.text)),
            *words.none,
            self._meanings.spoken_of(asked),
            before.none,
        )
        close = self._meanings.close(asked, among)
        rows = self._rows(middle, words, among, close, before.entries)
        return Weighed(self._places[among], rows, np.array(none, np.float64), words.against[among], near)

    def _worth_comparing(self, middle: Measures, words: ByWords) -> NDArray[np.intp]:
        """Places of those that score highest while the middle stands for the closest way and for the answer."""
        scores = scored(self._rows(middle, words, ALL, (middle, 0.0, middle)), self.weights) - words.against
        return np.sort(np.argpartition(-scores, COMPARED)[:COMPARED])

    def _rows(
        self, middle: Measures, words: ByWords, among: Places, close: Close, likely: Numbers | float = 0.0
    ) -> Numbers:
        closest, taught, answer = close
        common = self._meanings.common[among]
        columns = (closest, middle, words.covered[among], words.sounds[among], taught, answer, common, likely)
        rows = np.empty((len(middle), len(columns)))
        for place, column in enumerate(columns):
            rows[:, place] = column
        return rows
