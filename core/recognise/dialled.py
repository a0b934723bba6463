"""Reads a number as dialled inside Japan from groups of digits: where it ends, and whether the plan has it."""

from typing import Literal

import msgspec

from core.recognise.context import touches_clock
from core.recognise.plan import Line, Plan
from core.recognise.runs import STRONG, TIGHT, Run

# A number written 080-0123-4567 is meant as a mobile number; as digits alone it is 0800-123-4567.
_MEANT_AS_MOBILE = Line("unassigned", (11,), (3, 4, 4), None, "no_such_range")
# 06-0421-3388 is meant as a number of Osaka, whose exchanges do not begin with 0.
_MEANT_AS_OSAKA = Line("unassigned", (10,), (2, 4, 4), None, "forbidden_exchange")
_MEANT_THREE = frozenset(("020", "060", "080"))


class Dialled(msgspec.Struct, frozen=True, gc=False):
    """Digits as dialled in Japan. `next` is the first group after them, `end` their place in the text."""

    digits: str
    line: Line
    end: int
    next: int
    sizes: tuple[int, ...]
    joints: str


class Miss(msgspec.Struct, frozen=True):
    """Groups that begin like a Japanese number and are too long or too short for one."""

    why: Literal["too_short", "too_long"]
    end: int
    next: int
    digits: str
    joints: str


class _Chain(msgspec.Struct, gc=False):
    """Groups joined so far: their digits, how they were cut, and the last of them."""

    digits: str
    sizes: list[int]
    last: int
    joints: str


def dial(plan: Plan, text: str, run: Run, at: int, head: str) -> Dialled | Miss | None:
    """The number whose first group is group `at` of the run, read as `head` ("03"); None for none at all."""
    digits, sizes, joints, last = head, [len(head)], "", at
    line = plan.line(head) if len(head) >= 6 else None
    wanted, fitting = (line.lengths[0] if line else 6), 0
    while len(digits) < wanted and (kind := run.joints[last + 1]):
        last += 1
        digits += run.digits[last]
        sizes.append(len(run.digits[last]))
        joints += kind
        if line is None and len(digits) >= 6:
            meant = head in _MEANT_THREE and digits[3] == "0"
            line = _MEANT_AS_MOBILE if meant else plan.line(digits)
            if head == "06" and digits[2] == "0" != digits[3] and sizes == [2, 4]:
                line = _MEANT_AS_OSAKA
            wanted = line.lengths[0]
        if line and len(digits) in line.lengths:
            fitting = last
    if line is None or (digits[:2] == "00" and line.kind == "unassigned"):
        return None
    if len(digits) == wanted:
        found = Dialled(digits, line, run.ends[last], last + 1, tuple(sizes), joints)
    elif fitting or len(head) in line.lengths:
        found = _shorter(run, line, _Chain(digits, sizes, last, joints), at, fitting or at)
    else:
        chain = _Chain(digits, sizes, last, joints)
        return _overshoot(text, run, line, chain) or _miss(run, line, chain)
    if _goes_on(run, found):
        return _miss(run, line, _Chain(digits, sizes, last, joints))
    return found if _is_plausible(found, text) else None


def _shorter(run: Run, line: Line, chain: _Chain, at: int, last: int) -> Dialled:
    """The groups up to `last` as a number; the groups after it were taken in on trial."""
    count = last - at + 1
    digits, sizes = chain.digits[: sum(chain.sizes[:count])], tuple(chain.sizes[:count])
    return Dialled(digits, line, run.ends[last], last + 1, sizes, chain.joints[: count - 1])


def _overshoot(text: str, run: Run, line: Line, chain: _Chain) -> Dialled | None:
    """「0120-201-8109:00」: the last digits are the hour of a time that touches the number."""
    extra = len(chain.digits) - line.lengths[0]
    end = run.ends[chain.last]
    if extra not in (1, 2) or extra >= chain.sizes[-1] or not touches_clock(text, end):
        return None
    if int(chain.digits[-extra:]) > 24:
        return None
    sizes = (*chain.sizes[:-1], chain.sizes[-1] - extra)
    return Dialled(chain.digits[:-extra], line, end - extra, chain.last + 1, sizes, chain.joints)


def _miss(run: Run, line: Line, chain: _Chain) -> Miss:
    why: Literal["too_short", "too_long"] = "too_short" if len(chain.digits) < line.lengths[0] else "too_long"
    last = chain.last
    while run.joints[last + 1] == "-":
        last += 1
    return Miss(why, run.ends[last], last + 1, chain.digits, chain.joints)


def _goes_on(run: Run, found: Dialled) -> bool:
    """Whether the next group belongs to the same chain of digits, so that this is no number."""
    kind = run.joints[found.next]
    if not kind or (run.digits[found.next][0] == "0" and len(run.digits[found.next]) > 1):
        return False
    return kind == "-" or (kind in TIGHT and kind in found.joints)


def _is_plausible(found: Dialled, text: str) -> bool:
    """Whether people would cut a number like this; lists of small figures and dates are cut otherwise."""
    joints, sizes = found.joints, found.sizes
    if not joints or (sizes == found.line.groups and joints == "--"):
        return True
    if len(found.line.lengths) > 2 and joints.strip("-"):
        return False
    if (
        len(set(joints) & TIGHT) > 1
        or (joints.count("\n") > 1 and sizes != found.line.groups)
        or _is_date(found)
    ):
        return False
    if joints[-1] not in STRONG and touches_clock(text, found.end):
        return False
    whole = found.line.groups[0] if len(found.line.groups) > 1 else 2
    weak = any(kind not in STRONG for kind in joints)
    if found.line.kind == "unassigned":
        return sizes[0] >= 2 and (not weak or sizes == found.line.groups) and _is_cut_by_threes(sizes)
    if sizes[0] < (whole if joints[0] not in STRONG else 2):
        return False
    return len(sizes) <= 3 or sizes[0] == whole


def _is_cut_by_threes(sizes: tuple[int, ...]) -> bool:
    return len(sizes) <= 3 and sizes[-1] in (3, 4)


def _is_date(found: Dialled) -> bool:
    if found.sizes[:3] != (2, 2, 4):
        return False
    month, day, year = int(found.digits[:2]), int(found.digits[2:4]), int(found.digits[4:8])
    return month <= 12 and day <= 31 and 1900 <= year < 2100
