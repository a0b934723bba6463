"""Cuts a text into runs of digits: stretches in which groups of digits stand close enough to be one number."""

import re
from itertools import accumulate

import msgspec

from core.recognise.glyphs import CIRCLES, DIGIT_CLASS, KEYCAP, LETTERS, MARKS, SEPARATOR_CLASS, fold

_LATIN = "A-Za-zＡ-Ｚａ-ｚ"
_DIGIT, _SEPARATOR = f"[{DIGIT_CLASS}]", f"[{SEPARATOR_CLASS}]"
# O and l are read as digits only where they touch a digit and no other letter. The quantifiers are
# possessive, so that hostile text costs one pass.
_FIGURE = f"(?:{_DIGIT}|[{LETTERS}](?={_DIGIT})|(?<=[{DIGIT_CLASS}{LETTERS}])[{LETTERS}](?![{_LATIN}]))"
_RUN = re.compile(f"{_DIGIT}(?:{_SEPARATOR}{{0,6}}+{_FIGURE}){{6,}}+")
_LEADING_LETTERS = re.compile(f"(?<![{_LATIN}])[{LETTERS}]{{1,2}}$")
# 「①0985-24-6631」: a circled figure right before a zero numbers a list of numbers written in plain digits.
_LIST_MARK = re.compile("[①-⑨❶-❾➀-➈⓵-⓽➊-➒](?=[0０])")
_LETTERS, _KEYCAP = frozenset(LETTERS), frozenset(KEYCAP)
_ANY = re.compile(_DIGIT)
_GROUP = re.compile("([0-9][0-9\0]*)")
_ODD = re.compile(f"[{CIRCLES}一]")
_TO_FOLD = re.compile(r"[^-0-9 ().,/_=~\n]")
_LETTER = re.compile(f"[{LETTERS}]")
_PLAIN = re.compile("[0-9０-９]")
_KANJI = re.compile("[零二三四五六七八九壱弐参]")
_KANJI_ONE_AS_DASH = re.compile("(?<=[0-9０-９])一(?=[0-9０-９])")
_MASK = "X"

# What may stand between two groups of one number, spaces left out, and the joint it makes.
_JOINTS = {
    " ": " ", "-": "-", "--": "-", "(": "(", ")": ")", ")-": ")", "-(": "(", ")(": ")", "~": "~", "*": "*",
    ".": ".", ",": ",", ",(": ",", "/": "/", "_": "_", "=": "=", "の": "の", "のの": "の",
}  # fmt: skip
_SPELT_ALONE = (
    "090",
    "080",
    "070",
    "060",
    "050",
    "0120",
    "0570",
)  # how numbers spelt out without a dash begin
_SPELT = 8  # groups of one figure each, and more, are a number spelt out
TIGHT = frozenset(".,/_=の*")
STRONG = frozenset("-()~*の")


class Run(msgspec.Struct, frozen=True, gc=False):
    """Groups of digits in a text, `starts` and `ends` their places in the text as written.

    `joints[i]` is the joint between group i and the one before it, "" where they are no part of one number,
    before the first group and after the last.
    """

    digits: list[str]
    starts: list[int]
    ends: list[int]
    joints: list[str]
    letters: bool


def has_digits(text: str) -> bool:
    """Whether any digit, in any script known here, stands in the text."""
    return _ANY.search(text) is not None


def runs(text: str) -> list[Run]:
    """The runs of seven digits or more, in the order of the text."""
    return [_cut(text, *found.span()) for found in _RUN.finditer(text)]


def _cut(text: str, offset: int, end: int) -> Run:
    if text[offset - 1 : offset] in _LETTERS:
        leading = _LEADING_LETTERS.search(text, max(0, offset - 3), offset)
        offset -= len(leading.group()) if leading else 0
    while text[end : end + 1] in _KEYCAP:
        end += 1
    raw = text[offset:end]
    plain = not _TO_FOLD.search(raw)
    folded = raw if plain else fold(raw)
    if not plain and _LIST_MARK.search(raw):
        folded = "".join(_MASK if _LIST_MARK.match(raw, at) else glyph for at, glyph in enumerate(folded))
    if not plain and _ODD.search(raw):
        folded = _read_odd_glyphs(raw, folded)
    parts = _GROUP.split(folded)
    places = list(accumulate(map(len, parts), initial=offset))
    digits, starts, ends = parts[1::2], places[1:-1:2], places[2::2]
    joints = ["", *[_JOINTS.get(gap) or _joint(gap) for gap in parts[2:-1:2]], ""]
    if len(digits) > _SPELT and len(digits[0]) == len(digits[1]) == 1:
        digits, starts, ends, joints = _closed_up(digits, starts, ends, joints)
    if plain:
        return Run(digits, starts, ends, joints, False)
    if "\0" in folded:
        ends = [_without_marks(raw, offset, end) for end in ends]
        digits = [group.replace("\0", "") for group in digits]
    return Run(digits, starts, ends, joints, _LETTER.search(raw) is not None)


def _closed_up(
    digits: list[str], starts: list[int], ends: list[int], joints: list[str]
) -> tuple[list[str], list[int], list[int], list[str]]:
    """「0 9 0 - 2 7 1 5 …」: figures written one by one, with a blank between, are one group. Groups of more
    figures are left as they are, and so is counting (0 1 2 3), and what may be marks or scores.
    """
    whole = "".join(digits)
    if len(whole) != len(digits) or whole[:10] in "0123456789":
        return digits, starts, ends, joints
    if set(joints[1:-1]) == {" "} and not whole.startswith(_SPELT_ALONE):
        return digits, starts, ends, joints
    firsts = [place for place in range(len(digits)) if place == 0 or joints[place] != " "]
    stops = [*firsts[1:], len(digits)]
    return (
        [whole[first:stop] for first, stop in zip(firsts, stops, strict=True)],
        [starts[first] for first in firsts],
        [ends[stop - 1] for stop in stops],
        [*(joints[first] for first in firsts), ""],
    )


def _without_marks(raw: str, offset: int, end: int) -> int:
    """The end of a group without invisible marks; what makes a keycap belongs to its digit."""
    while raw[end - offset - 1] in MARKS and raw[end - offset - 1] not in KEYCAP:
        end -= 1
    return end


def _read_odd_glyphs(raw: str, folded: str) -> str:
    """Circles are zeros among kanji digits and fill-ins among others; a kanji one may stand for a dash."""
    if "一" in raw:
        folded = "".join(
            "-" if _KANJI_ONE_AS_DASH.match(raw, at) else plain for at, plain in enumerate(folded)
        )
    if _KANJI.search(raw) or not _PLAIN.search(raw) or not any(circle in raw for circle in CIRCLES):
        return folded
    return "".join(
        _MASK if glyph in CIRCLES and at else plain
        for at, (glyph, plain) in enumerate(zip(raw, folded, strict=True))
    )


def _joint(gap: str) -> str:
    """What kind of joint a gap makes between two groups of one number; "" where it parts them."""
    gap = gap.replace("\0", "")
    core = gap.replace(" ", "").replace("\n", "")
    blanks, lines = gap.count(" "), gap.count("\n")
    if blanks > 2 or lines > 1:
        return ""
    if lines:
        return "\n" if core in ("", "-", ")", "~") else ""
    if not core:
        return " "
    return "" if blanks and core in TIGHT else _JOINTS.get(core, "")
