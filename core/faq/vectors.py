"""Vectors of texts that do not change, kept on disk: encoding thousands takes seconds, reading them milliseconds."""

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from core.faq.encoder import Encoder, Vectors
from core.stores.private import make_file, make_folder

_KEPT = 30  # files; older ones are of content that has changed


class VectorCache:
    """A folder of vectors, each file named by the checksum of the texts and the encoder's name.

    A folder that cannot be written or a file that cannot be read costs time and nothing else. Without a
    folder nothing is kept.
    """

    def __init__(self, encoder: Encoder, folder: Path | None = None) -> None:
        self._encoder = encoder
        self._folder = folder

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row for each text, from the folder where they are there."""
        if self._folder is None or not texts:
            return self._encoder.encode(texts)
        file = self._folder / f"{_checksum(self._encoder.name, texts)}.npy"
        with suppress(OSError, ValueError, EOFError):
            kept: Vectors = np.load(file, allow_pickle=False)
            if len(kept) == len(texts):
                file.touch()
                return kept.astype(np.float32)
        vectors = self._encoder.encode(texts)
        with suppress(OSError):
            _write(file, vectors)
        return vectors


def _checksum(name: str, texts: Sequence[str]) -> str:
    digest = hashlib.sha256(name.encode())
    for text in texts:
        digest.update(b"\0" + text.encode("utf-8", "replace"))
    return digest.hexdigest()[:32]


def _write(file: Path, vectors: Vectors) -> None:
    """Whole or not at all: several processes may start at once. Half precision is enough, and half the size."""
    for folder in (file.parent.parent, file.parent):
        make_folder(folder)
    unfinished = file.with_suffix(f".{os.getpid()}.tmp")
    make_file(unfinished)
    with unfinished.open("wb") as opened:
        np.save(opened, vectors.astype(np.float16))
    unfinished.replace(file)
    newest = sorted(file.parent.glob("*.npy"), key=lambda kept: kept.stat().st_mtime, reverse=True)
    for old in newest[_KEPT:]:
        old.unlink(missing_ok=True)
