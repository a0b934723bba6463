"""Organisations are found by name in running text."""

import pytest

from core.registry.names import Names

NAMES = Names(
    {
        "acom": ("アコム", "ACOM"),
        "aiful": ("アイフル", "AIFUL"),
        "lake": ("レイク",),
        "orico": ("オリコ", "Orico"),
        "smbc": ("三井住友銀行", "SMBC"),
        "smcc": ("三井住友カード",),
        "smbc_cf": ("SMBCコンシューマーファイナンス",),
        "police": ("警察", "Police"),
        "amex": ("アメリカン・エキスプレス", "American Express"),
    }
)


@pytest.mark.parametrize(
    "text",
    [
        "アコムです",
        "アコム",
        "「アコム」と名乗る電話",
        "ｱｺﾑから",
        "あこむから電話",
        "そのあこむって本当?",
        "ACOMですか",
        "Ａｃｏｍから",
        "is this acom?",
        "株式会社アコムの人",
        "アコム\nカード",
    ],
)
def test_width_case_and_kana_do_not_matter(text: str) -> None:
    """A name is found in half and full width, in any case, in hiragana, and beside other scripts."""
    assert NAMES.find(text) == ("acom",)


@pytest.mark.parametrize(
    "text",
    ["アコムズ", "ネオアコム", "アイフルホーム", "レイクタウン", "ブレイク", "myacom", "acom2", "警察犬"],
)
def test_a_name_within_another_word_does_not_count(text: str) -> None:
    """A word that goes on in the same script is another word."""
    assert NAMES.find(text) == ()


@pytest.mark.parametrize("text", ["おりこうさん", "きれいくださる", "きれいく"])
def test_hiragana_within_a_sentence_is_no_name(text: str) -> None:
    """In hiragana a name needs a particle, or another script, on both sides."""
    assert NAMES.find(text) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("昨日三井住友銀行から", "smbc"),
        ("三井住友銀行員を名乗る", "smbc"),
        ("警察官から", "police"),
        ("県警察から", "police"),
        ("the police called", "police"),
        ("American  Express card", "amex"),
        ("アメリカン ・ エキスプレス", "amex"),
    ],
)
def test_a_name_among_kanji_or_words_counts(text: str, name: str) -> None:
    """What comes before a kanji name is another word, and so are suffixes such as 員 after it."""
    assert NAMES.find(text) == (name,)


def test_the_longest_name_comes_first_and_hides_what_is_in_it() -> None:
    """SMBCコンシューマーファイナンス is not SMBC, and stands before shorter names."""
    assert NAMES.find("アコムかSMBCコンシューマーファイナンス") == ("smbc_cf", "acom")
    assert NAMES.find("三井住友カードと三井住友銀行") == ("smcc", "smbc")


def test_a_name_said_twice_counts_once() -> None:
    """Each organisation is given once."""
    assert NAMES.find("アコム、アコム、ACOM") == ("acom",)


@pytest.mark.parametrize("text", ["", "ア", " ", "😀"])
def test_short_texts_hold_no_name(text: str) -> None:
    """Nothing is found where there is no room for a name."""
    assert NAMES.find(text) == ()


def test_without_any_name_nothing_is_named() -> None:
    """A registry may be empty, and a single letter is no name."""
    assert Names({}).find("アコムから電話") == ()
    assert Names({"one": ("コ",)}).find("行コ コ") == ()


def test_a_name_may_begin_where_another_might_have() -> None:
    """What does not stand alone takes nothing from the name that begins within it, nor from the next."""
    names = Names({"bank": ("東京銀行",), "association": ("銀行協会",), "tokyo": ("東京",)})

    assert names.find("東京銀行協会") == ("association",)
    assert names.find("東京、東京銀行") == ("bank", "tokyo")
    assert Names({"bank": ("東京銀行",), "any": ("銀行",)}).find("東京銀行です") == ("bank",)
