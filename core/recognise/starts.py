"""How a number begins: +81, 0081, 010-81, 184, or straight with its 0."""

import re
from typing import Literal

import msgspec

from core.recognise.runs import Run

Form = Literal["national", "plus", "international_call", "bare"]

_PLUS = re.compile(r"(?<![0-9A-Za-z０-９])[+＋﹢➕][ (（]{0,2}$")
_BEFORE_PLUS = frozenset("+＋﹢➕ (（")
_WITHHELD = ("184", "186")


class Start(msgspec.Struct, frozen=True, gc=False):
    """Where a number begins and how to read on: group `at`, whose digits are to be read as `head`.

    `japan` tells whether `head` is as dialled in Japan (0 first); otherwise it begins with a country code.
    """

    form: Form
    start: int
    at: int
    head: str
    japan: bool = True
    prefix: str = ""
    signs: tuple[str, ...] = ()


def start_at(text: str, run: Run, at: int) -> Start | None:
    """How a number could begin with group `at` of the run; None where none can."""
    first, place = run.digits[at], run.starts[at]
    if (
        at == 0
        and text[place - 1 : place] in _BEFORE_PLUS
        and (plus := _PLUS.search(text, max(0, place - 4), place))
    ):
        return _after_plus(run, at, plus.start())
    if first[0] == "0":
        if first[1:2] in ("0", "1"):
            return _after_zero(run, at)
        return Start("national", place, at, first) if len(first) > 1 else None
    if first[:3] in _WITHHELD:
        return _withheld(run, at)
    if first[:2] == "81":
        return _in_japan(run, at, first[2:], "bare", place)
    return None


def _after_plus(run: Run, at: int, place: int) -> Start | None:
    first = run.digits[at]
    if first[:2] == "81":
        return _in_japan(run, at, first[2:], "plus", place)
    return Start("plus", place, at, first, japan=False)


def _after_zero(run: Run, at: int) -> Start | None:
    first = run.digits[at]
    if first[:4] == "0081":
        return _in_japan(run, at, first[4:], "international_call", run.starts[at])
    if first[:3] == "010":
        rest, next_at = (first[3:], at) if len(first) > 3 else (_next(run, at), at + 1)
        if rest[:2] == "81":
            return _in_japan(run, next_at, rest[2:], "international_call", run.starts[at])
    return Start("national", run.starts[at], at, first)


def called_abroad(run: Run, at: int) -> Start | None:
    """010 and a country code: a call from Japan to another country."""
    first = run.digits[at]
    rest, next_at = (first[3:], at) if len(first) > 3 else (_next(run, at), at + 1)
    if first[:3] != "010" or not rest or rest[0] == "0":
        return None
    return Start("international_call", run.starts[at], next_at, rest, japan=False)


def _withheld(run: Run, at: int) -> Start | None:
    first = run.digits[at]
    if len(first) == 3:
        following = _next(run, at)
        if not following.startswith("0"):
            return None
        return Start("national", run.starts[at + 1], at + 1, following, prefix=first)
    if first[3] != "0":
        return None
    width = (run.ends[at] - run.starts[at]) // len(first)
    return Start("national", run.starts[at] + 3 * width, at, first[3:], prefix=first[:3])


def _in_japan(run: Run, at: int, rest: str, form: Form, place: int) -> Start | None:
    """After the country code: the 0 that people keep, in brackets or not, is read once."""
    signs: tuple[str, ...] = ("bare_country_code",) if form == "bare" else ("international_form",)
    if not rest:
        rest, at = _next(run, at), at + 1
    if rest.startswith("0"):
        signs = (*signs, "kept_zero")
    if rest == "0":
        rest, at = "0" + _next(run, at), at + 1
    if not rest or at >= len(run.digits):
        return None
    return Start(form, place, at, rest if rest[0] == "0" else "0" + rest, signs=signs)


def _next(run: Run, at: int) -> str:
    """The digits of the group after `at`, where it is joined."""
    return run.digits[at + 1] if run.joints[at + 1] else ""
