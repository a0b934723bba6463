"""Which of the bank's strangers are none of a file's matters."""

from collections.abc import Sequence

from core.encoder import Vectors
from core.faq.words import Wording

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
