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


def test_the_classifier_is_a_ridge_regression() -> None:
    """The same as least squares over rows for the ways, for the bank with the ways' weight, and for the penalty."""
    chance = np.random.default_rng(2)
    ways, answers, bank, asked = (unit(chance.normal(size=(count, 6))) for count in (5, 2, 9, 1))
    owners = np.array([0, 0, 1, 1, 1])
    meanings = Meanings(ways, owners.tolist(), answers, Strangers(bank), list(range(9)))
    loud = np.sqrt(len(ways) / len(bank))
    rows = np.vstack([ways, loud * bank, np.sqrt(3.0) * np.eye(6)])
    is_first, is_any = np.zeros(len(rows)), np.zeros(len(rows))
    is_first[:5], is_any[:5], is_any[5:14] = owners == 0, 1, -loud
    first, any_ = (np.linalg.lstsq(rows, right)[0] for right in (is_first, is_any))

    assert meanings.close(asked[0], slice(None))[2][0] == pytest.approx(asked[0] @ first, abs=1e-5)
    assert meanings.spoken_of(asked[0]) == pytest.approx(asked[0] @ any_, abs=1e-5)
