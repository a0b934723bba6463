"""FAQ files: the promised form, checked whole."""

from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

from core.content import ContentError
from core.faq.entries import Entry, load_faq
from core.registry.imports.export import faq_text

GOOD = "- id: a\n  question: なに?\n  answer: これ。\n"


def faq(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text)
    return folder / name


def test_three_fields_are_enough(tmp_path: Path) -> None:
    """Only id, question and answer are required; Japanese is assumed."""
    assert load_faq(faq(tmp_path, "a.yaml", GOOD)) == (Entry(id="a", question="なに?", answer="これ。"),)


def test_json_lines_with_every_field(tmp_path: Path) -> None:
    """JSON lines carry the same fields, all of them."""
    line = (
        '{"id": "a", "question": "q", "label": "l", "variants": ["v"], "answer": "x", "language": "en", "topics": ["t"],'
        ' "organisations": ["o"], "sources": [{"title": "s", "url": "u", "date": "2026-01"}], "related": ["a"]}'
    )

    (entry,) = load_faq(faq(tmp_path, "a.jsonl", line))

    assert (entry.language, entry.label, entry.variants) == ("en", "l", ("v",))
    assert entry.sources[0].date == "2026-01"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (GOOD + "- id: b\n  question: q\n", 4, "answer"),
        (GOOD + GOOD, 4, "twice"),
        (GOOD + "  related: [none]\n", 1, "none"),
        (GOOD + "  colour: red\n", 1, "colour"),
        (GOOD + "- {id: b, question: ' ', answer: x}\n", 4, "empty"),
        (GOOD + "  variants: one\n", 1, "variants"),
        (GOOD + "- {id: b, question: q, label: ' ', answer: x}\n", 4, "label: must not be empty"),
        (GOOD + "- {id: b, question: q, label: '', answer: x}\n", 4, "label: must not be empty"),
        (GOOD + "  label:\n", 1, "label"),
        (GOOD + '  label: "two\\nlines"\n', 1, "label: must not have a line break"),
        (GOOD + "  label: |\n    one\n", 1, "label: must not have a line break"),
        (GOOD + f"  label: {'あ' * 21}\n", 1, "label: 21 characters, and buttons have room for 20"),
        ("", 0, "no entries"),
    ],
)
def test_a_bad_file_is_refused_whole(tmp_path: Path, text: str, line: int, reason: str) -> None:
    """The error names file, line and reason."""
    with pytest.raises(ContentError) as raised:
        load_faq(faq(tmp_path, "a.yaml", text))

    (problem,) = raised.value.problems
    assert problem.file.endswith("a.yaml")
    assert problem.line == line
    assert reason in problem.reason


def test_a_label_of_twenty_characters_is_taken_and_kept(tmp_path: Path) -> None:
    """What is exported has the label as well, and has none where there was none."""
    file = faq(tmp_path, "a.yaml", f"{GOOD}  label: {'あ' * 20}\n- {{id: b, question: q, answer: x}}\n")
    entries = load_faq(file)

    assert entries[0].label == "あ" * 20
    for form in ("yaml", "jsonl"):
        assert load_faq(faq(tmp_path, f"b.{form}", faq_text(entries, form))) == entries
    assert tuple(msgspec.json.decode(msgspec.json.encode(entry), type=Entry) for entry in entries) == entries


def test_the_products_faq_is_complete_in_both_languages() -> None:
    """At least 40 entries, each in Japanese and English, each with five or more ways to ask, and sources."""
    entries = load_faq(files("config") / "faq")
    japanese, english = ({entry.id for entry in entries if entry.language == code} for code in ("ja", "en"))

    assert japanese == english
    assert len(japanese) >= 40
    assert [] == [entry.id for entry in entries if len(entry.variants) < 5 or not entry.sources]
    assert [] == [
        entry.id for entry in entries if len(entry.answer) > (400 if entry.language == "ja" else 900)
    ]


def test_no_answer_calls_anything_safe() -> None:
    """No answer promises safety."""
    for entry in load_faq(files("config") / "faq"):
        words = entry.answer.lower()
        assert not any(word in words for word in ("安全です", "安心です", "is safe", "it's safe")), entry.id
