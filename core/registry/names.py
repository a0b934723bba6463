"""Organisations by name in running text: longest name first, in any width, case and kana."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property
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
        by_start: dict[str, list[tuple[str, str]]] = {}
        for key, writings in names.items():
            for name in {name for writing in writings if len(name := fold(writing)) > 1}:
                by_start.setdefault(name[:2], []).append((name, key))
        self._starts = ahocorasick.Automaton()
        for start, bucket in by_start.items():
            bucket.sort(key=lambda entry: -len(entry[0]))
            self._starts.add_word(start, bucket)
        self._starts.make_automaton()

    def find(self, text: str) -> tuple[str, ...]:
        """The ids whose name occurs, the longest name first; a name within a longer one does not count."""
        found: dict[str, int] = {}
        for named in self.spans(text):
            found[named.key] = max(found.get(named.key, 0), named.end - named.start)
        return tuple(sorted(found, key=lambda key: -found[key]))

    def spans(self, text: str) -> list[Named]:
        """Each name that occurs, in the order of the text; a name within a longer one does not count."""
        line = _Line(text)
        found: list[Named] = []
        free = 0
        for end, named in self._starts.iter(line.folded) if self._starts else ():
            if end <= free:  # within the name before
                continue
            name, key = _at(line, end - 1, named)
            if key:
                free = end - 1 + len(name)
                found.append(Named(key, *line.place(end - 1, free)))
        return found


def _at(line: "_Line", at: int, named: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The first of these names that stands there, and whose it is."""
    for name, key in named:
        if line.folded.startswith(name, at) and line.stands_alone(at, at + len(name)):
            return name, key
    return "", ""


class _Line:
    """A text without its white space, which still ends words; `folded` has one form for all kana."""

    def __init__(self, text: str) -> None:
        self._whole = normal(text)
        self._plain = "".join(self._whole.split())
        self.folded = _katakana(self._plain)

    @cached_property
    def _places(self) -> list[int]:
        """Where each letter stands with white space: asked for only where there may be a name."""
        return [at for at, letter in enumerate(self._whole) if not letter.isspace()]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where that stands in the text with its white space."""
        return self._places[start], self._places[end - 1] + 1

    def stands_alone(self, start: int, end: int) -> bool:
        text = self._plain
        before = "" if self._is_start(start) else text[start - 1]
        after = "" if self._is_start(end) else text[end]
        return _may_precede(before, _script(text[start])) and _may_follow(after, _script(text[end - 1]))

    def _is_start(self, at: int) -> bool:
        """Whether a word begins there: white space goes before, or the text ends."""
        return at in (0, len(self._plain)) or self._places[at] > self._places[at - 1] + 1


def fold(name: str) -> str:
    """One form for all widths, cases and kana of a name, without white space."""
    return _katakana("".join(normal(name).split()))


def normal(text: str) -> str:
    """One form for all widths and cases, with its white space."""
    return unicodedata.normalize("NFKC", text).lower()


def _katakana(text: str) -> str:
    return text.translate(_TO_KATAKANA)


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
