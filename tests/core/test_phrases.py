"""Short things that people say, and rough topics."""

from pathlib import Path

import pytest

from core.content import ContentError
from core.phrases import load_phrases
from tests.core.talk import product


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("2番目", "second"),
        ("２番目でお願いします", "second"),
        ("じゃあ、一番上のを教えてください", "first"),
        ("まんなか", "middle"),
        ("The second one, please", "second"),
        ("ほかには?", "other"),
        ("もっとくわしく!", "details"),
        ("もういいです。", "stop"),
        ("次へ", "next"),
        ("切りました", "done"),
        ("どれでもないです", "none"),
    ],
)
def test_politeness_does_not_matter(text: str, meaning: str) -> None:
    """What is meant is heard through width, marks and polite words."""
    assert product().phrases.read(text) == meaning


@pytest.mark.parametrize("text", ["次の電話が来たらどうする?", "2番目の電話番号は?", "上の階の人", "", "?"])
def test_a_phrase_is_the_whole_message(text: str) -> None:
    """Words within a question mean nothing by themselves."""
    assert product().phrases.read(text) is None


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("- {means: first, words: [x]}\n- {means: second, words: [Ｘ]}\n", "already means 'first'"),
        ("- {means: first, words: [x]}\n", "no phrase means 'second'"),
        ("- {means: tenth, words: [x]}\n", "tenth"),
    ],
)
def test_bad_phrases_are_refused(tmp_path: Path, rows: str, reason: str) -> None:
    """Two meanings of one phrase, a meaning without one, and an unknown meaning are each named."""
    file = tmp_path / "phrases.yaml"
    file.write_text(rows)

    with pytest.raises(ContentError, match=reason):
        load_phrases(file)


@pytest.mark.parametrize(
    ("text", "topic"),
    [("荷物が届かない", "delivery"), ("ＬＯＡＮ details", "lending"), ("好きな色は?", "other")],
)
def test_a_topic_is_one_of_the_list(text: str, topic: str) -> None:
    """The rough topic of a question is one of a fixed list."""
    assert product().topics.of(text) == topic
    assert topic in product().topics.names()
