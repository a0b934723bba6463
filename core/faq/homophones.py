"""Words written with the wrong characters: they sound as a word of the file does, and are none that is known."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from core.faq.words import Piece, Wording

_KANJI = re.compile("[\u3400-\u9fff々]")
_LEAST = 3  # kana: shorter ones sound alike by chance …
_LEAST_WHOLE = 4  # … and so do words of one piece, which are words in their own right
_MOST = 4  # pieces: a word that is written wrong falls apart


class Homophones(msgspec.Struct, frozen=True):
    """How a file writes what it speaks of: `written` by its sound; `known` are the writings with one of those sounds
    that are no mistake.
    """

    known: frozenset[str]
    written: dict[str, str]

    def corrected(self, wording: Wording) -> str:
        """The text, written as the file would write it."""
        parts, at = [], 0
        while at < len(wording.pieces):
            size, meant = self._meant(wording.pieces[at : at + _MOST])
            parts.append(meant)
            at += size
        return "".join(parts) if any(_KANJI.search(part) for part in parts) else wording.text

    def _meant(self, pieces: Sequence[Piece]) -> tuple[int, str]:
        """How many pieces are taken, and what was meant by them: the longest that is written wrong."""
        for size, (surface, sound) in reversed(list(enumerate(_from(pieces), 1))):
            long = len(sound) >= (_LEAST if size > 1 else _LEAST_WHOLE)
            if long and surface not in self.known and sound in self.written and _KANJI.search(surface):
                return size, self.written[sound]
        return 1, pieces[0].surface


def homophones_of(ways: Sequence[Wording], bank: Sequence[Wording]) -> Homophones:
    """Of a file's ways to ask. `bank`: what others write is no mistake either."""
    written: dict[str, str] = {}
    for way in ways:
        for surface, sound in _runs(way.pieces):
            if _KANJI.search(surface) and len(sound) >= _LEAST:
                written.setdefault(sound, surface)
    runs = (run for wording in (*ways, *bank) for run in _runs(wording.pieces))
    return Homophones(frozenset(surface for surface, sound in runs if sound in written), written)


def _runs(pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    for at, piece in enumerate(pieces):
        if piece.names:
            yield from _from(pieces[at : at + _MOST])


def _from(pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """Surface and sound of the first piece, the first two, …, as long as they name."""
    surface = sound = ""
    for piece in pieces:
        if not piece.names:
            return
        surface, sound = surface + piece.surface, sound + piece.sound
        yield surface, sound
