"""Words that a file does not have speak for none of its entries."""

import pytest

from core.faq.foreign import Foreign
from core.faq.words import SudachiAnalyser

_ANALYSER = SudachiAnalyser()


def _measures(text: str) -> tuple[float, float, float]:
    ways, answers, bank = (
        [_ANALYSER.analyse(sentence)]
        for sentence in ("図書館の本を返す", "駅の箱に入れてください", "映画と駅の予約")
    )
    wording = _ANALYSER.analyse(text)
    return Foreign(ways, answers, bank).measures(wording, dict.fromkeys(wording.words, 1.0))


def test_words_that_no_way_to_ask_has_are_weighed() -> None:
    """None of the file's own, half of these, all of strangers'."""
    assert [_measures(text)[0] for text in ("図書館の本", "図書館の映画", "映画")] == [0.0, 0.5, 1.0]


def test_a_thing_of_the_bank_is_foreign_unless_the_file_speaks_of_it() -> None:
    """The answer speaks of the station."""
    assert [_measures(text)[1] for text in ("映画", "駅", "図書館", "宇宙")] == [1.0, 0.0, 0.0, 0.0]


def test_a_foreign_thing_counts_less_in_a_long_question() -> None:
    """Long questions tell of many things."""
    assert _measures("映画から帰ってきたばかりなのですが、図書館の本")[1] == pytest.approx(12 / 23)


def test_a_question_as_a_stranger_asks_is_like_one() -> None:
    """The share of its words that one sentence of the bank has."""
    assert [_measures(text)[2] for text in ("映画の予約", "本の予約", "")] == [1.0, 0.5, 0.0]
