"""Which entries a question is closest to, by words and by meaning, and how likely the first is what was meant."""

from collections import defaultdict
from typing import NamedTuple

import msgspec
import numpy as np

from core.faq.entries import Entry
from core.faq.evidence import Meanings, Rarity, Words, shares_of
from core.faq.foreign import Foreign
from core.faq.gates import Gates
from core.faq.likelihood import Likelihood, likelihood
from core.faq.sense import FIRST, Before, ByWords, Sense, Weighed
from core.faq.spans import Places
from core.faq.tables import Held, Tables
from core.faq.words import Analyser, Wording

# On the scale of the logit:
_SHUT = 6.0  # what a gate takes from an entry's score, in each sense
_SAME = 8.0  # what is added where somebody asks word for word
# Probability from which on the usual sense is trusted, that an entry is meant or that none is. A question in doubt is
# read closely, which takes three times as long as all else; and the longer it is the longer, so that from a short to a
# long one less and less is enough (docs/questions.md).
_SHORT, CERTAIN = 20, 0.9  # letters up to which so much is asked
_LONG, CERTAIN_IF_LONG = 50, 0.3  # letters from which on
_LATIN = 3  # Latin letters that take as long as one other


class Hit(msgspec.Struct, frozen=True):
    """An entry and the probability that it is what was meant."""

    entry: Entry
    score: float


class Found(NamedTuple):
    """Hits, best first, and the probability that no entry answers the question."""

    hits: tuple[Hit, ...] = ()
    none: float = 1.0


class _Said(NamedTuple):
    """What a sense said: `order` are places among all entries."""

    found: Likelihood
    strangers: Places

    def before(self) -> Before:
        """For the next sense."""
        return Before(self.found.order, *self.found.logarithms(), self.strangers)


class _Question(NamedTuple):
    wording: Wording
    words: ByWords


class Index:
    """Entries made ready for search. Unchanging; made by `core.faq.build`. Not to be shared between threads."""

    def __init__(self, held: Held, tables: Tables, analyser: Analyser, gates: Gates) -> None:
        self._entries = held.entries
        self._analyser, self._gates = analyser, gates
        self._asked: dict[str, set[int]] = defaultdict(set)
        for place, ways in enumerate(held.ways):
            for way in ways:
                self._asked[_letters(way)].add(place)
        bank = [held.bank[at] for at in tables.strangers]
        every = [way for ways in held.ways for way in ways]
        self._words = Words([shares_of([way.words for way in ways]) for ways in held.ways])
        self._rarity = Rarity([wording.words for wording in (*every, *bank)])
        self._foreign = Foreign(every, held.answers, bank)
        self._homophones, self._sounds = tables.homophones, tables.sounds
        self._senses = [
            Sense(encoded.encoder, encoded.learnt, Meanings(corpus, taught))
            for encoded, corpus, taught in zip(
                held.encoded, held.corpora(tables.strangers), tables.taught, strict=True
            )
        ]

    def search(self, text: str, most: int = 3, *, literal: bool = True) -> Found:
        """The closest entries, at most 10 of them; where it is asked word for word, that one, if `literal`."""
        if not text.strip():
            return Found()
        question = self._question(text)
        if literal:
            question.words.against[list(self._asked.get(_letters(question.wording), ()))] -= _SAME
        enough = _enough(question.wording.text)
        said = self._likely(question, 0)
        for depth in range(1, len(self._senses)):
            if said.found.surest >= enough:
                break
            said = self._likely(question, depth, said)
        found = said.found
        pairs = zip(found.order[:most], found.probabilities, strict=False)
        return Found(tuple(Hit(self._entries[at], float(share)) for at, share in pairs), found.none)

    def features(self, text: str, depth: int = 0) -> Weighed:
        """What the probabilities are computed from, in the order that `core.faq.likelihood` names; of the
        closer sense those of the entries that the one before found likeliest.
        """
        question, said = self._question(text), None
        for earlier in range(depth):
            said = self._likely(question, earlier, said)
        return self._weighed(question, depth, said)

    def _likely(self, question: _Question, depth: int, said: _Said | None = None) -> _Said:
        weighed = self._weighed(question, depth, said)
        found = likelihood(weighed.entries, weighed.none, self._senses[depth].weights, weighed.against)
        return _Said(found._replace(order=weighed.places[found.order]), weighed.strangers)

    def _weighed(self, question: _Question, depth: int, said: _Said | None) -> Weighed:
        before = said.before() if said else FIRST
        return self._senses[depth].weighed(question.wording, question.words, before)

    def _question(self, text: str) -> _Question:
        wording = self._wording(text)
        weights = {word: self._rarity.of(word) for word in wording.words}
        covered, sounds = self._words.covered(weights), self._sounds.alike(wording.sound)
        against = np.zeros(len(self._entries))
        against[self._gates.shut(text)] = _SHUT
        unknown = tuple(self._foreign.measures(wording, weights))
        return _Question(wording, ByWords(covered, sounds, against, unknown))

    def _wording(self, text: str) -> Wording:
        wording = self._analyser.analyse(text)
        meant = self._homophones.corrected(wording)
        return wording if meant == wording.text else self._analyser.analyse(meant)


def _enough(text: str) -> float:
    """The probability from which on a question of that length is not read closely."""
    letters = len(text) / _LATIN if text.isascii() else len(text)
    return float(np.interp(letters, (_SHORT, _LONG), (CERTAIN, CERTAIN_IF_LONG)))


def _letters(wording: Wording) -> str:
    return "".join(filter(str.isalnum, wording.text.casefold()))
