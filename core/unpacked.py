"""The rows of the encoder's pieces, as its package packs them: unpacking them takes half a second, and 65 MB."""

import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.stores.private import written_whole

Table = NDArray[np.uint8]

CHUNKS = 17  # in which rows are packed, each with a scale of its own: piece n is in chunk n modulo 17
PIECES, WIDTH = CHUNKS * 7530, 512
KEPT = ".rows"  # how a file's name ends that holds them
_LONG_AGO = 3600.0  # seconds; younger files may be another process's
_SAMPLED = 997  # each so many rows one is looked at: reading all takes a while, and memory


def unpacked(packed: Mapping[str, NDArray[Any]], file: Path | None) -> Table:
    """The rows of all pieces. They are kept in the file, where one is named, and read from there the next time; memory
    holds only what is read of them: a text reads a few. Where no file at all can be made, memory holds them all.
    """
    if file:
        with suppress(OSError, ValueError):
            return _mapped(file)
    table = np.empty((PIECES, WIDTH), np.uint8)
    for chunk in range(CHUNKS):
        table[chunk::CHUNKS] = packed[f"q{chunk + 1}"]
    if file:
        with suppress(OSError, ValueError):
            return _kept_in(file, table)
    with suppress(OSError, ValueError), TemporaryFile() as nameless:  # it goes with the process
        nameless.write(table.data)
        nameless.flush()
        return np.memmap(nameless, np.uint8, "r", shape=table.shape)
    return table


def _kept_in(file: Path, table: Table) -> Table:
    with written_whole(file, durable=True) as unfinished:
        unfinished.write(table.data)
    for other in file.parent.glob(f"*{KEPT}*"):  # another version's, or of a process that was killed
        with suppress(OSError):
            if other != file and time.time() - other.stat().st_mtime > _LONG_AGO:
                other.unlink()
    return _mapped(file)


def _mapped(file: Path) -> Table:
    """Raises OSError, ValueError where it is not what was written: cut off, or with holes, as a restore may leave it."""
    with file.open("rb") as opened:  # what is looked at while it is mapped would fill memory around it
        for row in range(PIECES - 1, 0, -_SAMPLED):
            opened.seek(row * WIDTH)
            if not any(opened.read(WIDTH)):
                raise ValueError("broken")
    if file.stat().st_size != PIECES * WIDTH:
        raise ValueError("broken")
    return np.memmap(file, np.uint8, "r", shape=(PIECES, WIDTH))
