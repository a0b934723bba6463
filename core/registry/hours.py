"""Opening hours that compute: a small part of OpenStreetMap's opening_hours, in Japan's time.

Rules are separated by `;`. Each is days, then times or `off`; a later rule replaces an earlier one on the
days that both speak of.

    24/7                            at all times
    Mo-Fr 09:00-18:00; PH off       weekdays, not on Japan's public holidays
    Mo,We 09:00-12:00,13:00-17:00   two times on two days
    Sa[1,3] 10:00-16:00             the first and third Saturday of a month
    Mo-Su 19:00-08:00               until the next morning
    Dec 29-Jan 03 off               days of a year
    09:00-21:00                     every day

Hours of a day that ends after midnight belong to the day on which they begin. A public holiday that no
rule names is a day of the week like any other.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

import jpholiday

from core.recognise.calls import JAPAN

STEP = 5  # minutes; every time in hours is a multiple of it

DAY = 24 * 60  # minutes
_AHEAD = 14  # days; the longest that anything is looked for
_DAYS = {name: day for day, name in enumerate(("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"))}
_MONTHS = {
    name: month
    for month, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)", re.ASCII)
_WEEKDAYS = re.compile(r"(Mo|Tu|We|Th|Fr|Sa|Su)(?:-(Mo|Tu|We|Th|Fr|Sa|Su)|\[([1-5](?:,[1-5])*)\])?")
_DATES = re.compile(r"([A-Z][a-z][a-z]) (\d\d)-([A-Z][a-z][a-z]) (\d\d)", re.ASCII)
_RULE = re.compile(r"(?P<days>.*?)\s*(?P<hours>off|\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)", re.ASCII)
_BETWEEN_DAYS = re.compile(r",(?![1-5][\],])")

MonthDay = tuple[int, int]


class Rule(NamedTuple):
    """Minutes of the day, from and to, on some days. Without any kind of day it holds on every day."""

    spans: tuple[tuple[int, int], ...]
    weekdays: frozenset[tuple[int, int]] = frozenset()  # day of the week, which one in its month (0: each)
    holidays: bool = False
    dates: tuple[MonthDay, MonthDay] | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the rule speaks of that day."""
        if self.dates:
            first, last = self.dates
            today = (day.month, day.day)
            return first <= today <= last if first <= last else today >= first or today <= last
        if self.holidays and jpholiday.is_holiday(day):
            return True
        here = day.weekday()
        return (
            (not self.weekdays and not self.holidays)
            or (here, 0) in self.weekdays
            or (here, (day.day + 6) // 7) in self.weekdays
        )


class Opening:
    """When a desk is open. All moments are taken in Japan's time, whatever zone they are given in."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules

    def is_open(self, moment: datetime) -> bool:
        """Whether the desk is open at that moment."""
        return any(start <= moment < end for start, end in self._spans(moment))

    def is_open_within(self, start: datetime, end: datetime) -> bool:
        """Whether the desk is open at any moment from `start` to `end`, both included."""
        return any(begins <= end and start < ends for begins, ends in self._spans(start, end))

    def closes(self, moment: datetime) -> datetime | None:
        """When the desk, open at that moment, closes; None where it stays open for days."""
        end = moment
        for begins, ends in self._spans(moment, moment + timedelta(days=2)):
            if begins <= end < ends:
                end = ends
        return None if end - moment > timedelta(days=1) else end

    def opens(self, moment: datetime) -> datetime | None:
        """When the desk opens next after that moment; None where it does not within a fortnight."""
        ahead = self._spans(moment, moment + timedelta(days=_AHEAD))
        return min((begins for begins, _ in ahead if begins > moment), default=None)

    def _spans(self, start: datetime, end: datetime | None = None) -> Iterator[tuple[datetime, datetime]]:
        """The open times of the days from the day before `start` to that of `end`."""
        first = start.astimezone(JAPAN).date() - timedelta(days=1)
        last = (end or start).astimezone(JAPAN).date()
        for ahead in range((last - first).days + 1):
            day = first + timedelta(days=ahead)
            midnight = datetime.combine(day, time(), JAPAN)
            for begins, ends in self._minutes(day):
                yield midnight + timedelta(minutes=begins), midnight + timedelta(minutes=ends)

    def _minutes(self, day: date) -> tuple[tuple[int, int], ...]:
        return next((rule.spans for rule in reversed(self.rules) if rule.holds_on(day)), ())


@lru_cache(maxsize=1024)
def opening(text: str) -> Opening:
    """Read hours. Raises ValueError that names the part which is not understood."""
    if text == "24/7":
        return Opening((Rule(((0, DAY),)),))
    return Opening(tuple(_rule(part.strip()) for part in text.split(";")))


def _rule(text: str) -> Rule:
    found = _RULE.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r}: days and times are expected, as in Mo-Fr 09:00-18:00")
    spans = () if found["hours"] == "off" else tuple(map(_span, _SPAN.finditer(found["hours"])))
    if dates := _DATES.fullmatch(found["days"]):
        return Rule(spans, dates=(_month_day(*dates.group(1, 2)), _month_day(*dates.group(3, 4))))
    parts = _BETWEEN_DAYS.split(found["days"]) if found["days"] else []
    weekdays = frozenset(day for part in parts if part != "PH" for day in _weekdays(part))
    return Rule(spans, weekdays, "PH" in parts)


def _span(found: re.Match[str]) -> tuple[int, int]:
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    start, end = 60 * from_hour + from_minute, 60 * to_hour + to_minute
    if max(from_minute, to_minute) > 59 or start >= DAY or end > DAY or start % STEP or end % STEP:
        raise ValueError(f"{found.group()!r}: 00:00 to 24:00 in steps of {STEP} minutes is expected")
    return start, end if end > start else end + DAY


def _weekdays(text: str) -> Iterator[tuple[int, int]]:
    found = _WEEKDAYS.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r}: days are written Mo, Tu, We, Th, Fr, Sa, Su, PH, Mo-Fr or Sa[1,3]")
    first, last, which = found.groups()
    if which:
        yield from ((_DAYS[first], int(number)) for number in which.split(","))
        return
    for ahead in range((_DAYS[last or first] - _DAYS[first]) % 7 + 1):
        yield (_DAYS[first] + ahead) % 7, 0


def _month_day(month: str, day: str) -> MonthDay:
    if month not in _MONTHS:
        raise ValueError(f"{month!r}: a month is written Jan, Feb, ..., Dec")
    date(2024, _MONTHS[month], int(day))  # a leap year has every day there is
    return _MONTHS[month], int(day)
