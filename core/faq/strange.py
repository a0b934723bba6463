"""Which of the bank's strangers are none of a file's matters, and which come closest to a question."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.encoder import Matrix, Vectors
from core.faq.spans import Places
from core.faq.words import Wording

# Numbers of a vector by which strangers are chosen, and how many of them are then compared in full: among those are
# 99 in a hundred of the closest ten.
_FRONT, _COMPARED = 128, 250
CLOSEST = 10
NEAR = 150  # so many are left for another sense to find its closest ten among
_BLOCK = 256  # strangers compared at once: all of them with 25,000 ways to ask would fill the memory
_SAME = 0.7  # a stranger this close to a way to ask is none in this file


def strangers_of(
    ways: Sequence[Wording],
    ways_mean: Vectors,
    answers: Sequence[Wording],
    bank: Sequence[Wording],
    bank_means: Vectors,
) -> list[int]:
    """Places in the bank of those that no way to ask is as close to and whose words do not all occur."""
    used = frozenset[str]().union(*(wording.words for wording in (*ways, *answers)))
    other = [at for at, wording in enumerate(bank) if not wording.words <= used]
    blocks = (other[at : at + _BLOCK] for at in range(0, len(other), _BLOCK))
    return [
        at
        for block in blocks
        for at, closest in zip(block, (bank_means[block] @ ways_mean.T).max(axis=1), strict=True)
        if closest < _SAME
    ]


class Strangers:
    """The bank's sentences as vectors, with what all the indexes that share them need of them."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors

    def closest(
        self, asked: Matrix, kept: NDArray[np.intp], among: Places
    ) -> tuple[Vectors, NDArray[np.intp]]:
        """Cosine of one vector with the closest ten of those `kept`, closest first, and the places of the closest few
        hundred: another sense need look at no more. `among`: places among `kept` that are looked at.
        """
        places = self._likely(asked, kept) if isinstance(among, slice) else among
        alike = self.vectors[kept[places]] @ asked
        near = _highest(alike, NEAR)
        return np.sort(alike[near])[::-1][:CLOSEST], places[near]

    def _likely(self, asked: Matrix, kept: NDArray[np.intp]) -> NDArray[np.intp]:
        return _highest((self._fronts @ asked[:_FRONT])[kept], _COMPARED)

    @cached_property
    def _fronts(self) -> Matrix:
        """The first numbers of each vector side by side, which tell nearly how close it is (`core.faq.space`): reading
        past all of the others takes longer than all the rest of a measurement.
        """
        return np.ascontiguousarray(self.vectors[:, :_FRONT])

    @cached_property
    def _products(self) -> Matrix:
        return self.vectors.T @ self.vectors

    def products(self, kept: Sequence[int]) -> Matrix:
        """The sum of the outer products of the vectors at these places. Most are kept: the few others are taken off."""
        others = np.delete(self.vectors, kept, axis=0)
        return np.asarray(self._products - others.T @ others, np.float32)


def _highest(numbers: Matrix, most: int) -> NDArray[np.intp]:
    """Places of the highest, in no order."""
    return np.argpartition(numbers, max(len(numbers) - most, 0))[-most:]
