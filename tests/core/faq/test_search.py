"""Search by words and by meaning, and how sure it is."""

from importlib.resources import files

import pytest

from core.faq.entries import Entry, load_faq
from core.faq.search import Found, Hit, Index
from core.faq.zones import STRANGE, SURE, UNKNOWN, zone
from tests.core.faq.places import LIBRARY, by_hand, search_in
from tests.core.talk import product


@pytest.fixture(scope="module")
def library() -> Index:
    return search_in(LIBRARY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("図書館は何時まで?", "open"),
        ("そちらは何時に閉まりますか", "open"),
        ("返却期限を過ぎてしまったのですが、罰金はありますか", "late"),
        ("りようとうろくしたいです", "card"),
        ("延帯したらどうなる", "late"),
    ],
)
def test_the_closest_comes_first(library: Index, text: str, expected: str) -> None:
    """Other words, politeness, kana and a typing error find the entry."""
    assert library.search(text).hits[0].entry.id == expected


def test_probabilities_share_one(library: Index) -> None:
    """Those of the entries and that of none make 1; the same words leave little for none."""
    found = library.search("図書館は何時まで?")

    assert sum(hit.score for hit in found.hits) + found.none == pytest.approx(1)
    assert found.none < 0.05
    assert zone(found) == "faq"


@pytest.mark.parametrize(
    "text", ["カレーの作り方を教えて", "新幹線の予約を変更したい", "猫がご飯を食べない", "😀", "???"]
)
def test_strangers_are_not_answered(library: Index, text: str) -> None:
    """What the file does not speak of is most probably none of its entries."""
    assert zone(library.search(text)) != "faq"


def test_nothing_said_is_nothing_found(library: Index) -> None:
    """An empty text has no closest entry."""
    assert library.search(" \n") == Found()


def test_a_long_text_is_read_to_a_limit(library: Index) -> None:
    """Five thousand letters are no error, and half of a letter pair is none either."""
    assert library.search("延滞したらどうなる" + "あ\ud83d" * 2500).hits


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("アコムは何時まで?", True),
        ("プロミスは何時まで?", False),
        ("0312345678は何時まで?", False),
        ("0120397972は本物?", True),
        ("何時まで?", True),
    ],
)
def test_gates_keep_others_questions_out(text: str, answered: bool) -> None:
    """A number or an organisation that no entry is about is not answered, whatever else fits."""
    lender = (
        Entry(
            id="hours",
            question="アコムは何時まで?",
            variants=("何時まで?", "受付時間は?"),
            answer="六時です。",
        ),
        Entry(id="real", question="0120397972は本物?", variants=("0120397972は何の番号?",), answer="…"),
        Entry(id="pay", question="返済の方法は?", variants=("どうやって返す?",), answer="ATMでどうぞ。"),
    )

    assert (zone(search_in(lender, naming=by_hand).search(text)) == "faq") is answered


def test_where_entries_are_general_they_answer_for_every_organisation() -> None:
    """The bot fills in the owner: an entry that names none is about all."""
    found = search_in(LIBRARY, naming=by_hand, general=True).search("アコムの図書館は何時まで?")

    assert zone(found) == "faq"


def test_an_english_file_is_searched_in_english() -> None:
    """Stems, and the English bank of strangers."""
    index = search_in(
        (
            Entry(id="leak", question="Water is leaking", variants=("burst pipe",), answer="Turn it off."),
            Entry(id="key", question="I lost my key", variants=("locked out",), answer="Ring us."),
            Entry(
                id="bins", question="When are the bins emptied?", variants=("bin day",), answer="Tuesdays."
            ),
        )
    )

    assert index.search("water leaks from the ceiling").hits[0].entry.id == "leak"
    assert zone(index.search("how do I cancel Netflix?")) == "unknown"


@pytest.mark.parametrize(
    ("first", "none", "expected"),
    [
        (0.0, 1.0, "unknown"),
        (0.2, UNKNOWN + 0.01, "unknown"),
        (0.2, UNKNOWN - 0.01, "suggest"),
        (0.8, 0.2, "suggest"),
        (0.9, STRANGE + 0.01, "suggest"),
        (0.9, STRANGE, "faq"),
        (SURE * (1 - STRANGE) - 0.01, STRANGE, "suggest"),
    ],
)
def test_zones(first: float, none: float, expected: str) -> None:
    """Answered where hardly anything speaks for none, and the first stands out among the others."""
    assert expected == zone(Found((Hit(LIBRARY[0], first),), none))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_products_own_questions_are_found(language: str) -> None:
    """Each question and way to ask, word for word, leads to its entry, or to an offer that names it."""
    faq = product().faq["ja" if language == "ja" else "en"]
    entries = [entry for entry in load_faq(files("config") / "faq") if entry.language == language]

    missed = [
        (entry.id, text)
        for entry in entries
        for text in (entry.question, *entry.variants)
        if entry.id not in {hit.entry.id for hit in faq.search(text, 3).hits}
    ]

    assert missed == []
