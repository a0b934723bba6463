"""One way to take what a question means: an encoder, what was learnt for it, and the vectors of a file's entries."""

import math
from typing import NamedTuple

import numpy as np

from core.encoder import Encoder
from core.faq.evidence import Meanings, Places
from core.faq.likelihood import Numbers, Weights
from core.faq.space import Space
from core.faq.words import Wording


class Learnt(NamedTuple):
    """What was learnt for an encoder from the development files (`./run bench fit_questions`)."""

    space: Space
    weights: Weights


class ByWords(NamedTuple):
    """What words and sounds say of each entry, and what they say for none: see `Foreign.measures`."""

    covered: Numbers
    sounds: Numbers
    none: tuple[float, ...]


class Before(NamedTuple):
    """What the sense before said, as logarithms of probabilities: of each of the entries, and of none."""

    entries: Numbers | float
    none: float


FIRST = Before(0.0, 0.0)  # there was none


class Sense:
    """Reads questions in one way. Unchanging."""

    def __init__(self, encoder: Encoder, learnt: Learnt, meanings: Meanings) -> None:
        self._encoder, self._meanings = encoder, meanings
        self._space, self.weights = learnt

    def features(
        self, wording: Wording, words: ByWords, among: Places, before: Before
    ) -> tuple[Numbers, Numbers]:
        """A row for each of the entries at these places, and one for none of all: in the order that
        `core.faq.likelihood` names.
        """
        asked = self._space.turn(self._encoder.encode([wording.text]))[0]
        closest, middle, taught, answer = self._meanings.close(asked, among)
        common = self._meanings.common[among]
        covered, sounds = words.covered[among], words.sounds[among]
        likely = np.broadcast_to(before.entries, common.shape)
        rows = np.column_stack([closest, middle, covered, sounds, taught, answer, common, likely])
        strange = self._meanings.strangers(asked)
        none = (
            *(strange[:most].mean() for most in (1, 3, 10)),
            math.log(1 + len(wording.text)),
            *words.none,
            self._meanings.spoken_of(asked),
            before.none,
        )
        return rows.astype(np.float64), np.array(none, np.float64)
