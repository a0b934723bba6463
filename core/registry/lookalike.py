"""Numbers that look like one that somebody owns: a slip of a digit, or another prefix before the same digits.

About a hundred candidates are made of the number and looked up; nothing is searched.
"""

from collections.abc import Container, Iterator
from itertools import takewhile

MOST = 2

_JAPAN = "+81"
# What a digit may be mistaken for; the digit itself would be the number again.
_OTHERS = {digit: "0123456789".replace(digit, "") for digit in "0123456789"}
# Beginnings that people take for each other, by the national number without its leading 0. 0120 and 0570
# have six digits behind them and 0800 seven, so that one of those is over.
_SIX_BEHIND = ("120", "570", "990")
_SEVEN_BEHIND = "800"
_SHORTEST = 9  # digits of a Japanese number without its leading 0
_LONGEST_CODE = 4  # digits before a Japanese number that a forged display may show


def look_alikes(number: str, owned: Container[str]) -> tuple[str, ...]:
    """At most two numbers of `owned` that this one (E.164) looks like. Codes such as 110 look like nothing."""
    if not number.startswith("+"):
        return ()
    candidates = _japanese(number[3:]) if number.startswith(_JAPAN) else _foreign(number[1:])
    found = [candidate for candidate in candidates if candidate in owned]
    return tuple(dict.fromkeys(other for other in found if other != number))[:MOST]


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


def _japanese(digits: str) -> list[str]:
    """`digits` are the national number without its leading 0."""
    places = range(len(digits))
    heads = [_JAPAN + digits[:at] for at in range(len(digits) + 1)]
    tails = [digits[at:] for at in range(len(digits) + 1)]
    changed = [heads[at] + other + tails[at + 1] for at in places for other in _OTHERS[digits[at]]]
    swapped = [heads[at] + digits[at + 1] + digits[at] + tails[at + 2] for at in places[:-1]]
    dropped = [heads[at] + tails[at + 1] for at in places]
    doubled = [heads[at + 1] + tails[at] for at in places]
    return changed + swapped + dropped + doubled + [_JAPAN + other for other in _other_prefixes(digits)]


def _other_prefixes(digits: str) -> Iterator[str]:
    head, behind = digits[:3], digits[3:]
    if head in _SIX_BEHIND and len(behind) == 6:
        yield from (other + behind for other in _SIX_BEHIND)
        yield from (_SEVEN_BEHIND + behind[: at + 1] + behind[at:] for at in range(len(behind)))
        yield from (_SEVEN_BEHIND + "0" + behind, _SEVEN_BEHIND + behind + "0")
    elif head == _SEVEN_BEHIND:
        for other in _SIX_BEHIND:
            yield from (other + behind[:at] + behind[at + 1 :] for at in range(len(behind)))


def _foreign(digits: str) -> list[str]:
    """+3 3501 0110 shows the digits of 03-3501-0110; +180 075 451 9111 ends in those of 075-451-9111."""
    starts = range(min(_LONGEST_CODE, len(digits) - _SHORTEST) + 1)
    return [_JAPAN + digits[at:].lstrip("0") for at in starts]
