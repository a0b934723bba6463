"""Which entries a question is closest to, by its words: letters, pairs and triples of them, weighed by rarity.

An entry is as close as its closest way to ask and the middle of all its ways together, half and half:
the one finds the familiar question, the other the new one on the same matter.
"""

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from core.faq.entries import Entry

# Katakana to hiragana: people write アコム, あこむ, ダイヤル and だいやる for the same word.
_KANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_STEM = 5  # letters of a Latin word that its forms share: call, calls, calling

Vector = Mapping[str, float]  # of length 1


class Hit(msgspec.Struct, frozen=True):
    """An entry and how close the question is to it: 0 (nothing in common) to 1 (the same words)."""

    entry: Entry
    score: float


class Index:
    """Entries made ready for search. Immutable; one for each language."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        grams = [[_grams(text) for text in (entry.question, *entry.variants)] for entry in entries]
        spread = Counter(gram for ways in grams for gram in set().union(*ways))
        self._rarity = {gram: math.log(1 + len(entries) / count) for gram, count in spread.items()}
        self._unseen = math.log(1 + len(entries))
        ways = [[self._weigh(way) for way in of_entry] for of_entry in grams]
        self._middles = _inverted(_middle(of_entry) for of_entry in ways)
        self._ways = _inverted(way for of_entry in ways for way in of_entry)
        self._owner = [place for place, of_entry in enumerate(ways) for _ in of_entry]

    def search(self, text: str, most: int = 3) -> list[Hit]:
        """The closest entries, best first."""
        asked = self._weigh(_grams(text))
        closest: dict[int, float] = {}
        for way, score in _products(asked, self._ways).items():
            owner = self._owner[way]
            closest[owner] = max(closest.get(owner, 0.0), score)
        middles = _products(asked, self._middles)
        scores = ((owner, (score + middles[owner]) / 2) for owner, score in closest.items())
        ranked = sorted(scores, key=lambda item: (-item[1], item[0]))
        return [Hit(self._entries[owner], min(score, 1.0)) for owner, score in ranked[:most]]

    def _weigh(self, grams: Counter[str]) -> Vector:
        return _of_length_one(
            {
                gram: (1 + math.log(count)) * self._rarity.get(gram, self._unseen)
                for gram, count in grams.items()
            }
        )


def _middle(vectors: Sequence[Vector]) -> Vector:
    total: dict[str, float] = defaultdict(float)
    for vector in vectors:
        for gram, weight in vector.items():
            total[gram] += weight
    return _of_length_one(total)


def _of_length_one(vector: Vector) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {gram: weight / length for gram, weight in vector.items()}


def _inverted(vectors: Iterable[Vector]) -> Mapping[str, list[tuple[int, float]]]:
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, vector in enumerate(vectors):
        for gram, weight in vector.items():
            places[gram].append((place, weight))
    return places


def _products(asked: Vector, places: Mapping[str, list[tuple[int, float]]]) -> dict[int, float]:
    scores: dict[int, float] = defaultdict(float)
    for gram, weight in asked.items():
        for place, other in places.get(gram, ()):
            scores[place] += weight * other
    return scores


def _grams(text: str) -> Counter[str]:
    folded = unicodedata.normalize("NFKC", text).lower().translate(_KANA)
    words = "".join(letter if letter.isalnum() or letter == "ー" else " " for letter in folded).split()
    return Counter(gram for word in words for gram in _pieces(word))


def _pieces(word: str) -> Iterable[str]:
    if word.isascii():
        return (word, word[:_STEM] + "…")
    return (word[start : start + size] for size in (1, 2, 3) for start in range(len(word) - size + 1))
