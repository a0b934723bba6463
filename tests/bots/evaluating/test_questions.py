"""The figures of an evaluation, and its picture."""

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from bots.evaluating.faq import evaluate
from bots.evaluating.picture import draw
from bots.evaluating.questions import Asked, Judged, bar_at, calibration_error, quality, reliability


def result(faq: str | None, ids: tuple[str, ...], score: float, *, answered: bool = False) -> Judged:
    return Judged(Asked(text="?", faq=faq, also=("also",)), ids, score, answered)


RESULTS = (
    result("a", ("a", "b", "c"), 0.9, answered=True),
    result("a", ("b", "c", "a"), 0.8, answered=True),
    result("a", ("also", "b", "c"), 0.4),
    result("a", ("b", "c", "d"), 0.1),
    result(None, ("a", "b", "c"), 0.85, answered=True),
    result(None, ("a", "b", "c"), 0.3),
)


def test_shares_are_of_the_answerable_or_the_unanswerable() -> None:
    """Another entry that answers as well counts; one of two strangers was answered."""
    found = quality(RESULTS)

    assert (found.first, found.three) == (0.5, 0.75)
    assert (found.right, found.wrong, found.strangers) == (0.25, 0.25, 0.5)


def test_the_bar_lets_5_percent_of_the_unanswerable_pass() -> None:
    """Of two, none: what is below the better of them does not count as answered."""
    found = quality(RESULTS)

    assert (found.right_at_5, found.wrong_at_5) == (0.25, 0)
    assert bar_at(np.linspace(0, 1, 101), 0.05) == pytest.approx(0.95)


def test_calibration_is_the_distance_of_promise_and_truth() -> None:
    """Ten of 0.75 of which five are right are off by 0.25; a perfect promise is off by nothing."""
    right = np.array([True] * 5 + [False] * 5)

    assert calibration_error(np.full(10, 0.75), right) == pytest.approx(0.25)
    assert calibration_error(np.full(10, 0.5), right) == 0
    assert reliability(np.full(10, 1.0), right) == [(1.0, 0.5, 10)]


def test_nothing_unanswerable_is_no_error() -> None:
    """A file of answerable questions alone has figures too."""
    assert quality(RESULTS[:4]).strangers == 0


def test_the_picture_is_whole() -> None:
    """Well-formed, with a dot for each bin and the title made harmless."""
    picture = ET.fromstring(draw(RESULTS, title="<a&b>"))  # noqa: S314 -- our own picture

    assert sum(node.tag.endswith("circle") for node in picture.iter()) == 5  # bins from .9, .8, .4, .3 and .1
    assert "<a&b>: 6 questions" in [node.text for node in picture.iter()]


def test_a_file_of_questions_is_evaluated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Figures on standard output, a picture in the file."""
    faq, asked = tmp_path / "faq.jsonl", tmp_path / "asked.jsonl"
    faq.write_text(
        '{"id": "open", "question": "何時まで?", "answer": "五時です。"}\n'
        '{"id": "card", "question": "カードを作りたい", "answer": "窓口へ。"}\n'
        '{"id": "late", "question": "返すのが遅れた", "answer": "待ちます。"}\n',
        encoding="utf-8",
    )
    asked.write_text(
        '{"text": "カードを作りたい", "faq": "card", "style": "short"}\n{"text": "カレーの作り方", "faq": null}\n',
        encoding="utf-8",
    )

    assert evaluate(asked, faq, tmp_path / "picture.svg") == 0
    assert "right first                        100.0%" in capsys.readouterr().out
    assert (tmp_path / "picture.svg").read_text(encoding="utf-8").startswith("<svg")
