"""Which entries a question is closest to, by its words: character pairs and triples, weighed by rarity."""

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from core.faq.entries import Entry

# Katakana to hiragana: people write アコム, あこむ, ダイヤル and だいやる for the same word.
_KANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


class Hit(msgspec.Struct, frozen=True):
    """An entry and how close the question is to it: 0 (no word in common) to 1 (the same words)."""

    entry: Entry
    score: float


class Index:
    """Entries made ready for search. Immutable; one for each language."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        texts = [
            (number, _grams(text))
            for number, entry in enumerate(entries)
            for text in (entry.question, *entry.variants)
        ]
        spread = Counter(gram for _, grams in texts for gram in grams)
        self._rarity = {gram: math.log(1 + len(texts) / count) for gram, count in spread.items()}
        self._unseen = math.log(1 + len(texts))
        self._owner = [number for number, _ in texts]
        self._places: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, (_, grams) in enumerate(texts):
            for gram, weight in self._weigh(grams).items():
                self._places[gram].append((place, weight))

    def search(self, text: str, most: int = 3) -> list[Hit]:
        """The closest entries, best first; an entry is as close as the closest way to ask it."""
        scores: dict[int, float] = defaultdict(float)
        for gram, weight in self._weigh(_grams(text)).items():
            for place, other in self._places.get(gram, ()):
                scores[place] += weight * other
        best: dict[int, float] = {}
        for place, score in scores.items():
            owner = self._owner[place]
            best[owner] = max(best.get(owner, 0.0), score)
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        return [Hit(self._entries[owner], min(score, 1.0)) for owner, score in ranked[:most]]

    def _weigh(self, grams: Counter[str]) -> dict[str, float]:
        weights = {
            gram: (1 + math.log(count)) * self._rarity.get(gram, self._unseen)
            for gram, count in grams.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {gram: weight / length for gram, weight in weights.items()}


def _grams(text: str) -> Counter[str]:
    folded = unicodedata.normalize("NFKC", text).lower().translate(_KANA)
    return Counter(gram for word in _words(folded) for gram in _pieces(word))


def _words(text: str) -> Iterable[str]:
    return "".join(letter if letter.isalnum() or letter in "ーっ" else " " for letter in text).split()


def _pieces(word: str) -> Iterable[str]:
    if word.isascii():
        yield word
        word = f"^{word}$"
    for size in (2, 3):
        yield from (word[start : start + size] for start in range(len(word) - size + 1))
