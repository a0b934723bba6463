"""Opening hours in words of each language, where a source's own words stand in Japanese and English alone."""

from collections.abc import Iterable
from itertools import groupby

from core.registry.hours import DAY, Opening, Rule
from core.texts import Texts

_FEW = 2  # days in a row that are named one by one


def opening_in_words(opening: Opening, texts: Texts) -> str:
    """The rules in their order: "Monday–Friday 9:00–17:00 (not on public holidays)". What a desk is closed on
    stands behind the rules that it takes days from.
    """
    told: list[str] = []
    closed: list[str] = []
    for rule in opening.rules:
        if not rule.spans:
            closed.append(_days(rule, texts))
            continue
        told, closed = [*_without(told, closed, texts), _open(rule, texts)], []
    return texts.say("hours.then").join(_without(told, closed, texts))


def _without(told: list[str], closed: list[str], texts: Texts) -> list[str]:
    if not told or not closed:
        return told
    hours, days = texts.say("hours.then").join(told), texts.say("hours.and").join(closed)
    return [texts.say("hours.except", hours=hours, days=days)]


def _open(rule: Rule, texts: Texts) -> str:
    if rule == Rule(((0, DAY),)):
        return texts.say("hours.always")
    times = texts.say("hours.and").join(_span(start, end, texts) for start, end in rule.spans)
    return texts.say("hours.rule", days=_days(rule, texts), times=times)


def _span(start: int, end: int, texts: Texts) -> str:
    key = "hours.overnight" if end > DAY else "hours.span"
    return texts.say(key, start=_clock(start), end=_clock(end - DAY if end > DAY else end))


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _days(rule: Rule, texts: Texts) -> str:
    if rule.dates:
        first, last = (_date(month, day, texts) for month, day in rule.dates)
        return texts.say("hours.range", first=first, last=last)
    days = [*_weekdays(rule, texts)] + ([texts.say("hours.holidays")] if rule.holidays else [])
    return texts.say("hours.and").join(days) if days else texts.say("hours.daily")


def _weekdays(rule: Rule, texts: Texts) -> Iterable[str]:
    every = sorted(day for day, which in rule.weekdays if not which)
    if len(every) == 7:
        yield texts.say("hours.daily")
        return
    for _, group in groupby(enumerate(every), lambda placed: placed[1] - placed[0]):
        names = [texts.say(f"weekday.{day}") for _, day in group]
        yield from (
            [texts.say("hours.range", first=names[0], last=names[-1])] if len(names) > _FEW else names
        )
    for day in sorted({day for day, which in rule.weekdays if which}):
        places = sorted(which for other, which in rule.weekdays if which and other == day)
        nth = texts.say("hours.nth_and").join(texts.say(f"nth.{place}") for place in places)
        yield texts.say("hours.nth", nth=nth, weekday=texts.say(f"weekday.{day}"))


def _date(month: int, day: int, texts: Texts) -> str:
    return texts.say("hours.date", month=texts.say(f"month.{month}"), day=day)
