"""Makes the Number out of what was read: its E.164 form, its place, its writing, and what is odd about it."""

import re

from core.recognise.abroad import Abroad
from core.recognise.dialled import Dialled
from core.recognise.numbers import Number
from core.recognise.plan import Line, Plan
from core.recognise.runs import Run
from core.recognise.starts import Start

_EXTENSION = re.compile(
    r"[\s,、]{0,3}(?:[（(]\s?(?:内線|内|ext\.?|extension|x)|内線|ext\.?|extension)(?:番号)?[\s:：.]{0,2}([0-9０-９]{1,6})",
    re.IGNORECASE,
)
_BEFORE_EXTENSION = frozenset(" \u3000\t\n,、(（内eE")
_FULL_WIDTH = {ord("０") + value: str(value) for value in range(10)}
_ABROAD_FORMS = ("plus", "international_call", "bare")


def japanese(plan: Plan, text: str, run: Run, start: Start, found: Dialled) -> Number:
    """The Number for digits as dialled in Japan."""
    begin, end, line = start.start, found.end, found.line
    if start.form != "national" or "(" in found.joints or ")" in found.joints:
        begin, end = _with_brackets(text, begin, end)
    return Number(
        e164=e164_in_japan(found.digits),
        raw=text[begin:end],
        start=begin,
        end=end,
        kind=line.kind,
        written=plan.written(found.digits, line),
        region=line.area.ja if line.area and line.kind == "fixed" else "",
        extension=_extension(text, end),
        prefix=start.prefix,
        signs=_signs(start, found.digits, run, line.why),
    )


def foreign(text: str, run: Run, start: Start, found: Abroad) -> Number:
    """The Number for a number outside Japan's plan."""
    begin, end = _with_brackets(text, start.start, found.end)
    return Number(
        e164=found.e164,
        raw=text[begin:end],
        start=begin,
        end=end,
        kind="international",
        written=found.written,
        country=found.country,
        extension=_extension(text, end),
        signs=(*_signs(start, found.e164, run), *found.signs),
    )


def is_placeholder(digits: str, line: Line) -> bool:
    """Whether zeros fill in for digits, as on forms: 03-0000-0000, 090-0000-1234, 0120-000-000."""
    first = line.groups[0]
    rest = digits[first:]
    if rest and not rest.strip("0"):
        return True
    return line.kind == "unassigned" and not digits[first : first + line.groups[1]].strip("0")


def e164_in_japan(digits: str) -> str:
    """E.164 of digits as dialled in Japan. Codes that begin with 00 keep all their digits."""
    return f"+81{digits}" if digits.startswith("00") else f"+81{digits[1:]}"


def dialled_in_japan(e164: str) -> str:
    """The digits to dial in Japan for a number that begins with +81."""
    rest = e164[3:]
    return rest if rest.startswith("00") else f"0{rest}"


def _signs(start: Start, digits: str, run: Run, why: str = "") -> tuple[str, ...]:
    if not why and start.form == "national" and not run.letters:
        return start.signs
    signs = list(start.signs)
    if why:
        signs.append(why)
    if start.form in _ABROAD_FORMS and digits.endswith("0110"):
        signs.append("ends_0110_international")
    if run.letters:
        signs.append("letters_for_digits")
    return tuple(signs)


def _with_brackets(text: str, begin: int, end: int) -> tuple[int, int]:
    """The place, with the bracket that opens right before or closes right after, if its other half is inside."""
    raw = text[begin:end]
    opened, closed = raw.count("(") + raw.count("（"), raw.count(")") + raw.count("）")
    if closed > opened and begin and text[begin - 1] in "(（":
        return begin - 1, end
    if opened > closed and text[end : end + 1] in ("）", ")"):
        return begin, end + 1
    return begin, end


def _extension(text: str, end: int) -> str:
    if text[end : end + 1] not in _BEFORE_EXTENSION:
        return ""
    found = _EXTENSION.match(text, end)
    return found.group(1).translate(_FULL_WIDTH) if found else ""
