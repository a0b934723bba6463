"""A translator's rows: read with what they translate, refused with file, line and reason."""

from pathlib import Path

import pytest

from core.content import ContentError
from core.texts import Texts, load_texts
from core.translations import Translations, load_translations


def read(tmp_path: Path, text: str) -> Translations:
    (tmp_path / "purposes.yaml").write_text(text)
    return load_translations(tmp_path)


def test_what_content_says_is_translated(tmp_path: Path) -> None:
    """In a translator's words where there are any; a stranger's words are better than none."""
    content = read(tmp_path, "- {of: Lost cards, say: Mất thẻ}")
    texts = Texts("vi", {}, content)

    assert texts.choose({"ja": "紛失", "en": "Lost cards"}) == "Mất thẻ"
    assert texts.choose({"ja": "紛失", "en": "Lost phones"}) == "Lost phones"
    assert texts.choose({"ja": "紛失", "en": "Lost cards", "vi": "Thẻ bị mất"}) == "Thẻ bị mất"
    assert texts.choose({"ja": "紛失"}) == "紛失"
    assert texts.own({"en": "Lost phones"}) == ""


def test_addresses_and_places_stay_as_they_are(tmp_path: Path) -> None:
    """One row serves every address, and every list of places behind a colon; hours without words need none."""
    rows = "- {of: 'Page: {url}', say: 'Trang: {url}'}\n- {of: Advice, say: Tư vấn}"
    content = read(tmp_path, rows)

    assert content.of("Page: https://a.example/b") == "Trang: https://a.example/b"
    assert content.of("Advice: Kobe, Kure") == "Tư vấn: Kobe, Kure"
    assert content.of("9:00–17:00") == "9:00–17:00"
    assert content.of("Fax") == ""


def test_names_are_translated_or_stay(tmp_path: Path) -> None:
    """What says what somebody is has a row; other names stand in the letters that are read."""
    content = read(tmp_path, "- {of: Police, say: Cảnh sát}")

    assert Texts("vi", {}, content).name_of("警察", "Police") == "Cảnh sát"
    assert Texts("vi", {}, content).name_of("アコム", "ACOM") == "ACOM"
    assert Texts("zh-Hans", {}).name_of("アコム", "ACOM") == "アコム"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("- {of: a, say: x}", "translated already"),
        ("- {of: b, say: ' '}", "no translation"),
        ("- {of: 'b {organisation}', say: x}", "placeholders"),
        ("- {of: b, say: '{organisation}'}", "placeholders"),
        ("- {of: b, say: '{'}", "b"),
        ("- {of: b, text: x}", "text"),
    ],
)
def test_a_bad_row_is_refused(tmp_path: Path, row: str, reason: str) -> None:
    """The error names file, line and reason."""
    with pytest.raises(ContentError) as raised:
        read(tmp_path, f"- {{of: a, say: x}}\n{row}")

    assert raised.value.problems[0].file.endswith("purposes.yaml")
    assert raised.value.problems[0].line == 2
    assert reason in raised.value.problems[0].reason


@pytest.mark.parametrize(
    ("en", "line", "reason"),
    [
        ("a: '{n}'\nb: x\nc: stays", 3, "c: stale"),
        ("a: '{m}'\nb: x", 1, "a: other placeholders"),
        ("a: '{n}'", 0, "b: missing; it stands at"),
        ("b: x\na: '{'", 2, "a:"),
    ],
)
def test_the_bots_own_words_are_held_against_japanese(
    tmp_path: Path, en: str, line: int, reason: str
) -> None:
    """A key that is missing or stale, and another placeholder, is told with file and line."""
    for language, text in (("ja", "a: '{n}'\nb: x"), ("en", en)):
        (tmp_path / language).mkdir()
        (tmp_path / language / "bot.yaml").write_text(text)

    with pytest.raises(ContentError) as raised:
        load_texts(tmp_path)

    assert raised.value.problems[0].line == line
    assert reason in raised.value.problems[0].reason
    assert "/en" in raised.value.problems[0].file
