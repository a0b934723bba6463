"""Search by words, and how sure it is."""

from importlib.resources import files

import pytest

from core.faq.entries import Entry, load_faq
from core.faq.search import Hit, Index
from core.faq.zones import CLOSE, SURE, zone

ENTRIES = (
    Entry(
        id="ignore", question="無視したらどうなる?", variants=("出なかったら?", "スルーしていい?"), answer="-"
    ),
    Entry(id="hours", question="何時まで電話できる?", variants=("受付時間は?",), answer="-"),
    Entry(id="ring", question="折り返していい?", variants=("かけ直すべき?",), answer="-"),
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(ENTRIES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("無視したらどうなる?", "ignore"),
        ("電話を無視したらどうなりますか", "ignore"),
        ("スルーしてもいいかな", "ignore"),
        ("受付は何時まで", "hours"),
        ("折り返した方がいい?", "ring"),
        ("オリカエシテイイ", "ring"),
    ],
)
def test_the_closest_comes_first(index: Index, text: str, expected: str) -> None:
    """Other endings, other words around and kana find the entry; katakana counts like hiragana."""
    if text == "オリカエシテイイ":
        found = Index((*ENTRIES[:2], Entry(id="ring", question="おりかえしていい", answer="-"))).search(text)
    else:
        found = index.search(text)

    assert found[0].entry.id == expected


def test_scores_lie_between_0_and_1(index: Index) -> None:
    """The same words score high, nothing in common finds nothing."""
    assert SURE < index.search("無視したらどうなる?")[0].score <= 1
    assert index.search("☎") == []
    assert index.search("") == []


def test_three_entries_are_enough_and_so_are_none() -> None:
    """An index over nothing finds nothing."""
    assert Index(()).search("無視") == []


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([], "unknown"),
        ([CLOSE - 0.01], "unknown"),
        ([CLOSE], "suggest"),
        ([SURE], "faq"),
        ([SURE, SURE - 0.01], "suggest"),
        ([SURE, SURE - 0.2], "faq"),
        ([0.99, 0.98], "faq"),
    ],
)
def test_zones(scores: list[float], expected: str) -> None:
    """Sure and ahead is answered, close is offered, the rest is not known."""
    assert expected == zone([Hit(ENTRIES[0], score) for score in scores])


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_products_own_questions_are_answered(language: str) -> None:
    """Each question and way to ask, word for word, leads to its entry, or to an offer that names it."""
    entries = [entry for entry in load_faq(files("config") / "faq") if entry.language == language]
    index = Index(entries)

    missed = [
        (entry.id, text)
        for entry in entries
        for text in (entry.question, *entry.variants)
        if entry.id not in {hit.entry.id for hit in index.search(text)}
    ]

    assert missed == []
