"""Names are heard in hiragana, in Latin letters and half in kanji."""

import pytest

from core.registry.sounds import Reading, Sounds

SOUNDS = Sounds(
    {
        "nagoya": ("名古屋銀行",),
        "gas": ("東京ガス", "Tokyo Gas"),
        "softbank": ("ソフトバンク",),
        "short": ("りそな",),
        "one": ("みなと銀行",),
        "other": ("みなとぎんこう",),
    },
    (Reading("銀行", "ぎんこう"), Reading("名古屋", "なごや"), Reading("東京", "とうきょう")),
)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("なごや銀行の栄支店のもんだて", "nagoya"),
        ("ﾅｺﾞﾔ ｷﾞﾝｺｳ ｶﾗ", "nagoya"),
        ("トーキョーガスでーす", "gas"),
        ("toukyou gasu no hito", "gas"),
        ("sofutobanku no hito kara denwa", "softbank"),
        ("名古屋の銀行", None),
        ("りそなから", None),
        ("なごや。ぎんこう", None),
        ("みなとぎんこうから", None),
        ("from the bank", None),
        ("", None),
    ],
)
def test_whose_name_a_text_sounds_like(text: str, heard: str | None) -> None:
    """Marks part words, short sounds tell nothing, and a sound that two share is nobody's."""
    assert SOUNDS.heard(text) == heard


@pytest.mark.parametrize(
    "text", ["kyk" * 3000, "a" * 9000, "銀行" * 4500, "かあ ー" * 2000, "あ" * 9000, "n'" * 4000]
)
def test_hostile_text_is_no_trouble(text: str) -> None:
    """It comes to an end at once; a pattern that tries every way would not."""
    assert SOUNDS.heard(text + "!") is None
