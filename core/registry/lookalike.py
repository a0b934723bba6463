"""Numbers that look like one that somebody owns: a slip of a digit, or another prefix before the same digits.

About a hundred candidates are made of the number and looked up; nothing is searched. Numbers are integers
here, their E.164 digits without the +: adding to one is cheaper than cutting and joining text.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise, takewhile

MOST = 2

_JAPAN = "81"
# Beginnings that people take for each other, by the national number without its leading 0. 0120 and 0570
# have six digits behind them and 0800 seven, so that one of those is over.
_SIX_BEHIND = ("120", "570", "990")
_SEVEN_BEHIND = "800"
_MOST_IN_RANGE = 2_500  # of a million
_RANGE = 6  # digits that differ within a range
_SHORTEST = 9  # digits of a Japanese number without its leading 0
_LONGEST = 10
_LONGEST_CODE = 4  # digits before a Japanese number that a forged display may show
_POWERS = tuple(10**place for place in range(_LONGEST))
# What to add for every other digit in the place of one, by place (from the right) and digit.
_OTHERS = tuple(
    {
        str(digit): tuple((other - digit) * 10**place for other in range(10) if other != digit)
        for digit in range(10)
    }
    for place in range(_LONGEST)
)


def owned_numbers(numbers: Iterable[str]) -> frozenset[int]:
    """Numbers (E.164) as they are looked up here; codes such as 110 have no look-alikes."""
    return frozenset(int(number[1:]) for number in numbers if number.startswith("+"))


def look_alikes(number: str, owned: frozenset[int]) -> tuple[str, ...]:
    """At most two numbers of `owned` that this one (E.164) looks like. Codes such as 110 look like nothing."""
    if not number.startswith("+"):
        return ()
    candidates = _japanese(number[3:]) if number.startswith(f"+{_JAPAN}") else _foreign(number[1:])
    found = owned.intersection(candidates) - {int(number[1:])}
    return tuple(f"+{other}" for other in sorted(found, key=candidates.index)[:MOST]) if found else ()


def crowds(owned: frozenset[int]) -> Mapping[str, int]:
    """How many numbers are owned in each range of a million."""
    return Counter(str(number)[:-_RANGE] for number in owned)


def is_crowded(number: str, crowds: Mapping[str, int]) -> bool:
    """Whether so many of the numbers around (E.164) are owned that looking like one of them is mere chance: of
    about a hundred neighbours at least one in four numbers has one by chance alone.
    """
    return crowds.get(number[1:-_RANGE], 0) > _MOST_IN_RANGE


def difference(written: str, other: str) -> str:
    """The first writing with what differs from the second in 【】: 0120-397-97【3】 against 0120-397-972.

    Where the other has more, the digit before the gap is marked.
    """
    pairs = zip(written, other, strict=False)
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    end = 0
    while end < min(len(written), len(other)) - start and written[-1 - end] == other[-1 - end]:
        end += 1
    middle = len(written) - end
    start = min(start, max(0, middle - 1))
    return f"{written[:start]}【{written[start:middle]}】{written[middle:]}"


def _japanese(digits: str) -> list[int]:
    """`digits` are the national number without its leading 0."""
    number = int(_JAPAN + digits)
    from_right = digits[::-1][:_LONGEST]
    changed = [number + by for place, digit in enumerate(from_right) for by in _OTHERS[place][digit]]
    swapped = [
        number + 9 * 10**place * (int(right) - int(left))
        for place, (right, left) in enumerate(pairwise(from_right))
    ]
    # A digit too many, and one of a pair left out.
    powers = _POWERS[: len(digits)]
    dropped = [number // (10 * power) * power + number % power for power in powers]
    doubled = [number // power * 10 * power + number % (10 * power) for power in powers]
    prefixed = [int(_JAPAN + other) for other in _other_prefixes(digits)]
    return changed + swapped + dropped + doubled + prefixed


def _other_prefixes(digits: str) -> Iterator[str]:
    head, behind = digits[:3], digits[3:]
    if head in _SIX_BEHIND and len(behind) == 6:
        yield from (other + behind for other in _SIX_BEHIND)
        yield from (_SEVEN_BEHIND + behind[: at + 1] + behind[at:] for at in range(len(behind)))
        yield from (_SEVEN_BEHIND + "0" + behind, _SEVEN_BEHIND + behind + "0")
    elif head == _SEVEN_BEHIND:
        for other in _SIX_BEHIND:
            yield from (other + behind[:at] + behind[at + 1 :] for at in range(len(behind)))


def _foreign(digits: str) -> list[int]:
    """+3 3501 0110 shows the digits of 03-3501-0110; +180 075 451 9111 ends in those of 075-451-9111."""
    starts = range(min(_LONGEST_CODE, len(digits) - _SHORTEST) + 1)
    return [int(_JAPAN + digits[at:].lstrip("0")) for at in starts]
