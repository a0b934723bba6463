"""What a text says once its disguise is off: full width, look-alike letters, spaces and marks between letters.

Folded are: width and compatibility forms (Unicode NFKC), case, accents of Latin letters (Vietnamese and
Portuguese are often typed without), katakana to hiragana, traditional to simplified Chinese. Letters and
figures stay; spaces, punctuation, symbols and invisible characters go, so that a word may be spaced or dotted.
Words to look for are folded the same way, so a fold that joins two signs joins them on both sides.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import NamedTuple

from core.content import mapping

# Cyrillic and Greek letters that stand in for Latin ones (Unicode Technical Standard #39, confusables), and
# letters that do not come apart.
_LOOKALIKES = (
    "аa вb еe кk мm нh оo рp сc тt уy хx іi јj ѕs һh ԁd ԛq ԝw гr ӏl ьb "
    "αa βb εe ηn ιi κk νv οo ρp τt υu χx ωw σo γy đd ıi łl øo ɑa ɡg ꞵb"
)
_LATIN = {pair[0]: pair[1] for pair in _LOOKALIKES.split()}
# Kanji that stand in for kana of the same shape.
_KANA = {"力": "か", "口": "ろ", "二": "に", "工": "え", "卜": "と", "夕": "た"}
_STROKES = re.compile("[一―‐‑–—─-]")
_BAR = re.compile("(?<=[ァ-ヺー])[一―‐‑–—─-](?=[ァ-ヺー]|$|[^0-9A-Za-z])")
_APART = re.compile(r"(?<!\S)\w(?: \w){2,}(?!\S)")
_THAI = ("\u0e00", "\u0e7f")
_HIRAGANA = ord("ァ") - ord("ぁ")


class Traced(NamedTuple):
    """A folded text and where each of its letters stands in `source`: the text as written, or its
    compatibility form where letters were composed of several.
    """

    text: str
    places: Sequence[int]
    source: str


class _Table(dict[int, str]):
    """Code point to its fold, worked out at first sight."""

    def __init__(self, simplified: Mapping[str, str]) -> None:
        super().__init__()
        self._simplified = simplified

    def __missing__(self, code: int) -> str:
        letter = self[code] = self._fold(chr(code))
        return letter

    def _fold(self, letter: str) -> str:
        category = unicodedata.category(letter)
        if category == "Mn":
            return letter if _THAI[0] <= letter <= _THAI[1] else ""
        if category[0] not in "LNM":
            return ""
        if "ァ" <= letter <= "ヶ":
            letter = chr(ord(letter) - _HIRAGANA)
        base = unicodedata.normalize("NFKD", letter)[0]
        if base.isascii():
            return base
        return self._simplified.get(letter) or _KANA.get(letter) or _LATIN.get(letter) or letter


class Folding:
    """Folds texts. `simplified`: traditional Chinese characters and their simplified form."""

    def __init__(self, simplified: Mapping[str, str]) -> None:
        self._table = _Table(simplified)

    def fold(self, text: str) -> str:
        """The letters and figures of a text, folded."""
        return _barred(unicodedata.normalize("NFKC", text)).casefold().translate(self._table)

    def trace(self, text: str) -> Traced:
        """The same, with places to quote from."""
        source = _barred(unicodedata.normalize("NFKC", text))
        small = source.casefold()
        # A letter that is folded to two, such as ß, moves all that follow: then each is folded by itself.
        letters = (
            [self._table[ord(letter)] for letter in small]
            if len(small) == len(source)
            else [letter.casefold().translate(self._table) for letter in source]
        )
        places = [place for place, letter in enumerate(letters) for _ in letter]
        return Traced("".join(letters), places, text if len(text) == len(source) else source)


def _barred(text: str) -> str:
    """The text with a bar in katakana written as the bar, whatever stroke stands for it."""
    return _BAR.sub("ー", text) if _STROKES.search(text) else text


def plain(text: str) -> str:
    """The text with its words as they are read: compatibility forms and look-alike letters as plain ones, nothing
    invisible, and letters that stand apart joined.
    """
    shown = "".join(
        _LATIN.get(letter, letter)
        for letter in unicodedata.normalize("NFKC", text)
        if unicodedata.category(letter) not in ("Cf", "Cc") or letter == "\n"
    )
    return _APART.sub(lambda apart: apart[0].replace(" ", ""), shown)


def load_folding(file: Traversable) -> Folding:
    """Read config/scams/writings.yaml: simplified characters, and the traditional ones of each. Raises ContentError."""
    rows = mapping(file)
    return Folding({old: new for new, olds in rows.items() for old in olds})
