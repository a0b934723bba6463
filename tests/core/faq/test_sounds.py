"""Sounds as evidence."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.faq.sounds import grams, sounds_of

FEW = 8


def test_sounds_are_alike_by_cosine() -> None:
    """All sounds the same is 1, none is 0, and a rare sound tells more than one that every entry has."""
    sounds = sounds_of([["アアイ"], ["アアウ"], ["アアエ"]], FEW)

    assert sounds.alike("アアイ") == pytest.approx([1, *sounds.alike("アアイ")[1:]])
    assert not sounds.alike("カキク").any()
    assert np.argmax(sounds.alike("アアウ")) == 1
    assert sounds.alike("アイカキク")[0] < sounds.alike("アイ")[0]
    assert not sounds.alike("").any()
    assert not sounds.alike("ア").any()


def test_an_entry_without_sounds_is_like_nothing() -> None:
    """No division by its length of zero."""
    assert sounds_of([[""], ["アイ"]], FEW).alike("アイ").tolist() == [0, pytest.approx(1)]
    assert sounds_of([], FEW).alike("アイ").tolist() == []


def test_of_many_ways_what_is_heard_once_does_not_count() -> None:
    """One tale that speaks of the weather is no matter of the entry's."""
    ways = ["カード", *["アイ"] * FEW]

    assert sounds_of([ways], FEW).alike("カード").tolist() == [0]
    assert sounds_of([ways, ["カード"]], FEW + 1).alike("カード")[0] > 0


@given(
    st.lists(
        st.text(
            st.characters(exclude_characters="\0", max_codepoint=0xFFFF, exclude_categories=["Cs"]),
            max_size=9,
        )
    )
)
def test_grams_are_those_of_each_line(lines: list[str]) -> None:
    """Pairs, triples and fours, as often as they occur, none over the end of a line, and no two different ones equal."""
    found, places = grams(lines)
    cut = [
        (place, line[at : at + size])
        for place, line in enumerate(lines)
        for size in (2, 3, 4)
        for at in range(len(line) - size + 1)
    ]
    named = {gram: int(grams([gram])[0][-1]) for _, gram in cut}

    assert Counter(zip(places.tolist(), found.tolist(), strict=True)) == Counter(
        (place, named[gram]) for place, gram in cut
    )
    assert len(set(named.values())) == len(named)
