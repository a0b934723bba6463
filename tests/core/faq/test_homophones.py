"""Words written with the wrong characters are read as the file's own."""

import pytest

from core.faq.homophones import homophones_of
from core.faq.words import SudachiAnalyser

_ANALYSER = SudachiAnalyser()
_WAYS = [
    _ANALYSER.analyse(text) for text in ("図書館は何時まで?", "マイナンバーカードの暗証番号", "局の場所")
]


def _corrected(text: str, *bank: str) -> str:
    homophones = homophones_of(_WAYS, [_ANALYSER.analyse(other) for other in bank])
    return homophones.corrected(_ANALYSER.analyse(text))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("図書官に行きたい", "図書館に行きたい"),
        ("暗唱番号を忘れた", "暗証番号を忘れた"),
    ],
)
def test_what_sounds_the_same_is_written_as_the_file_does(written: str, meant: str) -> None:
    """The rest of the text stays."""
    assert _corrected(written) == meant


@pytest.mark.parametrize(
    "text", ["図書館に行きたい", "好きな曲を聞く", "としょかん", "the library", "", "。"]
)
def test_what_is_written_well_stays(text: str) -> None:
    """A short word that sounds the same (曲 and 局) is a word of its own; kana are no slip."""
    assert _corrected(text) == _ANALYSER.analyse(text).text


def test_what_strangers_write_is_no_mistake() -> None:
    """Another word that sounds the same, and that the bank has."""
    assert _corrected("詩を暗唱したい", "詩の暗唱") == "詩を暗唱したい"
