"""Whose words a message is: those of its sender, who asks or tells, or somebody else's, pasted to be looked at."""

from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.content import ContentError, Problem
from core.encoder import Encoder, Vectors

OWN = 1.0  # the logit from which on it is the sender's own: 9 in 10 such, and 2 in 100 pasted ones (`./run bench fit_voice`)
EASE = 3e-4  # ridge, for each example
STEPS = 25  # of Newton's method; it stands still before


class Voice:
    """A logistic regression over the sentence vector; `weights` holds one for each number, then the constant."""

    def __init__(self, weights: NDArray[np.float32], encoder: Encoder) -> None:
        self._weights = weights
        self._encoder = encoder

    def is_own(self, text: str) -> bool:
        """Whether the sender says this in words of their own."""
        return float(told(self._weights, self._encoder.encode([text]))[0]) > OWN


def told(weights: NDArray[np.float32], vectors: Vectors) -> NDArray[np.float32]:
    """The logit of each row: above 0 it is rather the sender's own."""
    return np.asarray(vectors @ weights[:-1] + weights[-1], np.float32)


def fit_voice(own: Vectors, pasted: Vectors) -> NDArray[np.float32]:
    """Weights, both sides counting alike however many they are."""
    rows = np.column_stack([np.concatenate([own, pasted]), np.ones(len(own) + len(pasted))]).astype(
        np.float64
    )
    labels = np.repeat([1.0, 0.0], [len(own), len(pasted)])
    share = np.repeat([0.5 / len(own), 0.5 / len(pasted)], [len(own), len(pasted)])
    ease = EASE * np.append(np.ones(rows.shape[1] - 1), 1e-6)
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (share * (chance - labels)) + ease * weights
        bend = (rows * (share * chance * (1 - chance))[:, None]).T @ rows + np.diag(ease)
        weights -= np.linalg.solve(bend, slope)
    return weights.astype(np.float32)


def dump_voice(weights: NDArray[np.float32], encoder: str) -> bytes:
    """As a file that `load_voice` reads."""
    file = BytesIO()
    np.savez_compressed(file, encoder=np.array(encoder), weights=weights)
    return file.getvalue()


def load_voice(file: Traversable | Path, encoder: Encoder) -> Voice:
    """Read the file. Raises ContentError where it was made for another encoder."""
    with file.open("rb") as opened, np.load(opened, allow_pickle=False) as held:
        if str(held["encoder"]) != encoder.name:
            reason = f"made for {held['encoder']!s}, not for {encoder.name}: run ./run bench fit_voice"
            raise ContentError([Problem(str(file), 0, reason)])
        return Voice(held["weights"], encoder)
