"""What regression finds is what solving outright finds."""

import numpy as np
import pytest

from core.watch.regression import fit, solved


@pytest.mark.parametrize("widest", [4.0, 1e6])
def test_it_is_solved_as_outright(widest: float) -> None:
    """From whatever is near, with ridges small and large."""
    chance = np.random.default_rng(0)
    rows = chance.normal(size=(300, 40)).astype(np.float32)
    kernel = rows @ rows.T + 1
    ridge = np.geomspace(4.0, widest, 300)
    right = chance.normal(size=300) * 10
    outright = np.linalg.solve(kernel + np.diag(ridge), right)

    for near in (np.zeros(300, np.float32), outright.astype(np.float32), np.ones(300, np.float32)):
        assert kernel @ solved(kernel, ridge, right, near) == pytest.approx(kernel @ outright, abs=2e-2)


def test_what_is_alike_is_told_alike() -> None:
    """Examples of two kinds, apart but for a few, are told by their sides."""
    chance = np.random.default_rng(1)
    labels = np.repeat([0.0, 1.0], 50).astype(np.float32)
    rows = (chance.normal(size=(100, 5)) + labels[:, None] * 3).astype(np.float32)
    kernel = rows @ rows.T + 1

    assert ((kernel @ fit(kernel, labels) > 0) == (labels > 0)).mean() > 0.95
