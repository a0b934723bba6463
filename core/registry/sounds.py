"""Names by their sound: とうきょうがす, トーキョーガス and "Tokyo gasu" are one, and so are なごや銀行 and 名古屋銀行."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

import jaconv
import msgspec

SHORTEST = 7  # Latin letters of a sound; shorter ones stand in too many other words

# One way to write each sound: long vowels short, double consonants single.
_SAME = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"[-ー']", ""),
        (r"si", "shi"),
        (r"ti", "chi"),
        (r"tu", "tsu"),
        (r"hu", "fu"),
        (r"z[iy]|dj?i", "ji"),
        (r"sy", "sh"),
        (r"ty", "ch"),
        (r"l", "r"),
        (r"m(?=[bp])", "n"),
        (r"([aiueo])\1+", r"\1"),
        (r"ou", "o"),
        (r"ei", "e"),
        (r"([bcdfghjkpqrstvwyz])\1+", r"\1"),
        (r"tch", "ch"),
    )
)
_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_SOUNDED = re.compile(r"[a-z']+|[ぁ-ゖー]+")
# Syllables of at most three consonants before a vowel: what is none is a foreign word.
_LATIN = re.compile(r"(?:[kgsztdnhbpmrfwjycl]{0,3}[aiueo])+n?")


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a word in kanji is read, in hiragana."""

    word: str
    reading: str


class Sounds:
    """Whose name a text sounds like. A sound that two of them share is nobody's."""

    def __init__(self, names: Mapping[str, Iterable[str]], readings: Iterable[Reading]) -> None:
        """`names` are all writings of each id."""
        self._readings = {row.word: row.reading for row in readings}
        words = sorted(self._readings, key=len, reverse=True)
        self._words = re.compile("|".join(map(re.escape, words)) or "(?!)")
        keys: dict[str, set[str]] = {}
        for key, writings in names.items():
            for writing in writings:
                sound = self.sound(writing)
                if "|" not in sound and len(sound) >= SHORTEST:
                    keys.setdefault(sound, set()).add(key)
        alone = {sound: whose.pop() for sound, whose in keys.items() if len(whose) == 1}
        self._keys = sorted(alone.items(), key=lambda item: -len(item[0]))

    def heard(self, text: str) -> str | None:
        """The id whose name sounds in the text, the longest; None where none does."""
        sound = self.sound(text)
        if len(sound) < SHORTEST:  # as that of a bare number, which most messages are
            return None
        return next((key for name, key in self._keys if name in sound), None)

    def sound(self, text: str) -> str:
        """The text in small Latin letters; | for what has no sound of its own: other kanji, marks, foreign words."""
        plain = unicodedata.normalize("NFKC", text).lower().translate(_KATAKANA)
        read = self._words.sub(lambda found: self._readings[found.group()], plain)
        parts: list[str] = []
        end = 0
        for found in _SOUNDED.finditer(read):
            parts += ["" if not read[end : found.start()].strip(" -‐・") else "|", _letters(found.group())]
            end = found.end()
        if read[end:].strip():
            parts.append("|")
        return "".join(parts)


def _letters(run: str) -> str:
    if run[0].isascii() and not _LATIN.fullmatch(run):
        return "|"
    letters = run if run[0].isascii() else jaconv.kana2alphabet(run)
    for pattern, to in _SAME:
        letters = pattern.sub(to, letters)
    return letters
