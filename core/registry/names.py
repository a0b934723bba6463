"""Organisations by name in running text: longest name first, in any width, case and kana."""

import unicodedata
from collections.abc import Iterable, Mapping

_KATAKANA = 0x60  # the distance from a hiragana letter to its katakana
_BEFORE_HIRAGANA = frozenset("のはがをにへとでもやかりてらば")
_AFTER_HIRAGANA = frozenset("のはがをにへとでもやかよだなさっですじ")
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
        plain = _normal(text)
        folded = _katakana(plain)
        found: dict[str, int] = {}
        at = 0
        while at < len(folded) - 1:
            name, key = self._at(plain, folded, at)
            if key:
                found[key] = max(found.get(key, 0), len(name))
            at += len(name) or 1
        return tuple(sorted(found, key=lambda key: -found[key]))

    def _at(self, plain: str, folded: str, at: int) -> tuple[str, str]:
        for name, key in self._by_start.get(folded[at : at + 2], ()):
            if folded.startswith(name, at) and _stands_alone(plain, at, at + len(name)):
                return name, key
        return "", ""


def fold(name: str) -> str:
    """One form for all widths, cases and kana of a name; spaces within are dropped."""
    return _katakana(_normal(name))


def _normal(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _katakana(text: str) -> str:
    return "".join(chr(ord(c) + _KATAKANA) if "ぁ" <= c <= "ゖ" else c for c in text)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    first, last = _script(text[start]), _script(text[end - 1])
    return _may_precede(before, first) and _may_follow(after, last)


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
