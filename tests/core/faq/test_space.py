"""The space that questions are compared in."""

import numpy as np

from core.encoder import unit
from core.faq.space import fit_space


def test_what_texts_differ_in_counts_and_comes_first() -> None:
    """Of rows that differ loudly within a meaning, and softly between two, the soft difference is left, in front."""
    chance = np.random.default_rng(4)
    groups = []
    for _ in range(40):
        matter = np.concatenate([np.zeros(4), chance.normal(size=4)])  # what a meaning has of its own
        said = np.concatenate([3 * chance.normal(size=(9, 4)), 0.1 * chance.normal(size=(9, 4))], axis=1)
        groups.append((matter + said).astype(np.float32))
    space = fit_space(groups, ease=0.0)
    turned = space.turn(np.concatenate(groups))
    spread = turned.var(axis=0)
    same, other = turned[0] @ turned[1], turned[0] @ turned[9]

    assert list(spread) == sorted(spread, reverse=True)
    assert spread[:4].sum() > 5 * spread[4:].sum()
    assert same > other
    assert np.allclose(turned, unit(turned), atol=1e-6)
