"""Sounds as evidence."""

from collections import Counter

import numpy as np
import pytest

from core.faq.evidence import Sounds


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
