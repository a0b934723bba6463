"""What is wrong with a FAQ that loads."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from core.encoder import Vectors, unit
from core.faq.entries import Entry
from core.faq.review import review, translations


def entry(
    identity: str, question: str, *variants: str, language: str = "ja", related: Sequence[str] = ()
) -> Entry:
    return Entry(
        id=identity,
        question=question,
        variants=variants,
        answer="…",
        language=language,
        related=tuple(related),
    )


def kinds(*entries: Entry, wins: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """What is found where a text's vector is what its letters say: near for the same first letter, one for the
    same letters but the last. `wins` says which texts another entry's id is found for.
    """
    owners = {text: each.id for each in entries for text in (each.question, *each.variants)} | dict(
        wins or {}
    )
    found = review(entries, owners.__getitem__, lambda texts: np.array([_vector(text) for text in texts]))
    return [(finding.kind, finding.entry) for finding in found]


def _vector(text: str) -> Vectors:
    vector = np.zeros(400, np.float32)
    vector[ord(text[0]) - ord("あ")] = 1
    vector[100 + ord(text[1]) - ord("あ")] = 0.4
    row: Vectors = unit(vector[None])[0]
    return row


def test_entries_that_ask_the_same_are_found() -> None:
    """Near is too close; the same way to ask is told by itself; what is far is neither."""
    assert kinds(entry("one", "あい"), entry("two", "あう"), entry("far", "かい")) == []
    assert kinds(entry("one", "あい", "あう"), entry("two", "あえ", "あいう"), entry("far", "かい")) == [
        ("too close", "one"),
        ("asked twice", "one"),
    ]


def test_a_way_to_ask_that_another_entry_wins_is_found() -> None:
    """Each of them, under the entry that loses it."""
    assert kinds(entry("one", "あい", "さい"), entry("two", "かい"), wins={"さい": "two"}) == [
        ("won by another", "one")
    ]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((entry("a", "あ"), entry("a", "a", language="en")), []),
        ((entry("a", "あ"), entry("b", "b", language="en")), ["not translated", "not translated"]),
        ((entry("a", "あ", related=["b"]), entry("b", "b", language="en")), ["not translated", "not translated", "dead link"]),
        ((entry("a", "あ"), entry("b", "い")), []),
    ],
)  # fmt: skip
def test_translations_and_links(entries: Sequence[Entry], expected: list[str]) -> None:
    """A link must lead somewhere in its own language; one language alone needs no translation."""
    assert [finding.kind for finding in translations(entries)] == expected
