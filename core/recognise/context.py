"""What the words and marks beside digits say about them."""

import re
import unicodedata
from typing import Literal

from core.recognise.glyphs import DASHES
from core.recognise.plan import Plan

Label = Literal["phone", "other", "thing", "member", "attached", "letters", ""]

_FILLING = " \t\r\n\u00a0\u3000:：;；=＝はがも、,，-－ー‐−–—(（)）[［]］「」『』【】〔〕\"'“”‘’>＞→⇒・.．/／|｜*＊`\ufe0f"
_WINDOW = 32
_LATIN = re.compile(r"[0-9a-z]")
_LETTERS_AND_FIGURES = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_TOUCHING = _LETTERS_AND_FIGURES | frozenset("-_/.=&+#@%$")
_URL = re.compile(r"(?:https?://|www\.)[A-Za-z0-9/?#%&=._~:@!$*+;-]+")
_CLOCK = re.compile(r"[\s\u3000]*(?:[:：][0-5０-５][0-9０-９]|時)")
_AFTER = re.compile(r"[A-Za-z_@%＠％Ａ-Ｚａ-ｚ]+|[-ー－‐]{1,2}[A-Za-z]")


class Context:
    """Judges digits by what stands right before and right after them."""

    def __init__(self, plan: Plan) -> None:
        self._phone = plan.words("phone")
        self._other = plan.words("other")
        self._thing = plan.words("thing")
        self._member = plan.words("member")
        self._number = plan.words("number")
        self._unit = plan.words("unit")
        labels = (*self._phone, *self._other, *self._thing, *self._member, *self._number)
        # Most glyphs beside a number tell nothing; one look at these sets spares the words.
        touching = _TOUCHING | frozenset(DASHES + _FILLING)
        self._telling_before = _in_all_forms(touching | {word[-1] for word in labels})
        self._telling_after = _in_all_forms(touching | {word[0] for word in self._unit})

    def before(self, text: str, start: int, floor: int = 0) -> Label:
        """What the word right before `start` calls the digits that begin there; nothing before `floor` counts."""
        if start <= floor or text[start - 1] not in self._telling_before:
            return ""
        window = text[max(floor, start - _WINDOW) : start]
        word = window.rstrip(_FILLING)
        return (self._label(word, window[len(word) :]) if word else "") or _attached(window)

    def goes_on(self, text: str, end: int, separated: bool) -> bool:
        """Whether what follows `end` makes the digits a quantity, a longer code or an address.

        Letters may touch digits that are `separated` into groups like a telephone number.
        """
        if text[end : end + 1] not in self._telling_after:
            return False
        after = unicodedata.normalize("NFKC", text[end : end + 4]).lower()
        if after.startswith(self._unit) or (not separated and after.lstrip().startswith("円")):
            return True
        found = _AFTER.match(text, end)
        if found is None:
            return False
        word = unicodedata.normalize("NFKC", found.group()).lower()
        if (len(word) > 1 and word in self._phone) or word in ("ext", "x"):
            return False
        return not (separated and len(word) > 1 and word.isalpha())

    def _label(self, word: str, filling: str) -> Label:
        below = "\n" in filling
        if below:
            word = word.rpartition("\n")[2]
            if len(word) > 12:
                return ""
        plain = unicodedata.normalize("NFKC", word[-16:]).lower()
        if plain.endswith(self._member):
            return "member"
        for name in self._number:
            if _ends_in_word(plain, name):
                return self._compound(plain[: -len(name)].rstrip())
        if _ends_in(plain, self._phone):
            return "phone"
        if below:
            return ""
        return "other" if _ends_in(plain, self._other) else "thing" if _ends_in(plain, self._thing) else ""

    def _compound(self, stem: str) -> Label:
        """「注文番号」 names something else; 「電話番号」, 「この番号」 and 「番号」 alone name a telephone number."""
        return "phone" if not stem or _ends_in(stem, self._phone) or not _is_noun(stem[-1]) else "other"


def _ends_in(plain: str, words: tuple[str, ...]) -> bool:
    return plain.endswith(words) and any(_ends_in_word(plain, word) for word in words)


def _ends_in_word(plain: str, word: str) -> bool:
    """Latin letters must be a word of their own: "id" does not end "paid"."""
    if not plain.endswith(word):
        return False
    stem = plain[: -len(word)]
    return not (_LATIN.match(word[0]) and stem and _LATIN.match(stem[-1]))


def touches_clock(text: str, end: int) -> bool:
    """Whether a time of day goes on at `end`: the minutes, or 時."""
    return _CLOCK.match(text, end) is not None


def addresses(text: str) -> list[tuple[int, int]]:
    """The places of web addresses in the text."""
    if "://" not in text and "www." not in text:
        return []
    return [found.span() for found in _URL.finditer(text)]


def _in_all_forms(glyphs: frozenset[str]) -> frozenset[str]:
    """The glyphs in upper case and full width too, and the signs that stand for whole words."""
    cased = glyphs | {glyph.upper() for glyph in glyphs}
    wide = {chr(ord(glyph) + 0xFEE0) for glyph in cased if "!" <= glyph <= "~"}
    return frozenset(cased | wide | set("℡№㈹"))


def _is_noun(glyph: str) -> bool:
    return "\u4e00" <= glyph <= "\u9fff" or "\u30a1" <= glyph <= "\u30fc" or _LATIN.match(glyph) is not None


def _attached(window: str) -> Label:
    """Digits that go on a word, a path, a code or another figure are part of it."""
    last = _plain(window[-1:])
    if last not in _TOUCHING:
        return ""
    previous = _plain(window[-2:-1])
    if last.isalpha():
        return "letters" if previous.isalpha() and previous in _TOUCHING else "attached"
    if last.isdigit() or last in "#@%$&":
        return "attached"
    return "attached" if previous and previous in _LETTERS_AND_FIGURES else ""


def _plain(glyph: str) -> str:
    """A full-width letter or sign, or any dash, in its plain form."""
    if glyph.isascii():
        return glyph.lower()
    return "-" if glyph in DASHES else unicodedata.normalize("NFKC", glyph).lower()[:1]
