"""How entries sound: pairs, triples and fours of sounds, weighed by rarity. A letter outside Unicode's first plane, such
as 𠮷, counts as two.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.faq.likelihood import Numbers
from core.faq.spans import rows_of

_SIZES = (2, 3, 4)  # sounds of a gram
_BITS = 16  # of a sound: a gram of up to four is one number, and none is another's

Grams = NDArray[np.uint64]


class Sounds:
    """Sounds of each entry: TF-IDF with cosine, in one flat table by gram."""

    def __init__(self, entries: Sequence[Sequence[str]], few: int) -> None:
        """`entries`: of each how its ways to ask sound; of more than `few` ways without what is heard once: a tale
        sounds of many things.
        """
        self._size = len(entries)
        owners = np.repeat(np.arange(self._size), [len(ways) for ways in entries])
        heard, lines = grams([way for ways in entries for way in ways])
        self._grams, numbers = np.unique(heard, return_inverse=True)
        pairs, counts = np.unique(numbers * max(self._size, 1) + owners[lines], return_counts=True)
        numbers, places = np.divmod(pairs, max(self._size, 1))
        many = np.array([len(ways) > few for ways in entries], bool)
        kept = (counts > 1) | ~many[places]
        numbers, places, counts = numbers[kept], places[kept], counts[kept]
        spread = np.bincount(numbers, minlength=len(self._grams))
        self._rarity = np.log(1 + (self._size - spread + 0.5) / (spread + 0.5))
        self._unseen = math.log(1 + (self._size + 0.5) / 0.5)
        weights = (1 + np.log(counts)) * self._rarity[numbers]
        lengths = np.sqrt(np.bincount(places, weights**2, self._size))
        self._places = places.astype(np.int32)
        self._weights = (weights / lengths[places]).astype(np.float32)
        self._starts = np.concatenate([[0], np.cumsum(spread)])

    def alike(self, line: str) -> Numbers:
        """The cosine of what sounds so with each entry."""
        heard, often = np.unique(grams([line])[0], return_counts=True)
        numbers = np.searchsorted(self._grams, heard)
        known = numbers < len(self._grams)
        known[known] = self._grams[numbers[known]] == heard[known]
        weights = 1 + np.log(often)
        weights[~known] *= self._unseen
        weights[known] *= self._rarity[numbers[known]]
        starts = self._starts[numbers[known]]
        counts = self._starts[numbers[known] + 1] - starts
        rows = rows_of(starts, counts)
        found = np.bincount(
            self._places[rows], self._weights[rows] * np.repeat(weights[known], counts), self._size
        )
        return found / (math.sqrt(weights @ weights) or 1.0)


def grams(lines: Sequence[str]) -> tuple[Grams, NDArray[np.intp]]:
    """The pairs, triples and fours in these lines, each as often as it occurs, and the place of the line each is in."""
    text = "\0".join((*lines, "")).encode("utf-16-le", "replace")
    sounds = np.frombuffer(text, "<u2").astype(np.uint64)
    ends = np.cumsum(sounds == 0)  # of lines, so far
    found, places = [], []
    for size in _SIZES:
        windows = max(len(sounds) - size, 0)  # none ends with the end of a line
        whole = np.flatnonzero(ends[:windows] == ends[size - 1 : size - 1 + windows])
        whole = whole[sounds[whole] > 0]
        found.append(sum(sounds[whole + at] << np.uint64(_BITS * at) for at in range(size)))
        places.append(ends[whole])
    return np.concatenate(found).astype(np.uint64), np.concatenate(places)
