"""Memory: what stays is not looked through while it grows, and what is no longer needed is given back."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def growing() -> Iterator[None]:
    """While content is read in, which stays, the process collects nothing: the collector would look through all of
    it again and again. Of several at once the first that is done lets it collect again.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def give_back() -> None:
    """Have the C library give back to the system what was freed: reading in takes far more than what stays of it, and
    glibc keeps the rest (`man 3 malloc_trim`). Other libraries have no such function, and no need of it.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
