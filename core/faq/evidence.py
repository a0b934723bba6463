"""What speaks for each entry: vectors and words of all its ways to ask, as arrays."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.encoder import Matrix, Vectors, unit
from core.faq.likelihood import Numbers
from core.faq.spans import Places, rows_of
from core.faq.strange import Strangers

_SAMPLE = 300  # strangers that a level is measured with
FEW = 8  # ways to ask: where there are more, a word counts in full if one way in so many has it
_EASE = 3.0  # ridge of the taught classifier; measured with `./run bench fit_questions`


Measures = NDArray[np.floating[Any]]  # one for each entry


class Rarity:
    """How much a word says: little where many sentences have it."""

    def __init__(self, sentences: Sequence[Collection[str]]) -> None:
        self._seen = Counter(word for sentence in sentences for word in set(sentence))
        self._sentences = len(sentences)

    def of(self, word: str) -> float:
        """More than 0."""
        return math.log(1 + self._sentences / (self._seen.get(word, 0) + 0.5))


class Words:
    """Which entries have which words, and how much each is theirs."""

    def __init__(self, entries: Sequence[Mapping[str, float]]) -> None:
        """`entries`: of each its words, with a share up to 1."""
        places: dict[str, list[int]] = defaultdict(list)
        shares: dict[str, list[float]] = defaultdict(list)
        for place, words in enumerate(entries):
            for word, share in words.items():
                places[word].append(place)
                shares[word].append(share)
        self._places = {word: np.array(found) for word, found in places.items()}
        self._shares = {word: np.array(found) for word, found in shares.items()}
        self._size = len(entries)

    def covered(self, weights: Mapping[str, float]) -> Numbers:
        """The share of these words' weight that each entry has."""
        found = np.zeros(self._size)
        for word, weight in weights.items():
            if word in self._places:
                found[self._places[word]] += weight * self._shares[word]
        return found / (sum(weights.values()) or 1.0)


def shares_of(ways: Sequence[Collection[str]]) -> dict[str, float]:
    """How much each word of these ways to ask is the entry's: wholly where one way in eight has it. In a tale told
    at length there are words that have nothing to do with what is asked.
    """
    seen = Counter(word for way in ways for word in way)
    enough = max(len(ways) / FEW, 1.0)
    return {word: min(count / enough, 1.0) for word, count in seen.items()}


class Corpus(NamedTuple):
    """A file in vectors, all in one space. `owners`: the place of each way's entry, rising from 0; each entry has at
    least one. `kept`: the places of the bank's sentences that count.
    """

    ways: Vectors
    owners: Sequence[int]
    answers: Vectors
    bank: Strangers
    kept: Sequence[int]

    def starts(self) -> NDArray[np.intp]:
        """The place of each entry's first way."""
        return np.flatnonzero(np.diff(np.array(self.owners, np.intp), prepend=-1))


class Taught(msgspec.Struct, frozen=True):
    """What is learnt of a corpus: the classifier's row for each entry, and the one for any of them; how close the bank
    comes to each entry; how close a stranger comes on average to the closest way, middle and answer.
    """

    matters: Matrix
    spoken_of: Matrix
    common: Matrix
    levels: tuple[float, float, float]


class Meanings:
    """Vectors of each entry's ways to ask and its answer, and of the bank."""

    def __init__(self, corpus: Corpus, taught: Taught) -> None:
        """`taught`: see `teach`."""
        self._ways, self._answers = corpus.ways, corpus.answers
        self._starts = corpus.starts()
        self._counts = np.diff(self._starts, append=len(corpus.owners))
        self._middles = unit(np.add.reduceat(corpus.ways, self._starts))
        self._bank, self._kept = corpus.bank, np.array(corpus.kept, np.intp)
        self._taught, self._spoken_of = taught.matters, taught.spoken_of
        self.common, self._levels = taught.common, taught.levels

    def near(self, asked: Matrix, among: Places) -> Measures:
        """Cosine of one vector with the middle of each entry at these places. Cosines, here and below, are over what a
        stranger's best one is: in a large file chance comes closer.
        """
        return self._middles[among] @ asked - self._levels[1]

    def close(self, asked: Matrix, among: Places) -> tuple[Measures, Measures, Measures]:
        """Of one vector: cosine with the closest way of each entry at these places, the classifier's word, cosine with
        its answer.
        """
        way, _, answer = self._levels
        return (
            self._closest(asked, among) - way,
            self._taught[among] @ asked,
            self._answers[among] @ asked - answer,
        )

    def _closest(self, asked: Matrix, among: Places) -> Measures:
        if isinstance(among, slice):
            return np.maximum.reduceat(self._ways @ asked, self._starts)[among]
        counts = self._counts[among]
        alike = self._ways[rows_of(self._starts[among], counts)] @ asked
        return np.maximum.reduceat(alike, np.cumsum(counts) - counts)

    def strangers(self, asked: Matrix, among: Places) -> tuple[Measures, Places]:
        """Cosine of one vector with the closest ten of the bank that count, closest first; see `Strangers.closest`."""
        return self._bank.closest(asked, self._kept, among)

    def spoken_of(self, asked: Matrix) -> float:
        """The classifier's word on whether this is any of the file's matters, rather than the bank's."""
        return float(asked @ self._spoken_of)


def teach(corpus: Corpus) -> Taught:
    """What is learnt of it."""
    sums = np.add.reduceat(corpus.ways, corpus.starts())
    middles, strangers = unit(sums), corpus.bank.vectors[corpus.kept]
    classifier = _classifier(corpus.ways, sums, strangers, corpus.bank.products(corpus.kept))
    sample = strangers[:: max(len(strangers) // _SAMPLE, 1)]
    return Taught(
        classifier[:-1],
        classifier[-1],
        _highest(middles @ strangers.T, 10).mean(axis=1),
        (_level(sample, corpus.ways), _level(sample, middles), _level(sample, corpus.answers)),
    )


def _classifier(ways: Vectors, sums: Matrix, bank: Vectors, of_bank: Matrix) -> Matrix:
    """Ridge regression to the entry that a way belongs to, the whole bank against it with the ways' weight; the
    last row tells all ways from the bank. `sums`: of each entry's ways; `of_bank`: of its outer products.
    """
    weight = len(ways) / max(len(bank), 1)
    products = ways.T @ ways + weight * of_bank + _EASE * np.eye(ways.shape[1], dtype=np.float32)
    all_against_bank = sums.sum(axis=0) - weight * bank.sum(axis=0)
    solved = np.linalg.solve(products, np.vstack([sums, all_against_bank]).T)
    return np.ascontiguousarray(solved.T, np.float32)


def _level(sample: Vectors, rows: Matrix) -> float:
    """How close strangers come to the closest of the rows, on average."""
    return float((rows @ sample.T).max(axis=0).mean()) if len(sample) else 0.0


def _highest(rows: Matrix, most: int) -> Matrix:
    """The highest of each row, in no order."""
    most = min(most, rows.shape[1])
    return np.partition(rows, rows.shape[1] - most, axis=1)[:, rows.shape[1] - most :]
