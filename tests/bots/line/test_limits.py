"""Cutting to LINE's limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.line.limits import clean, cut, label, units

ANY_TEXT = st.text(st.characters(), max_size=60)
FAMILY, FLAG, GA, THUMB = "👨‍👩‍👧", "🇯🇵", "か\u3099", "👍🏽"


@given(ANY_TEXT, st.integers(2, 40))
def test_cut_is_within(text: str, limit: int) -> None:
    """A cut text has at most the units allowed, and starts as the text does."""
    text = clean(text)

    short = cut(text, limit)

    assert units(short) <= limit
    assert text.startswith(short.removesuffix("…"))


@given(ANY_TEXT, st.integers(1, 20))
def test_label_is_within(text: str, limit: int) -> None:
    """A label is one line of at most the characters allowed."""
    short = label(text, limit)

    assert len(short) <= limit
    assert len(short.splitlines()) <= 1


@pytest.mark.parametrize("text", ["", "番号", "😱" * 5])
def test_short_text_stays(text: str) -> None:
    """A text within the limit is not touched."""
    assert cut(text, 10) == text


@pytest.mark.parametrize("letter", [FAMILY, FLAG, GA, THUMB])
def test_whole_graphemes(letter: str) -> None:
    """A cut never leaves a part of an emoji, a flag or an accented letter behind."""
    for limit in range(2, units(letter) + 3):
        assert cut(f"ab{letter}cdef{letter}", limit + 2).removesuffix("…") in {
            "a",
            "ab",
            f"ab{letter}",
            f"ab{letter}c",
        }


def test_cut_at_a_line() -> None:
    """Where a line ends near the limit, the text ends with it."""
    assert cut("12345678\n0123456789", 12) == "12345678…"


def test_endless_accents() -> None:
    """A letter under a thousand accents is no letter: it is cut like any other text."""
    assert units(cut("a" + "\u0301" * 1000, 100)) == 100


def test_clean() -> None:
    """Half surrogates and control characters go, newlines and every script stay."""
    assert clean(" \ud83da\x00b\x1b\n\u202eא番\r ") == "ab\n\u202eא番"
