"""Texts taken apart are kept on disk."""

from pathlib import Path

import pytest

from core.faq.wordings import WordingCache
from core.faq.words import SudachiAnalyser, Wording

TEXTS = ["図書館は何時まで?", "りようとうろくしたい", "How do I renew a card?", "", "図書館の本"]


class Counted:
    """The product's analyser, with the texts that it was asked for."""

    def __init__(self) -> None:
        self._analyser = SudachiAnalyser()
        self.texts: list[str] = []

    def analyse(self, text: str) -> Wording:
        self.texts.append(text)
        return self._analyser.analyse(text)


def test_what_is_kept_is_what_was_found(tmp_path: Path) -> None:
    """The second time nothing is taken apart, and all parts are the same."""
    analyser, idle = Counted(), Counted()
    first = WordingCache(tmp_path).analyse(TEXTS, analyser)
    second = WordingCache(tmp_path).analyse(TEXTS, idle)

    assert analyser.texts == TEXTS
    assert idle.texts == []
    assert second == first == [SudachiAnalyser().analyse(text) for text in TEXTS]


@pytest.mark.parametrize("broken", [b"", b"\x93no words", b"\x96\x90\x90\x90\x90\x90\x90"])
def test_a_broken_file_is_written_anew(tmp_path: Path, broken: bytes) -> None:
    """Also one that reads, but holds other texts than it is named for."""
    WordingCache(tmp_path).analyse(TEXTS, Counted())
    next(tmp_path.glob("*.words")).write_bytes(broken)
    again, idle = Counted(), Counted()
    WordingCache(tmp_path).analyse(TEXTS, again)
    WordingCache(tmp_path).analyse(TEXTS, idle)

    assert again.texts == TEXTS
    assert idle.texts == []


def test_without_a_folder_nothing_is_kept() -> None:
    """Each time is the first."""
    analyser = Counted()
    cache = WordingCache()
    cache.analyse(TEXTS, analyser)
    cache.analyse(TEXTS, analyser)

    assert analyser.texts == TEXTS * 2
