"""Which of the base's pieces are kept: those of the languages that the bot reads. The rest would be more than half
of all weights, for writings that nobody here sends.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bots.tuning.base import WIDTH, Base
from core.pieces import SPECIAL, Pieces
from core.transformer import Rows

LATIN = 40_000  # Latin pieces that are kept besides those that the messages have: the likeliest
# Letters of no language here: Greek to Lao without Thai, Tibetan to Georgian, and the rest up to the Latin additions.
_FOREIGN = re.compile("[\u0370-\u0dff\u0e80-\u1dff\u2c00-\u2dff\ua000-\uabff\ufb00-\ufdff\ufe70-\ufefe]")
_LATIN = re.compile("[A-Za-zÀ-ɏḀ-ỿ]")


class Vocabulary(NamedTuple):
    """The pieces that are kept, how likely each is, and its row."""

    pieces: tuple[str, ...]
    likelihoods: NDArray[np.float32]
    rows: Rows


def vocabulary_of(base: Base, texts: Iterable[str]) -> Vocabulary:
    """Those of the languages here, and whatever else `texts` are made of."""
    whole = Pieces(base.pieces, base.likelihoods)
    used = {number for text in texts for number in whole.numbers(text, len(text) + 2)}
    kept, latin = [], 0
    for number, piece in enumerate(base.pieces):  # the likeliest come first
        is_latin = bool(_LATIN.search(piece))
        latin += is_latin
        if (
            number < SPECIAL
            or number in used
            or (not _FOREIGN.search(piece) and "\n" not in piece and (not is_latin or latin <= LATIN))
        ):
            kept.append(number)
    rows = base.arrays["emb.word"].reshape(-1, WIDTH)[kept]
    worth = (np.abs(rows).max(axis=1) / 127).astype(np.float16)
    numbers = np.rint(rows / np.maximum(worth[:, None].astype(np.float32), 1e-8)).clip(-127, 127)
    return Vocabulary(
        tuple(base.pieces[number] for number in kept),
        base.likelihoods[kept],
        Rows(numbers.astype(np.int8), worth),
    )
