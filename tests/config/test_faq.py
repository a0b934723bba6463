"""What every answer of the product owes to someone who asks it."""

import re
from collections import Counter
from importlib.resources import files

import pytest

from core.faq.entries import Entry, load_faq
from core.language import COMPLETE
from core.messages import LABEL, Language
from core.texts import LANGUAGES

ENTRIES = load_faq(files("config") / "faq")
# Whom to ask: a desk, the bank, the company itself, the family; or what to send to the bot.
WHOM = re.compile(
    r"188|#9110|110|\d{4}-\d{3}|03-|銀行|会社|弁護士|家族|店|公式|番号で|送って|相談"
    r"|bank|company|lawyer|family|official|number|advice|send me|shop",
    re.IGNORECASE,
)
KANA = re.compile(r"[ぁ-ゖァ-ヺーー、。?!・0-9]+")
POLITE = re.compile(r"(?:です|ます|でしょう|ません|ました|ください|ですか|ますか|のです)")

CODE = re.compile(r"#\d{4}|(?<!\d)1(?:10|19|88)(?!\d)")


def written_in(language: Language) -> list[Entry]:
    return [entry for entry in ENTRIES if entry.language == language]


def test_there_are_150_in_both_languages() -> None:
    """Each of 150 entries or more stands in Japanese and in English."""
    japanese, english = ({entry.id for entry in written_in(language)} for language in COMPLETE)

    assert japanese == english
    assert len(japanese) >= 150


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_many_ways_to_ask_each(language: Language) -> None:
    """Eight ways or more besides the question itself, none of them twice; six in the other languages."""
    least = 8 if language in COMPLETE else 6
    assert [] == [entry.id for entry in written_in(language) if len(set(entry.variants)) < least]


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language not in COMPLETE])
def test_what_is_most_asked_stands_in_every_language(language: Language) -> None:
    """The same forty, and those for whom it is urgent or who are far from home, each with its sources, and the numbers that the Japanese answer has."""
    japanese = {entry.id: entry for entry in written_in("ja")}
    found = written_in(language)

    assert {entry.id for entry in found} == {entry.id for entry in written_in("vi")}
    assert len(found) == 43
    for entry in found:
        told = set(CODE.findall(japanese[entry.id].answer))
        assert told <= set(CODE.findall(entry.answer)), entry.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_entries_share_a_way_to_ask(language: Language) -> None:
    """The same words never mean two entries."""
    ways = Counter(
        way.casefold() for entry in written_in(language) for way in {entry.question, *entry.variants}
    )

    assert [] == [way for way, count in ways.items() if count > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_is_read_whole_and_is_like_no_other(language: Language) -> None:
    """A question that a button of LINE would cut has a label; no two buttons of a language say the same."""
    shown = [entry.label or entry.question for entry in written_in(language)]

    assert [] == [label for label in shown if len(label) > LABEL]
    assert [] == [label for label, count in Counter(map(str.casefold, shown)).items() if count > 1]


def test_a_label_is_no_other_entrys_way_to_ask() -> None:
    """Somebody who types what a button says is not answered by another entry."""
    ways = {
        (entry.language, way.casefold()): entry.id
        for entry in ENTRIES
        for way in (entry.question, *entry.variants)
    }

    for entry in ENTRIES:
        if entry.label:
            assert ways.get((entry.language, entry.label.casefold()), entry.id) == entry.id, entry.label


def test_people_ask_in_kana_and_politely_at_length() -> None:
    """Nearly every Japanese entry has a way in kana alone; every one a polite or a long one."""
    entries = written_in("ja")
    in_kana = [entry for entry in entries if any(KANA.fullmatch(way) for way in entry.variants)]

    assert len(in_kana) >= 0.6 * len(entries)
    assert [] == [
        entry.id
        for entry in entries
        if not any(POLITE.search(way) or len(way) >= 30 for way in entry.variants)
    ]


def test_an_answer_is_short_and_says_whom_to_ask() -> None:
    """400 characters at most, someone to turn to, and a source."""
    whole = [entry for entry in ENTRIES if entry.language in COMPLETE]
    assert [] == [
        entry.id for entry in ENTRIES if len(entry.answer) > (900 if entry.language in ("vi", "pt") else 400)
    ]
    assert [] == [entry.id for entry in whole if not WHOM.search(entry.answer)]
    assert [] == [entry.id for entry in ENTRIES if not entry.sources]


def test_the_law_on_collection_is_named_with_its_article() -> None:
    """Answers on collection name article 21 of the Money Lending Business Act."""
    for entry in ENTRIES:
        if entry.id in (
            "harsh_collection",
            "night_calls",
            "contact_at_work",
            "told_others",
            "collection_law",
        ):
            assert "21" in entry.answer, entry.id


def test_the_long_form_is_longer_news() -> None:
    """Where there is a long form it stands in both languages, and does not repeat the answer."""
    longer = {language: {e.id for e in written_in(language) if e.more} for language in COMPLETE}

    assert longer["ja"] == longer["en"] != set()
    assert [] == [entry.id for entry in ENTRIES if entry.more and entry.answer in entry.more]


def test_nothing_is_called_safe() -> None:
    """No answer, short or long, promises safety."""
    promises = ("安全です", "安心です", "is safe", "it's safe", "are safe")

    for entry in ENTRIES:
        assert not any(words in f"{entry.answer}\n{entry.more}".casefold() for words in promises), entry.id
