"""Rows of a long list on their way to the database: sorted runs in files, merged in the order of numbers.

A run is on disk before the next one begins, so an interrupted import goes on where the last run ended.
"""

import csv
import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.registry.imports import FileRefusedError, Refused

Rows = NDArray[np.void]
ROW = np.dtype([("number", "i8"), ("tag", "i4"), ("votes", "i4"), ("first", "i4"), ("last", "i4")])
PIECE = 250_000  # rows merged at once, about


class Progress(msgspec.Struct, kw_only=True):
    """How far reading has come: so many lines, in so many runs. `tags` are numbered by their place."""

    lines: int = 0
    runs: int = 0
    tags: list[str] = []
    refused: int = 0
    skipped: int = 0
    refused_bytes: int = 0
    done: bool = False


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else stages in that folder meanwhile. Raises FileRefusedError where somebody does."""
    while True:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Who was done with it just now has deleted what was opened here.
            if folder.exists() and folder.stat().st_ino == os.fstat(held).st_ino:
                yield
                return
        except BlockingIOError:
            raise FileRefusedError("is being imported already. Wait for its end and try again") from None
        finally:
            os.close(held)


class Staging:
    """A folder of runs, for one file read in one way. `adds`: the votes of a number's rows add up; else the
    most of them counts.
    """

    def __init__(self, folder: Path, *, adds: bool) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._adds = adds
        self._state = folder / "progress.json"
        self.refusals = folder / "refused.csv"

    def progress(self) -> Progress:
        """Where an interrupted import stopped; a new Progress where there is none."""
        if self._state.exists():
            return msgspec.json.decode(self._state.read_bytes(), type=Progress)
        return Progress()

    def keep(self, rows: Rows, refused: Sequence[Refused], progress: Progress) -> None:
        """Store a run, sorted, the rows refused since the last one, and how far reading came with them."""
        with self.refusals.open(
            "r+" if self.refusals.exists() else "w", newline="", encoding="utf-8"
        ) as file:
            file.seek(progress.refused_bytes)
            file.truncate()  # what was written after the last run is read again
            csv.writer(file).writerows((one.line, one.reason, one.row) for one in refused)
            progress.refused_bytes = file.tell()
        progress.refused += len(refused)
        if len(rows):
            rows = merged(rows, adds=self._adds)
            np.save(self._run(progress.runs), rows)
            progress.runs += 1
        new = self._state.with_suffix(".new")
        new.write_bytes(msgspec.json.encode(progress))
        new.replace(self._state)

    def pieces(self, progress: Progress) -> Iterator[Rows]:
        """All rows in the order of their numbers, each number once, some 100,000 at a time.

        Raises OSError where a run is gone.
        """
        runs = [np.load(self._run(place), mmap_mode="r") for place in range(progress.runs)]
        bounds = _bounds(runs)
        starts = [0] * len(runs)
        for bound in bounds:
            ends = [int(np.searchsorted(run["number"], bound)) for run in runs]
            parts = [np.array(run[s:e]) for run, s, e in zip(runs, starts, ends, strict=True) if s < e]
            starts = ends
            if parts:
                yield merged(np.concatenate(parts), adds=self._adds)

    def clear(self) -> None:
        """Delete the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, place: int) -> Path:
        return self._folder / f"{place:06}.npy"


def merged(rows: Rows, *, adds: bool) -> Rows:
    """Sorted by number, each number once: votes together, first and last dates kept, the latest row's tag."""
    numbers = np.ascontiguousarray(rows["number"])
    order = np.argsort(numbers, kind="stable")
    rows, numbers = rows[order], numbers[order]
    new = np.concatenate(([True], numbers[1:] != numbers[:-1]))
    if new.all():
        return rows
    starts = np.flatnonzero(new)
    ends = np.append(starts[1:], len(rows)) - 1
    result = rows[ends]
    result["votes"] = (np.add if adds else np.maximum).reduceat(rows["votes"], starts)
    undated = np.where(rows["first"] == 0, np.iinfo("i4").max, rows["first"])
    first = np.minimum.reduceat(undated, starts)
    result["first"] = np.where(first == np.iinfo("i4").max, 0, first)
    result["last"] = np.maximum.reduceat(rows["last"], starts)
    return np.asarray(result)


def _bounds(runs: Sequence[Rows]) -> list[int]:
    """Numbers that cut all runs together into pieces of about PIECE rows; beyond the last lies nothing."""
    if not runs:
        return []
    step = max(1, PIECE // len(runs))
    samples = np.unique(np.concatenate([run["number"][::step] for run in runs]))
    return [*(int(number) for number in samples[len(runs) :: len(runs)]), np.iinfo("i8").max]
