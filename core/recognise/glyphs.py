"""What digits and separators look like in chats, and the plain character that each stands for.

Folding keeps the length: one code point in, one out, so that places in the folded text are places in
the text as written.
"""

import re

CIRCLES = "〇○◯⭕⚪"
LETTERS = "OoＯｏlIｌＩ"

# Zero of each script's decimal digits (Unicode category Nd): ASCII, full width, Arabic, Persian,
# Devanagari, Bengali, Thai, and the mathematical sets.
_SCRIPTS = "0０٠۰०০๐𝟎𝟘𝟢𝟬𝟶"
_ROWS = (
    "零一二三四五六七八九",
    "零壱弐参肆伍陸漆捌玖",
    "零壹貳參肆伍陸漆捌玖",
    "⓪①②③④⑤⑥⑦⑧⑨",
    "⓿❶❷❸❹❺❻❼❽❾",
    "⓪➀➁➂➃➄➅➆➇➈",
    "⓪⓵⓶⓷⓸⓹⓺⓻⓼⓽",
    "⓿➊➋➌➍➎➏➐➑➒",
    "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "₀₁₂₃₄₅₆₇₈₉",
)
DASHES = "-‐‑‒–—―−－ーｰ─━﹣﹘ㅡ"
_SEPARATORS = {
    "-": DASHES,
    "~": "~〜～∼˜",
    " ": " \t\r\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    "\n": "\n\x0b\x0c\x85\u2028\u2029",
    "(": "(（[［〔【",
    ")": ")）]］〕】",
    ".": ".．",
    ",": ",，、､",
    "/": "/／",
    "_": "_＿",
    "=": "=＝゠",
    "*": "・･•·",
    "の": "のノﾉ局",
}
# Direction marks, zero-width characters and emoji selectors, which copying from a phone leaves behind.
MARKS = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff\u20e3"
)
KEYCAP = "\ufe0f\u20e3"


def _digits() -> dict[str, str]:
    table = {chr(ord(zero) + value): str(value) for zero in _SCRIPTS for value in range(10)}
    table |= {glyph: str(value) for row in _ROWS for value, glyph in enumerate(row)}
    return table | dict.fromkeys(CIRCLES, "0")


def _folding() -> dict[int, str]:
    table = {ord(glyph): plain for plain, glyphs in _SEPARATORS.items() for glyph in glyphs}
    table |= dict.fromkeys(map(ord, MARKS), "\0")
    table |= {ord(glyph): "0" if glyph in "OoＯｏ" else "1" for glyph in LETTERS}
    return table | {ord(glyph): value for glyph, value in DIGITS.items()}


DIGITS = _digits()
FOLDING = _folding()
# The mathematical digits stand as a range: listed one by one they make a search ten times slower.
DIGIT_CLASS = "".join(glyph for glyph in DIGITS if glyph < "\U00010000") + "𝟎-𝟿"
DASH_CLASS = re.escape(DASHES)
SEPARATOR_CLASS = re.escape("".join(_SEPARATORS.values()) + MARKS)


def fold(text: str) -> str:
    """`text` with each glyph as the plain character it stands for; as long as `text`."""
    return text.translate(FOLDING)
