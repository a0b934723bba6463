"""How surely a message is a scam, told by a transformer that has read thousands of labelled ones: what words and
signs leave in doubt. multilingual-e5-small (Wang et al. 2024), tuned by `./run train watch`; it runs in ONNX Runtime.

What it says is never shown: what a person reads are the signs, in words they can check.
"""

from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.content import ContentError, Problem
from core.watch.folding import plain
from core.watch.pieces import Pieces, load_pieces

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

LONGEST = 400  # characters of a message that are read
MOST = 128  # pieces of a message that are read
PIECES, ROWS, WORTH, LAYERS = "pieces.npz", "rows.npy", "worth.npy", "layers.ort"


class Rows(NamedTuple):
    """What each piece means on its own: whole numbers, and what one of them is worth in each row."""

    numbers: NDArray[np.int8]
    worth: NDArray[np.float16]

    def of(self, pieces: list[int]) -> NDArray[np.float32]:
        """A row for each piece."""
        return self.numbers[pieces].astype(np.float32) * self.worth[pieces, None].astype(np.float32)


class Transformer:
    """Reads messages. Its files are read in with the first one, from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reading = Lock()

    def told(self, text: str) -> float:
        """The logit: above 0 the message is rather a scam."""
        with self._reading:  # two threads at the start would read them in twice
            pieces, rows, layers = self._files
        read = rows.of(pieces.numbers(plain(text[:LONGEST]), MOST))
        return float(layers.run(None, {"rows": read[None]})[0][0, 0])

    @cached_property
    def _files(self) -> "tuple[Pieces, Rows, InferenceSession]":
        rows = Rows(np.load(self._folder / ROWS, mmap_mode="r"), np.load(self._folder / WORTH))
        return load_pieces(self._folder / PIECES), rows, _layers(self._folder / LAYERS)


def load_transformer(folder: Path) -> Transformer:
    """One whose files are there. Raises ContentError."""
    missing = [name for name in (PIECES, ROWS, WORTH, LAYERS) if not (folder / name).is_file()]
    if missing:
        reason = "is missing; make it: ./run train watch"
        raise ContentError([Problem(str(folder / name), 0, reason) for name in missing])
    return Transformer(folder)


def _layers(file: Path) -> "InferenceSession":
    """On one thread, without an arena: messages come one at a time."""
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415 -- most commands never need it

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    return InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
