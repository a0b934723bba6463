"""What lists' reports on a number are worth: few, old or contested ones say little, many fresh ones much.

As PhoneBlock weighs votes: the Wilson lower bound of the share that speaks against the number, over votes
that count half after four months.
"""

import math
from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from core.recognise.calls import JAPAN
from core.registry.listings import Listing

HALF_LIFE = 122.0  # days, about four months
# Half of all points is a caution, nine tenths a danger: 4 fresh reports that agree, and 35.
CAUTION = 50
DANGER = 90

_SURE = 1.96  # standard deviations: 95 % sure


class Reports(msgspec.Struct, frozen=True):
    """All reports on a number together: how many, the day of the latest ("" where no list says), who lists
    it, and their worth in points of 100. `in_order` counts those that found nothing wrong.
    """

    count: int
    in_order: int
    last: str
    lists: tuple[str, ...]
    points: int


def weigh(listings: Iterable[Listing], now: float) -> Reports | None:
    """The reports of all lists as of `now` (Unix seconds); None where there are none."""
    found = tuple(listings)
    if not found:
        return None
    today = datetime.fromtimestamp(now, JAPAN).date()
    bad = [one for one in found if not one.in_order]
    good = [one for one in found if one.in_order]
    against, in_favour = (sum(_worth(one, today) for one in some) for some in (bad, good))
    return Reports(
        count=sum(one.votes for one in bad),
        in_order=sum(one.votes for one in good),
        last=max((one.last for one in bad), default=""),
        lists=tuple(dict.fromkeys(one.list.title or one.list.name for one in found)),
        points=int(100 * wilson(against, in_favour)),
    )


def wilson(against: float, in_favour: float) -> float:
    """The least share that speaks against, 95 % sure, of so many votes of each kind; 0 without votes."""
    votes = against + in_favour
    if votes <= 0:
        return 0.0
    square = _SURE * _SURE
    spread = _SURE * math.sqrt(against * in_favour / votes + square / 4)
    return max(0.0, (against + square / 2 - spread) / (votes + square))


def _worth(listing: Listing, today: date) -> float:
    """The votes, those between the first and the last day spread evenly, each by its age."""
    last = _age(listing.last or listing.list.date, listing, today)
    first = max(last, _age(listing.first, listing, today) if listing.first else last)
    return max(0, listing.votes) * _decay(last, first)


def _decay(last: float, first: float) -> float:
    if first - last < 1:
        return float(0.5 ** (last / HALF_LIFE))
    rate = math.log(2) / HALF_LIFE
    return (math.exp(-rate * last) - math.exp(-rate * first)) / (rate * (first - last))


def _age(day: str, listing: Listing, today: date) -> float:
    """In days. What bears no date, or one that is still to come, is as old as its import."""
    imported = datetime.fromtimestamp(listing.list.imported, JAPAN).date()
    try:
        then = date.fromisoformat(f"{day}-01-01"[:10])
    except ValueError:
        then = imported
    return max(0, (today - (imported if then > today else then)).days)
