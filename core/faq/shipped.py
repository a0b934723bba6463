"""Vectors that are shipped with the content they are of, by the checksum of each text: a byte for each number."""

import hashlib
import zlib
from collections.abc import Sequence
from contextlib import suppress
from importlib.resources.abc import Traversable
from io import BytesIO
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from core.encoder import Encoder

_DIGEST = 8  # bytes of a checksum
_BROKEN = (OSError, ValueError, KeyError, IndexError, EOFError, BadZipFile, zlib.error)


def ship(texts: Sequence[str], encoder: Encoder) -> bytes:
    """The bytes of a file that holds these texts' vectors."""
    texts = list(dict.fromkeys(texts))
    vectors = encoder.encode(texts)
    worth = (np.abs(vectors).max(axis=1, keepdims=True) / 127).astype(np.float16)
    buffer = BytesIO()
    np.savez_compressed(
        buffer,
        encoder=np.array(encoder.name),
        digests=np.frombuffer(b"".join(map(digest, texts)), np.uint8),
        numbers=np.rint(vectors / np.maximum(worth, 1e-6)).clip(-127, 127).astype(np.int8),
        worth=worth,
    )
    return buffer.getvalue()


def shipped(file: Traversable, encoder: str) -> dict[bytes, NDArray[np.float32]]:
    """By the checksum of each text; empty where there is no file, a broken one, or one for another encoder: then all
    is encoded.
    """
    with suppress(*_BROKEN):
        held = np.load(BytesIO(file.read_bytes()), allow_pickle=False)
        if str(held["encoder"]) == encoder:
            rows = held["numbers"].astype(np.float32) * held["worth"].astype(np.float32)
            digests = held["digests"].tobytes()
            starts = range(0, len(digests), _DIGEST)
            return dict(zip((digests[at : at + _DIGEST] for at in starts), rows, strict=True))
    return {}


def digest(text: str) -> bytes:
    """The checksum of a text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:_DIGEST]
