"""A small transformer that reads closely what cheaper means leave in doubt: messages of groups, and questions. It is
multilingual-e5-small (Wang et al. 2024), tuned on labelled messages and on ways to ask by `./run train watch`; it runs
in ONNX Runtime, offline.
"""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.content import ContentError, Problem
from core.encoder import Vectors, unit
from core.layers import load_layers
from core.pieces import Pieces, load_pieces

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

WIDTH = 384  # numbers of a vector
LONGEST = 400  # characters of a message that are read
MOST = 128  # pieces of a message that are read
FRONT, BACK = 40, 160  # characters of a long question from which its pieces are taken
ASKED = 24  # pieces of a question, which is to be answered at once …
BEGINNING = 8  # … so many of them from its beginning: what a long tale asks stands mostly at its end
PIECES, ROWS, WORTH, LAYERS = "pieces.npz", "rows.npy", "worth.npy", "layers.ort"
TOLD, MEANT = "told", "meant"  # what comes out of the layers: the logit, and the mean over the pieces


class Rows(NamedTuple):
    """What each piece means on its own: whole numbers, and what one of them is worth in each row."""

    numbers: NDArray[np.int8]
    worth: NDArray[np.float16]

    def of(self, pieces: list[int]) -> NDArray[np.float32]:
        """A row for each piece."""
        return self.numbers[pieces].astype(np.float32) * self.worth[pieces, None].astype(np.float32)


class Transformer:
    """Reads texts; an `Encoder`. Its files are read in with the first text, from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reading = Lock()

    @cached_property
    def name(self) -> str:
        """By the checksum of its layers, and of what is read of a question: each tuning makes another."""
        rules = f"{ASKED} words {BEGINNING} {FRONT} {BACK}".encode()
        return f"transformer {hashlib.sha256((self._folder / LAYERS).read_bytes() + rules).hexdigest()[:16]}"

    def told(self, text: str) -> float:
        """The logit of a message: above 0 it is rather a scam."""
        return float(self._run(TOLD, self._pieces.numbers(text[:LONGEST], MOST))[0, 0])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row of `WIDTH` for each text, of length 1: those that ask the same lie close."""
        found = np.zeros((len(texts), WIDTH), np.float32)
        pieces = self._pieces
        for row, text in zip(found, texts, strict=True):
            read = ends(text)
            row[:] = self._run(MEANT, gist(pieces.numbers(read, len(read) + 2), pieces))[0]
        return unit(found)

    @property
    def _pieces(self) -> Pieces:
        with self._reading:  # two threads at the start would read them in twice
            return self._files[0]

    def _run(self, what: str, numbers: list[int]) -> NDArray[np.float32]:
        _, rows, layers = self._files
        found: NDArray[np.float32] = layers.run([what], {"rows": rows.of(numbers)[None]})[0]
        return found

    @cached_property
    def _files(self) -> "tuple[Pieces, Rows, InferenceSession]":
        rows = Rows(np.load(self._folder / ROWS, mmap_mode="r"), np.load(self._folder / WORTH))
        return load_pieces(self._folder / PIECES), rows, load_layers(self._folder / LAYERS)


def ends(text: str) -> str:
    """The parts of a question, or of an answer, that its pieces are taken from."""
    return text if len(text) <= FRONT + BACK else text[:FRONT] + text[-BACK:]


def gist(numbers: list[int], pieces: Pieces) -> list[int]:
    """The pieces that are read of a question, or of an answer: of a long one those of its beginning and its end, without
    the marks between its words.
    """
    if len(numbers) <= ASKED:
        return numbers
    words = [number for number in numbers if number not in pieces.marks]
    return words if len(words) <= ASKED else words[:BEGINNING] + words[BEGINNING - ASKED :]


def load_transformer(folder: Path) -> Transformer:
    """One whose files are there. Raises ContentError."""
    missing = [name for name in (PIECES, ROWS, WORTH, LAYERS) if not (folder / name).is_file()]
    if missing:
        reason = "is missing; make it: ./run train watch (docs/watch.md)"
        raise ContentError([Problem(str(folder / name), 0, reason) for name in missing])
    return Transformer(folder)
