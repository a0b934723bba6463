"""Vectors turned so that what differs between two ways to ask the same counts less than what differs in matter."""

import hashlib
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np

from core.content import ContentError, Problem
from core.encoder import Matrix, Vectors, unit

_BLOCK = 1024  # rows turned at once: of 25,000 ways to ask each step makes a copy of 50 MB


class Space:
    """Whitening by the spread within questions of one meaning (a shared covariance, as in linear discriminant
    analysis): `matrix` of size d × d, `middle` of size d. What texts differ in most comes first, so that the first
    numbers of two rows tell nearly how close they are. Made by `./run bench fit_questions`.
    """

    def __init__(self, middle: Matrix, matrix: Matrix) -> None:
        self.middle = middle
        self.matrix = matrix

    @cached_property
    def name(self) -> str:
        """By the checksum of its numbers: vectors in another space are not compared, nor cached together."""
        return hashlib.sha256(self.middle.tobytes() + self.matrix.tobytes()).hexdigest()[:16]

    def turn(self, vectors: Vectors) -> Vectors:
        """The same rows in this space, of length 1."""
        turned = np.empty(vectors.shape, np.float32)
        for at in range(0, len(vectors), _BLOCK):
            turned[at : at + _BLOCK] = unit((vectors[at : at + _BLOCK] - self.middle) @ self.matrix)
        return turned


def load_space(file: Traversable | Path, encoder: str) -> Space:
    """Read the file. Raises ContentError where it was made for another encoder."""
    with file.open("rb") as opened, np.load(opened, allow_pickle=False) as held:
        made_for = str(held["encoder"])
        if made_for != encoder:
            reason = f"made for {made_for!r}, not for {encoder!r}: run ./run bench fit_questions"
            raise ContentError([Problem(str(file), 0, reason)])
        return Space(held["middle"].astype(np.float32), held["matrix"].astype(np.float32))


def fit_space(groups: list[Vectors], ease: float = 3.0) -> Space:
    """The space in which the rows of each group lie close. `ease` is how much of the mean variance is added to
    every direction, so that a few hundred rows are enough.
    """
    middles = np.stack([group.mean(axis=0) for group in groups])
    spread = np.concatenate([group - group.mean(axis=0) for group in groups])
    within = spread.T @ spread / len(spread)
    size = len(within)
    values, axes = np.linalg.eigh(within + ease * np.trace(within) / size * np.eye(size))
    middle, matrix = middles.mean(axis=0), axes @ np.diag(values**-0.5)
    turned = unit((np.concatenate(groups) - middle) @ matrix)
    _, turns = np.linalg.eigh(turned.T @ turned)
    return Space(middle.astype(np.float32), (matrix @ turns[:, ::-1]).astype(np.float32))
