"""Notices what is meant as a number and cannot be looked up: digits left out, or the area code missing."""

import re
from bisect import bisect_left

from core.recognise.glyphs import CIRCLES, DASH_CLASS, DIGIT_CLASS
from core.recognise.numbers import Number, Partial

_DIGIT = f"[{DIGIT_CLASS}]"
_FILL_IN = f"[XxＸｘ×✕✖*＊●■□▲△?？※＿_…#＃{CIRCLES}]"
_GAP = f"[{DASH_CLASS}() 　（）・.]"
_SIGN = re.compile(_FILL_IN + _FILL_IN)
# 03-XXXX-XXXX, 090-1234-****, 090－○○○○－5678: begins like a number, and two signs or more stand for digits.
_MASKED = re.compile(
    rf"(?<!{_DIGIT})[0０〇零][0-9０-９一二三四五六七八九]{{1,3}}+(?:{_GAP}{{0,2}}+(?:{_DIGIT}|{_FILL_IN})){{4,18}}+"
    rf"|[+＋]{_DIGIT}{{1,3}}+(?:{_GAP}{{0,2}}+(?:{_DIGIT}|{_FILL_IN})){{6,18}}+"
)
_LOCAL = re.compile(
    rf"(?<![{DIGIT_CLASS}A-Za-z_{DASH_CLASS}./()（）])[2-9２-９][0-9０-９]{{1,3}}+[{DASH_CLASS}][0-9０-９]{{4}}+(?![{DIGIT_CLASS}{DASH_CLASS}])"
)
_CALLED = re.compile(
    r"(?:電話|でんわ|tel|ＴＥＬ|℡|☎️?|📞|携帯|fax|ＦＡＸ|phone)(?:番号)?[\s　:：.．はが、]*$", re.IGNORECASE
)
_WINDOW = 16


def masked(text: str) -> list[Partial]:
    """Numbers of which some digits are written as signs."""
    if _SIGN.search(text) is None:
        return []
    return [
        Partial(found.group(), found.start(), found.end(), "masked")
        for found in _MASKED.finditer(text)
        if _SIGN.search(found.group())
    ]


def without_area_code(text: str) -> list[Partial]:
    """Local numbers, where they are called a telephone number or are all there is."""
    noticed = []
    for found in _LOCAL.finditer(text):
        start, end = found.span()
        alone = not text[:start].strip() and not text[end:].strip()
        if alone or _CALLED.search(text, max(0, start - _WINDOW), start):
            noticed.append(Partial(found.group(), start, end, "no_area_code"))
    return noticed


def outside(partials: list[Partial], numbers: list[Number]) -> list[Partial]:
    """Those of `partials` that touch no number."""
    if not partials or not numbers:
        return partials
    starts = [number.start for number in numbers]
    return [
        partial for partial in partials if not _touches(partial, numbers, bisect_left(starts, partial.end))
    ]


def _touches(partial: Partial, numbers: list[Number], at: int) -> bool:
    return at > 0 and numbers[at - 1].end > partial.start
