"""Places in arrays; tables that lie one after the other in one array, each a span of it."""

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.intp]
Places = Whole | slice  # of entries, or of strangers
ALL = slice(None)


def rows_of(starts: Whole, counts: Whole) -> Whole:
    """The rows of all these spans, one span after the other."""
    before = np.cumsum(counts) - counts
    return np.repeat(starts - before, counts) + np.arange(counts.sum())
