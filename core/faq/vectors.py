"""Vectors of texts that do not change, kept on disk."""

from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import numpy as np

from core.encoder import Encoder, Vectors
from core.faq.kept import Kept


class VectorCache:
    """An encoder that keeps what it has encoded in a folder, where one is given."""

    def __init__(self, encoder: Encoder, folder: Path | None = None) -> None:
        self._encoder = encoder
        self._kept = Kept(folder, ".npy", encoder.name)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row for each text, from the folder where they are there."""
        found = self._kept.read(texts)
        if found is not None:
            with suppress(ValueError, EOFError):
                vectors: Vectors = np.load(BytesIO(found), allow_pickle=False)
                if len(vectors) == len(texts):
                    return vectors.astype(np.float32)
        vectors = self._encoder.encode(texts)
        self._kept.write(texts, _half(vectors))
        return vectors


def _half(vectors: Vectors) -> bytes:
    """Half precision is enough, and half the size."""
    buffer = BytesIO()
    np.save(buffer, vectors.astype(np.float16))
    return buffer.getvalue()
