"""Memory that is no longer needed, given back."""

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Have the C library give back to the system what was freed: reading in takes far more than what stays of it, and
    glibc keeps the rest (`man 3 malloc_trim`). Other libraries have no such function, and no need of it.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
