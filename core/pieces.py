"""A text cut into the pieces that a transformer reads: of all ways to cut it the likeliest, each piece having a
likelihood of its own (Kudo 2018, "Subword Regularization", the unigram model of SentencePiece).
"""

import unicodedata
from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BEGIN, UNKNOWN, END = 0, 3, 2  # places of the pieces that are no letters
SPECIAL = 4  # so many pieces at the beginning are none
SPACE = "▁"  # written for a space
_WORST = 10.0  # by how much an unknown letter is less likely than the least likely piece


class Pieces:
    """All pieces with their logarithmic likelihoods, in the order of their numbers."""

    def __init__(self, pieces: Sequence[str], likelihoods: NDArray[np.float32]) -> None:
        told = likelihoods.tolist()
        numbered = zip(pieces, enumerate(told), strict=True)
        self._known = dict(islice(numbered, SPECIAL, None))
        self._unknown = min(told[SPECIAL:]) - _WORST
        # Of the pieces that begin with these two letters: the longest comes last, and stays.
        self._longest = {piece[:2]: len(piece) for piece in sorted(self._known, key=len)}

    @cached_property
    def marks(self) -> frozenset[int]:
        """The numbers of those that stand between words; found out when first asked for."""
        return frozenset(place for piece, (place, _) in self._known.items() if _is_mark(piece))

    def numbers(self, text: str, most: int) -> list[int]:
        """The numbers of the text's first pieces, at most so many with those that begin and end it."""
        return [
            BEGIN,
            *self._cut(SPACE + SPACE.join(unicodedata.normalize("NFKC", text).split()))[: most - 2],
            END,
        ]

    def _cut(self, text: str) -> list[int]:
        best = [0.0] + [-np.inf] * len(text)  # of the text up to each place
        last = [(0, UNKNOWN)] * (len(text) + 1)  # where its last piece begins, and which it is
        for start in range(len(text)):
            so_far = best[start]
            if so_far + self._unknown > best[start + 1]:
                best[start + 1], last[start + 1] = so_far + self._unknown, (start, UNKNOWN)
            longest = self._longest.get(text[start : start + 2], 1)
            for end in range(start + 1, min(len(text), start + longest) + 1):
                piece = self._known.get(text[start:end])
                if piece and so_far + piece[1] > best[end]:
                    best[end], last[end] = so_far + piece[1], (start, piece[0])
        found, end = [], len(text)
        while end:
            end, number = last[end]
            found.append(number)
        return found[::-1]


def _is_mark(piece: str) -> bool:
    """Punctuation, signs and spaces; a vowel's sign of Thai is a letter here. Whoever changes this makes other vectors:
    what `core.transformer` calls itself must change as well.
    """
    return not any(map(str.isalnum, piece)) and all(unicodedata.category(sign)[0] in "PSZ" for sign in piece)


def load_pieces(file: Path) -> Pieces:
    """Read what `dump_pieces` wrote."""
    with np.load(file, allow_pickle=False) as held:
        return Pieces(bytes(held["pieces"]).decode().split("\n"), held["likelihoods"].astype(np.float32))


def dump_pieces(file: Path, pieces: Sequence[str], likelihoods: NDArray[np.float32]) -> None:
    """Write them to a file."""
    joined = np.frombuffer("\n".join(pieces).encode(), np.uint8)
    np.savez_compressed(file, pieces=joined, likelihoods=likelihoods.astype(np.float16))
