"""A long list against what the database has of it: what is new, what changed, what is gone."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from core.registry.imports import Summary
from core.registry.imports.runs import ROW, Rows

LEAST, MOST = -(1 << 62), 1 << 62  # every stored number lies between

Listed = tuple[int, int, int, int, int]


class Difference(NamedTuple):
    """What has to be done to a piece of the database."""

    added: Rows
    changed: Rows
    removed: Rows
    unchanged: int


def difference(old: Rows, new: Rows) -> Difference:
    """Both sorted by number, each number once."""
    both = np.isin(new["number"], old["number"], assume_unique=True)
    kept = np.isin(old["number"], new["number"], assume_unique=True)
    here = new[both]
    changed = here != old[kept]
    return Difference(new[~both], here[changed], old[~kept], int((~changed).sum()))


def merge(
    pieces: Iterable[Rows],
    listed: Callable[[int, int], Sequence[Listed]] | None,
    apply: Callable[[Difference], None],
) -> Summary:
    """Bring each piece to the database. `listed` reads its rows between two numbers; None where it has none."""
    summary = Summary()
    low = LEAST
    for piece in pieces:
        high = int(piece["number"][-1]) + 1
        _count(summary, _difference(piece, listed, low, high), apply)
        low = high
    if listed:
        _count(summary, _difference(np.empty(0, ROW), listed, low, MOST), apply)
    return summary


def _difference(
    piece: Rows, listed: Callable[[int, int], Sequence[Listed]] | None, low: int, high: int
) -> Difference:
    if listed is None:
        return Difference(piece, piece[:0], piece[:0], 0)
    return difference(np.array(listed(low, high), ROW), piece)


def _count(summary: Summary, found: Difference, apply: Callable[[Difference], None]) -> None:
    summary.added += len(found.added)
    summary.changed += len(found.changed)
    summary.removed += len(found.removed)
    summary.unchanged += found.unchanged
    apply(found)
