"""One way to take what a question means: an encoder, what was learnt for it, and the vectors of a file's entries."""

import math
from typing import NamedTuple

import numpy as np

from core.encoder import Encoder
from core.faq.evidence import ALL, Meanings, Places
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
    """What the sense before said, as logarithms of probabilities: of each of the entries, and of none; and which
    strangers it found near.
    """

    entries: Numbers | float
    none: float
    strangers: Places = ALL


FIRST = Before(0.0, 0.0)  # there was none


class Features(NamedTuple):
    """What speaks for each entry, a row each, and for none of all, in the order that `core.faq.likelihood` names; the
    places of the strangers that lie near.
    """

    entries: Numbers
    none: Numbers
    strangers: Places


class Sense:
    """Reads questions in one way. Unchanging."""

    def __init__(self, encoder: Encoder, learnt: Learnt, meanings: Meanings) -> None:
        self._encoder, self._meanings = encoder, meanings
        self._space, self.weights = learnt

    def features(self, wording: Wording, words: ByWords, among: Places, before: Before) -> Features:
        """Of the entries at these places."""
        asked = self._space.turn(self._encoder.encode([wording.text]))[0]
        closest, middle, taught, answer = self._meanings.close(asked, among)
        common = self._meanings.common[among]
        covered, sounds = words.covered[among], words.sounds[among]
        likely = np.broadcast_to(before.entries, common.shape)
        rows = np.column_stack([closest, middle, covered, sounds, taught, answer, common, likely])
        strange, near = self._meanings.strangers(asked, before.strangers)
        none = (
            *(strange[:most].mean() for most in (1, 3, 10)),
            math.log(1 + len(wording.text)),
            *words.none,
            self._meanings.spoken_of(asked),
            before.none,
        )
        return Features(rows.astype(np.float64), np.array(none, np.float64), near)
