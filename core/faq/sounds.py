"""How entries sound: pairs, triples and fours of sounds, weighed by rarity. A letter outside Unicode's first plane, such
as 𠮷, counts as two.
"""

import math
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.faq.likelihood import Numbers
from core.faq.spans import rows_of

_LONGEST = 4  # sounds of a gram; the shortest has two
_BITS = 16  # of a sound: a gram of up to four is one number, and none is another's

Grams = NDArray[np.uint64]


class Sounds(msgspec.Struct, frozen=True):
    """Sounds of each entry: TF-IDF with cosine, in one flat table by gram. `size` is how many entries there are; of the
    gram at a place `rarity`, last that of any other, and from `starts` on its `places` among the entries with its
    `weights` there.
    """

    size: int
    grams: Grams
    rarity: NDArray[np.float64]
    starts: NDArray[np.int64]
    places: NDArray[np.int32]
    weights: NDArray[np.float32]

    def alike(self, line: str) -> Numbers:
        """The cosine of what sounds so with each entry."""
        sounds = _sounds(line)
        heard, often = np.unique(np.concatenate(list(_windows(sounds))), return_counts=True)
        numbers = np.searchsorted(self.grams, heard)
        known = numbers < len(self.grams)
        known[known] = self.grams[numbers[known]] == heard[known]
        weights = (1 + np.log(often)) * self.rarity[np.where(known, numbers, len(self.grams))]
        starts = self.starts[numbers[known]]
        counts = self.starts[numbers[known] + 1] - starts
        rows = rows_of(starts, counts)
        found = np.bincount(
            self.places[rows], self.weights[rows] * np.repeat(weights[known], counts), self.size
        )
        return found / (math.sqrt(weights @ weights) or 1.0)


def sounds_of(entries: Sequence[Sequence[str]], few: int) -> Sounds:
    """`entries`: of each how its ways to ask sound; of more than `few` ways without what is heard once: a tale sounds of
    many things.
    """
    size = len(entries)
    owners = np.repeat(np.arange(size), [len(ways) for ways in entries])
    heard, lines = grams([way for ways in entries for way in ways])
    found, numbers = np.unique(heard, return_inverse=True)
    pairs, counts = np.unique(numbers * max(size, 1) + owners[lines], return_counts=True)
    numbers, places = np.divmod(pairs, max(size, 1))
    many = np.array([len(ways) > few for ways in entries], bool)
    kept = (counts > 1) | ~many[places]
    numbers, places, counts = numbers[kept], places[kept], counts[kept]
    spread = np.bincount(numbers, minlength=len(found) + 1)
    rarity = np.log(1 + (size - spread + 0.5) / (spread + 0.5))
    weights = (1 + np.log(counts)) * rarity[numbers]
    lengths = np.sqrt(np.bincount(places, weights**2, size))
    return Sounds(
        size,
        found,
        rarity,
        np.cumsum(spread) - spread,
        places.astype(np.int32),
        (weights / lengths[places]).astype(np.float32),
    )


def grams(lines: Sequence[str]) -> tuple[Grams, NDArray[np.intp]]:
    """The pairs, triples and fours in these lines, each as often as it occurs, and the place of the line each is in."""
    sounds = _sounds("\0".join((*lines, "")))
    ends = np.cumsum(sounds == 0)  # of lines, so far
    found, places = [], []
    for windows in _windows(sounds):
        over = len(sounds) - len(windows)
        whole = np.flatnonzero((ends[: len(windows)] == ends[over:]) & (sounds[: len(windows)] > 0))
        found.append(windows[whole])
        places.append(ends[whole])
    return np.concatenate(found), np.concatenate(places)


def _sounds(text: str) -> Grams:
    """A number for each."""
    return np.frombuffer(text.encode("utf-16-le", "replace"), "<u2").astype(np.uint64)


def _windows(sounds: Grams) -> Iterator[Grams]:
    """All pairs, then all triples, then all fours, as numbers: from each place on one, as long as there are so many."""
    windows = sounds
    for size in range(1, _LONGEST):
        windows = windows[:-1] | (sounds[size:] << np.uint64(_BITS * size))
        yield windows
