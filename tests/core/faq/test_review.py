"""What is wrong with a FAQ that loads."""

from collections.abc import Sequence

import pytest

from core.faq.entries import Entry
from core.faq.review import review, translations
from tests.core.faq.places import builder, search_in


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


def kinds(*entries: Entry) -> list[tuple[str, str]]:
    index = search_in(entries)
    found = review(
        entries, lambda text: index.search(text, 1, literal=False).hits[0].entry.id, builder().vectors
    )
    return [(finding.kind, finding.entry) for finding in found]


def test_entries_that_ask_the_same_are_found() -> None:
    """Nearly the same question twice is too close; the same way to ask is told by itself."""
    found = kinds(
        entry("one", "図書館は何時まで開いていますか"),
        entry("two", "図書館は何時まで開いているの", "図書館は何時まで開いていますか?"),
        entry("far", "カードをなくした"),
    )

    assert ("too close", "one") in found
    assert ("asked twice", "one") in found
    assert not any(name == "far" for _, name in found)


def test_a_way_to_ask_that_another_entry_wins_is_found() -> None:
    """It says of what another entry is full."""
    found = kinds(
        entry(
            "card", "カードを作りたい", "カードの申し込み", "新しいカード", "カードの作り方", "カードがほしい"
        ),
        entry("late", "返すのが遅れた", "カードを新しく作る方法", "延滞した", "期限を過ぎた"),
        entry("open", "何時まで?", "開館時間は?"),
    )

    assert ("won by another", "late") in found


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
