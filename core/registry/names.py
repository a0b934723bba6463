"""Organisations by name in running text: longest name first, in any width, case and kana."""

import unicodedata
from collections.abc import Iterable, Mapping
from itertools import accumulate

# Each hiragana letter has its katakana 0x60 further on.
_TO_KATAKANA = {letter: letter + 0x60 for letter in range(ord("ぁ"), ord("ゖ") + 1)}
_BEFORE_HIRAGANA = frozenset("のはがをにへとでもやかりてらば")
_AFTER_HIRAGANA = frozenset("のはがをにへとでもやかさっ")
_AFTER_KANJI = frozenset("員官側等様発宛内前本支店局職系社室課長窓代電番的名")


class Names:
    """Which ids are named in a text.

    A name counts where it stands as a word: katakana, Latin letters and digits must not go on in the
    same script, a kanji name must not go on into a longer kanji word (a few suffixes such as 員 apart),
    and a name written in hiragana needs a particle or another script beside it.
    """

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """`names` are all writings of each id; at least two characters each."""
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        for key, writings in names.items():
            for name in {fold(writing) for writing in writings}:
                self._by_start.setdefault(name[:2], []).append((name, key))
        for bucket in self._by_start.values():
            bucket.sort(key=lambda entry: -len(entry[0]))

    def find(self, text: str) -> tuple[str, ...]:
        """The ids whose name occurs, the longest name first; a name within a longer one does not count."""
        line = _Line(text)
        found: dict[str, int] = {}
        at = 0
        while at < len(line.folded) - 1:
            name, key = self._at(line, at)
            if key:
                found[key] = max(found.get(key, 0), len(name))
            at += len(name) or 1
        return tuple(sorted(found, key=lambda key: -found[key]))

    def _at(self, line: "_Line", at: int) -> tuple[str, str]:
        for name, key in self._by_start.get(line.folded[at : at + 2], ()):
            if line.folded.startswith(name, at) and line.stands_alone(at, at + len(name)):
                return name, key
        return "", ""


class _Line:
    """A text without its white space, which still ends words; `folded` has one form for all kana."""

    def __init__(self, text: str) -> None:
        words = _normal(text).split()
        self._plain = "".join(words)
        self._starts = {0, *accumulate(map(len, words))}
        self.folded = _katakana(self._plain)

    def stands_alone(self, start: int, end: int) -> bool:
        text = self._plain
        before = "" if start in self._starts else text[start - 1]
        after = "" if end in self._starts else text[end]
        return _may_precede(before, _script(text[start])) and _may_follow(after, _script(text[end - 1]))


def fold(name: str) -> str:
    """One form for all widths, cases and kana of a name, without white space."""
    return _katakana("".join(_normal(name).split()))


def _normal(text: str) -> str:
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
    return "latin" if character.isalnum() else ""
