"""Sounds as evidence."""

from collections import Counter

import numpy as np
import pytest

from core.encoder import unit
from core.faq.evidence import Meanings, Sounds, Strangers


def test_sounds_are_alike_by_cosine() -> None:
    """All sounds the same is 1, none is 0, and a rare sound tells more than one that every entry has."""
    sounds = Sounds([Counter("aab"), Counter("ac"), Counter("ad")])

    assert sounds.alike(Counter("aab")) == pytest.approx([1, *sounds.alike(Counter("aab"))[1:]])
    assert not sounds.alike(Counter("xyz")).any()
    assert np.argmax(sounds.alike(Counter("ac"))) == 1
    assert sounds.alike(Counter("bx"))[0] < sounds.alike(Counter("b"))[0]
    assert not sounds.alike(Counter()).any()


def test_an_entry_without_sounds_is_like_nothing() -> None:
    """No division by its length of zero."""
    assert Sounds([Counter(), Counter("ab")]).alike(Counter("ab")).tolist() == [0, pytest.approx(1)]


def test_few_entries_are_compared_as_all_are() -> None:
    """In the order of their places."""
    chance = np.random.default_rng(1)
    ways, answers, bank, asked = (unit(chance.normal(size=(count, 8))) for count in (7, 3, 20, 1))
    owners = [0, 0, 1, 1, 1, 2, 2]
    kept = list(range(20))
    meanings = Meanings(ways, owners, answers, Strangers(bank), kept)
    every, few = (meanings.close(asked[0], among) for among in (slice(None), np.array([2, 0])))

    for found, whole in zip(few, every, strict=True):
        assert found == pytest.approx(whole[[2, 0]], abs=1e-5)
