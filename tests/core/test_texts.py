"""Texts are complete in each language."""

from importlib.resources import files
from pathlib import Path

import pytest

from core.content import ContentError
from core.texts import load_texts

# How each language says that something is safe.
SAFE = (
    *(
        "安全です",
        "安心です",
        "大丈夫です",
        " safe",
        "安全的号码",
        "是安全的",
        "安全的號碼",
        "可以放心",
        "안전합니다",
    ),
    *("안전해요", "안심하세요", "là an toàn", "số an toàn", "é seguro", "número seguro"),
)


def languages(folder: Path, ja: str, en: str) -> Path:
    for language, text in (("ja", ja), ("en", en)):
        (folder / language).mkdir()
        (folder / language / "bot.yaml").write_text(text)
    return folder


def test_a_text_is_filled(tmp_path: Path) -> None:
    """Placeholders take the values given."""
    texts = load_texts(languages(tmp_path, "hi: やあ{name}さん", "hi: Hi {name}"))

    assert "やあ花さん" == texts["ja"].say("hi", name="花")
    assert "Hi 花" == texts["en"].say("hi", name="花")


@pytest.mark.parametrize(("ja", "en"), [("a: x", "{}"), ("a: x", "a: y\nb: z"), ("a: '{n}'", "a: '{m}'")])
def test_a_language_that_differs_is_refused(tmp_path: Path, ja: str, en: str) -> None:
    """A key that one language lacks, or another placeholder, is an error at load."""
    with pytest.raises(ContentError):
        load_texts(languages(tmp_path, ja, en))


def test_the_products_texts_never_say_safe() -> None:
    """No text of the product calls anything safe."""
    for folder in (files("config") / "locales").iterdir():
        for file in Path(str(folder)).rglob("*.yaml"):
            lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
            words = " ".join(lines).lower()
            assert not any(word in words for word in SAFE), file.name
