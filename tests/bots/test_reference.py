"""The reference of an event."""

from hypothesis import given
from hypothesis import strategies as st

from bots.reference import LETTERS, footnote, reference_of
from core.messages import Headings


@given(st.text(st.characters(), max_size=60))
def test_a_reference_is_short_and_plain(event_id: str) -> None:
    """Four letters that nobody mistakes for others, the same for the same event."""
    reference = reference_of(event_id)

    assert len(reference) == 4
    assert set(reference) <= set(LETTERS)
    assert reference == reference_of(event_id)


def test_references_differ() -> None:
    """Of a thousand events hardly any two share one."""
    assert len({reference_of(f"01K{number}") for number in range(1000)}) > 990


def test_footnote() -> None:
    """It is shown where an answer asks for it, and where there is one."""
    assert footnote(Headings(reference="番号番"), "7K2F") == "番号番 #7K2F"
    assert footnote(Headings(), "7K2F") == footnote(Headings(reference="番号番"), "") == ""
