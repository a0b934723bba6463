"""Which of the bank's strangers are none of a file's matters, kept on disk: to compare them all takes long."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from core.encoder import Vectors
from core.faq.kept import Kept
from core.faq.words import Wording

_BLOCK = 256  # strangers compared at once: all of them with 25,000 ways to ask would fill the memory
_SAME = 0.7  # a stranger this close to a way to ask is none in this file


class Read(NamedTuple):
    """Texts taken apart, and their vectors in the usual sense."""

    wordings: Sequence[Wording]
    vectors: Vectors


class StrangerCache:
    """Finds strangers, and keeps in a folder what it found, where one is given."""

    def __init__(self, maker: str, folder: Path | None = None) -> None:
        """`maker` names what took the texts apart, and what made the vectors."""
        self._kept = Kept(folder, ".strangers", f"{maker} {_SAME}")

    def strangers(self, space: str, ways: Read, answers: Sequence[Wording], bank: Read) -> list[int]:
        """Places in the bank of those that no way to ask is as close to and whose words do not all occur. `space`: the
        name of the one that the vectors are in.
        """
        parts = (ways.wordings, answers, bank.wordings)
        key = [space, *(text for part in parts for text in (str(len(part)), *(one.text for one in part)))]
        found = self._kept.read(key)
        if found is not None:
            with suppress(msgspec.MsgspecError):
                places = msgspec.msgpack.decode(found, type=list[int])
                if all(0 <= place < len(bank.wordings) for place in places):
                    return places
        places = _strangers(ways, answers, bank)
        self._kept.write(key, msgspec.msgpack.encode(places))
        return places


def _strangers(ways: Read, answers: Sequence[Wording], bank: Read) -> list[int]:
    used = frozenset[str]().union(*(wording.words for wording in (*ways.wordings, *answers)))
    other = [at for at, wording in enumerate(bank.wordings) if not wording.words <= used]
    blocks = (other[at : at + _BLOCK] for at in range(0, len(other), _BLOCK))
    return [
        at
        for block in blocks
        for at, closest in zip(block, (bank.vectors[block] @ ways.vectors.T).max(axis=1), strict=True)
        if closest < _SAME
    ]
