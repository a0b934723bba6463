"""Vectors of texts that do not change, kept on disk."""

from collections.abc import Sequence
from contextlib import suppress
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path

import numpy as np

from core.encoder import Encoder, Vectors
from core.faq.kept import Kept
from core.faq.shipped import digest, shipped
from core.faq.space import Space

_KEPT = (
    60  # files: of each language's ways to ask and answers, for two encoders, and of what was there before
)


class VectorCache:
    """An encoder that keeps what it has encoded, turned as its space says, in a folder, where one is given. What stands
    in the file `ready`, where there is one for this encoder, is not encoded at all.
    """

    def __init__(
        self, encoder: Encoder, folder: Path | None = None, ready: Traversable | None = None
    ) -> None:
        self._encoder = encoder
        self._kept = Kept(folder, ".npy", encoder.name, _KEPT)
        self._ready = ready

    def encode(self, texts: Sequence[str], space: Space) -> Vectors:
        """A row for each text in that space, from the folder where they are there."""
        key = (space.name, *texts)
        found = self._kept.read(key)
        if found is not None:
            with suppress(ValueError, EOFError):
                vectors: Vectors = np.load(BytesIO(found), allow_pickle=False)
                if len(vectors) == len(texts):
                    return vectors.astype(np.float32)
        vectors = space.turn(self._encode(texts))
        self._kept.write(key, _half(vectors))
        return vectors

    def _encode(self, texts: Sequence[str]) -> Vectors:
        ready = shipped(self._ready, self._encoder.name) if self._ready and texts else {}
        if not ready:
            return self._encoder.encode(texts)
        known = [ready.get(digest(text)) for text in texts]
        new = [text for text, row in zip(texts, known, strict=True) if row is None]
        rows = iter(self._encoder.encode(new) if new else ())
        return np.array([next(rows) if row is None else row for row in known], np.float32)


def _half(vectors: Vectors) -> bytes:
    """Half precision is enough, and half the size."""
    buffer = BytesIO()
    np.save(buffer, vectors.astype(np.float16))
    return buffer.getvalue()
