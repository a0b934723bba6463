"""Organisations by name in running text: longest name first, in any width, case and kana."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import ahocorasick

# Each hiragana letter has its katakana 0x60 further on.
_TO_KATAKANA: dict[int, int | str] = {letter: letter + 0x60 for letter in range(ord("ぁ"), ord("ゖ") + 1)}
# Small katakana for Ainu, which stand in for the full ones on some keyboards.
_TO_KATAKANA |= {
    ord(small): full
    for small, full in zip(
        "ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ", "クシストヌハヒフヘホムラリルレロ", strict=True
    )
}
# Two ways to write one sound.
_TO_KATAKANA |= {ord(one): other for one, other in zip("づヅぢヂをヲ", "ズズジジオオ", strict=True)}
_BEFORE_HIRAGANA = frozenset("のはがをにへとでもやかりてらば")
_AFTER_HIRAGANA = frozenset("のはがをにへとでもやかさっだ")
_STRETCH = re.compile(r"\S+")
_AFTER_KANJI = frozenset("員官側等様発宛内前本支店局職系社室課長窓代電番的名")


class Named(NamedTuple):
    """A name in a text: whose it is, and from where to where it stands in `normal(text)`."""

    key: str
    start: int
    end: int


class Names:
    """Which ids are named in a text.

    A name counts where it stands as a word: katakana, Latin letters and digits must not go on in the
    same script, a kanji name must not go on into a longer kanji word (a few suffixes such as 員 apart),
    and a name written in hiragana needs a particle or another script beside it.
    """

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """`names` are all writings of each id; those of one letter are none."""
        self._names = ahocorasick.Automaton()
        for key, writings in names.items():
            for name in map(fold, writings):
                if len(name) > 1 and name not in self._names:
                    self._names.add_word(name, (len(name), key))
        self._names.make_automaton()

    def find(self, text: str) -> tuple[str, ...]:
        """The ids whose name occurs, the longest name first; a name within a longer one does not count."""
        found: dict[str, int] = {}
        for named in self.spans(text):
            found[named.key] = max(found.get(named.key, 0), named.end - named.start)
        return tuple(sorted(found, key=lambda key: -found[key]))

    def spans(self, text: str) -> list[Named]:
        """Each name that occurs, in the order of the text; a name within a longer one does not count."""
        line = _Line(text)
        ends = self._names.iter(line.folded) if self._names else ()
        standing = sorted((end + 1 - length, -length, key) for end, (length, key) in ends)
        found: list[Named] = []
        free = 0
        for start, less, key in standing:
            if start >= free and line.stands_alone(start, start - less):
                free = start - less
                found.append(Named(key, *line.place(start, free)))
        return found


class _Line:
    """A text without its white space, which still ends words; `folded` has one form for all kana."""

    def __init__(self, text: str) -> None:
        self._whole = normal(text)
        self._plain = "".join(self._whole.split())
        self.folded = _katakana(self._plain)

    @cached_property
    def _words(self) -> list[int]:
        """Where each stretch of letters begins: asked for only where there may be a name."""
        return list(accumulate(map(len, self._whole.split()[:-1]), initial=0))

    @cached_property
    def _shifts(self) -> list[int]:
        """How much further on each stretch stands with white space."""
        starts = (found.start() for found in _STRETCH.finditer(self._whole))
        return [start - at for start, at in zip(starts, self._words, strict=True)]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where that stands in the text with its white space."""
        return self._shifted(start), self._shifted(end - 1) + 1

    def _shifted(self, at: int) -> int:
        return at + self._shifts[bisect_right(self._words, at) - 1]

    def stands_alone(self, start: int, end: int) -> bool:
        text = self._plain
        before = "" if self._is_start(start) else text[start - 1]
        after = "" if self._is_start(end) else text[end]
        return _may_precede(before, _script(text[start])) and _may_follow(after, _script(text[end - 1]))

    def _is_start(self, at: int) -> bool:
        """Whether a word begins there: white space goes before, or the text ends."""
        word = bisect_left(self._words, at)
        return at == len(self._plain) or self._words[word : word + 1] == [at]


def fold(name: str) -> str:
    """One form for all widths, cases and kana of a name, without white space."""
    return _katakana("".join(normal(name).split()))


def normal(text: str) -> str:
    """One form for all widths and cases, with its white space."""
    return unicodedata.normalize("NFKC", text).lower()


def _katakana(text: str) -> str:
    return text if text.isascii() else text.translate(_TO_KATAKANA)


def _may_precede(before: str, first: str) -> bool:
    if not before or first in ("", "kanji") or _script(before) != first:
        return True
    return first == "hiragana" and before in _BEFORE_HIRAGANA


def _may_follow(after: str, last: str) -> bool:
    if not after or not last or _script(after) != last:
        return True
    if last == "hiragana":
        return after in _AFTER_HIRAGANA
    return last == "kanji" and after in _AFTER_KANJI


def _script(character: str) -> str:
    if "ぁ" <= character <= "ゖ":
        return "hiragana"
    if "ァ" <= character <= "ヺ" or character == "ー":
        return "katakana"
    if "一" <= character <= "鿿" or character == "々":
        return "kanji"
    if "ㇰ" <= character <= "ㇿ":
        return "katakana"
    return "latin" if character.isalnum() else ""
