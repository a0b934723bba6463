"""Which entries a question is closest to, by words and by meaning, and how likely the first is what was meant."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from core.encoder import Encoder, Vectors
from core.faq.entries import Entry
from core.faq.evidence import FEW, Meanings, Rarity, Sounds, Strangers, Words, shares_of
from core.faq.foreign import Foreign
from core.faq.gates import Gates
from core.faq.homophones import Homophones
from core.faq.likelihood import Numbers, Weights, likelihood
from core.faq.space import Space
from core.faq.words import Analyser, Wording

# On the scale of the logit:
_SHUT = 6.0  # what a gate takes from an entry's score
_SAME = 8.0  # what is added where somebody asks word for word


class Hit(msgspec.Struct, frozen=True):
    """An entry and the probability that it is what was meant."""

    entry: Entry
    score: float


class Found(NamedTuple):
    """Hits, best first, and the probability that no entry answers the question."""

    hits: tuple[Hit, ...] = ()
    none: float = 1.0


class Features(NamedTuple):
    """What is known of a question: a row for each entry, a row for none of them, and the entries' gates."""

    entries: Numbers
    none: Numbers
    against: Numbers


class Learnt(NamedTuple):
    """What was learnt from the development files (`./run bench fit_questions`)."""

    space: Space
    weights: Weights


class Held(NamedTuple):
    """What an index is made of, taken apart and encoded already. `bank` are the strangers, at the places `kept` of
    all there are.
    """

    entries: Sequence[Entry]
    ways: Sequence[Sequence[Wording]]
    way_vectors: Vectors
    answers: Sequence[Wording]
    answer_vectors: Vectors
    bank: Sequence[Wording]
    strangers: Strangers
    kept: Sequence[int]


class Index:
    """Entries made ready for search. Unchanging; made by `core.faq.build`. Not to be shared between threads."""

    def __init__(
        self, held: Held, analyser: Analyser, encoder: Encoder, learnt: Learnt, gates: Gates
    ) -> None:
        self._entries = held.entries
        self._analyser, self._encoder, self._gates = analyser, encoder, gates
        self._space, self._weights = learnt
        self._asked: dict[str, set[int]] = defaultdict(set)
        for place, ways in enumerate(held.ways):
            for way in ways:
                self._asked[_letters(way)].add(place)
        self._words = Words([shares_of([way.words for way in ways]) for ways in held.ways])
        every = [way for ways in held.ways for way in ways]
        self._rarity = Rarity([wording.words for wording in (*every, *held.bank)])
        self._homophones = Homophones(every, held.bank)
        self._foreign = Foreign(every, held.answers, held.bank)
        self._sounds = Sounds([_sounds_of(ways) for ways in held.ways])
        owners = [place for place, ways in enumerate(held.ways) for _ in ways]
        self._meanings = Meanings(held.way_vectors, owners, held.answer_vectors, held.strangers, held.kept)

    def search(self, text: str, most: int = 3, *, literal: bool = True) -> Found:
        """The closest entries, at most 10 of them; where it is asked word for word, that one, if `literal`."""
        if not text.strip():
            return Found()
        wording = self._wording(text)
        features = self._features(text, wording)
        against = features.against.copy()
        if literal:
            against[list(self._asked.get(_letters(wording), ()))] -= _SAME
        found = likelihood(features.entries, features.none, self._weights, against)
        pairs = zip(found.order[:most], found.probabilities, strict=False)
        return Found(tuple(Hit(self._entries[at], float(share)) for at, share in pairs), found.none)

    def features(self, text: str) -> Features:
        """What the probabilities are computed from, in the order that `core.faq.likelihood` names."""
        return self._features(text, self._wording(text))

    def _wording(self, text: str) -> Wording:
        wording = self._analyser.analyse(text)
        meant = self._homophones.corrected(wording)
        return wording if meant == wording.text else self._analyser.analyse(meant)

    def _features(self, text: str, wording: Wording) -> Features:
        asked = self._space.turn(self._encoder.encode([wording.text]))[0]
        closest, middle, taught, answer = self._meanings.close(asked)
        weights = {word: self._rarity.of(word) for word in wording.words}
        covered, sounds = self._words.covered(weights), self._sounds.alike(Counter(wording.sounds))
        rows = np.column_stack(
            [closest, middle, covered, sounds, taught, answer, self._meanings.common]
        ).astype(np.float64)
        against = np.zeros(len(rows))
        against[self._gates.shut(text)] = _SHUT
        strange = self._meanings.strangers(asked)
        none = [
            *(strange[:most].mean() for most in (1, 3, 10)),
            math.log(1 + len(wording.text)),
            *self._foreign.measures(wording, weights),
            self._meanings.spoken_of(asked),
        ]
        return Features(rows, np.array(none), against)


def _sounds_of(ways: Sequence[Wording]) -> Counter[str]:
    """How often the ways to ask sound so; of many ways, without what is heard once: a tale sounds of many things."""
    heard = Counter(sound for way in ways for sound in way.sounds)
    return (
        heard if len(ways) <= FEW else Counter({sound: count for sound, count in heard.items() if count > 1})
    )


def _letters(wording: Wording) -> str:
    return "".join(filter(str.isalnum, wording.text.casefold()))
