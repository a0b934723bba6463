"""When the telephone rang, as a message tells it: "22:10に電話", "昨日の夜10時に着信", "called just now"."""

import re
import unicodedata
from datetime import datetime, time, timedelta, timezone

import msgspec

JAPAN = timezone(timedelta(hours=9), "JST")  # no summer time since 1951

_CALL = re.compile(
    r"電話|着信|でんわ|かかって|掛かって|鳴っ|ワン切り|\b(?:calls?|called|calling|rang|ring|phoned)\b"
)
_NOW = re.compile(
    r"(?:たった今|ちょうど今|さっき|先ほど|さきほど|今さっき)"
    r"|(?:^|[\s、。])(?:いま|今)[、\s]*(?:電話|着信|かかって|掛かって|出た|鳴っ)"
    r"|\b(?:just now|just called|just rang|just got a call|right now|a minute ago|a moment ago)\b"
)
_RANGE = re.compile(r"\s*(?:[〜~\-–—]|から\d|より\d|to\b|until\b)")
_TO = re.compile(r"(?:[〜~\-–—]|\bto|(?:時|分|:\d\d)から)\s*$")
_HOURS = re.compile(r"(?:受付|営業|受け付け|対応|窓口|時間|年中無休|open|hours)[^。\n]{0,8}$")
_CLOCK = re.compile(
    r"(?P<half>午前|午後|am|pm)?\s*(?P<at>\bat )?(?<![\d:])(?P<hour>[0-2]?\d)"
    r"(?:(?::(?P<minute>[0-5]\d)(?!\d)(?:\s*(?P<after>am|pm|a\.m\.|p\.m\.))?)"
    r"|(?:時(?!間)(?:(?P<kanji>[0-5]?\d)分|(?P<thirty>半))?)"
    r"|(?:\s*(?P<latin>am|pm|a\.m\.|p\.m\.)\b)"
    r"|\s*o'?clock|(?(at)(?![\d:-])|(?!)))"
)
# Parts of the day: from hour, to hour. Wide, so that nothing is made of a vague word.
_PARTS = {
    "深夜": (0, 5),
    "夜中": (0, 5),
    "真夜中": (0, 5),
    "未明": (0, 5),
    "早朝": (4, 8),
    "今朝": (5, 11),
    "朝": (5, 11),
    "午前中": (6, 12),
    "昼": (11, 16),
    "夕方": (15, 19),
    "今夜": (18, 24),
    "今晩": (18, 24),
    "昨夜": (18, 24),
    "昨晩": (18, 24),
    "ゆうべ": (18, 24),
    "夜": (18, 24),
    "晩": (18, 24),
    "middle of the night": (0, 5),
    "early morning": (4, 8),
    "this morning": (5, 11),
    "morning": (5, 11),
    "afternoon": (12, 18),
    "last night": (18, 24),
    "tonight": (18, 24),
    "evening": (17, 23),
    "at night": (18, 24),
}
_PART = re.compile("|".join(sorted(_PARTS, key=len, reverse=True)))
_DAYS = (
    (re.compile(r"一昨日|おととい|the day before yesterday"), 2),
    (re.compile(r"昨日|きのう|昨夜|昨晩|ゆうべ|yesterday|last night"), 1),
    (re.compile(r"今日|きょう|本日|今朝|今夜|今晩|today|this morning|tonight"), 0),
)
_WEEKDAY = re.compile(
    r"(?P<ja>[月火水木金土日])曜|\b(?P<en>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Call(msgspec.Struct, frozen=True):
    """When a call came, in Unix seconds: at some moment from `start` to `end`, both included."""

    start: int
    end: int


def called_at(text: str, now: float) -> Call | None:
    """When the call came that a message speaks of; None where it does not say, or speaks of no call.

    `now` is when the message was sent, in Unix seconds. A time without a day is the latest that is past.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    if not _CALL.search(plain):
        return None
    sent = datetime.fromtimestamp(now, JAPAN)
    clock = next((found for found in _CLOCK.finditer(plain) if _is_moment(plain, found)), None)
    part = _PART.search(plain)
    if clock is None and part is None:
        return Call(int(now), int(now)) if _NOW.search(plain) else None
    hours = _PARTS[part.group()] if part else None
    start, end = (
        _minutes(clock, hours) if clock else (60 * (hours or (0, 24))[0], 60 * (hours or (0, 24))[1] - 1)
    )
    if end >= 24 * 60 or start > end:
        return None
    midnight = _midnight(plain, sent, start)
    first, last = (int((midnight + timedelta(minutes=minute)).timestamp()) for minute in (start, end))
    return Call(first, min(last, int(now))) if first <= now else None


def _is_moment(text: str, clock: re.Match[str]) -> bool:
    """A time that is one end of a range, or stands behind "受付", is no call's."""
    before = text[max(0, clock.start() - 24) : clock.start()]
    return (
        int(clock["hour"]) <= 24
        and not _RANGE.match(text, clock.end())
        and not _TO.search(before)
        and not _HOURS.search(before)
    )


def _minutes(clock: re.Match[str], part: tuple[int, int] | None) -> tuple[int, int]:
    hour = int(clock["hour"])
    minute = int(clock["minute"] or clock["kanji"] or (30 if clock["thirty"] else 0))
    half = (clock["half"] or clock["after"] or clock["latin"] or "").replace(".", "")
    if half in ("pm", "午後") and hour < 12:
        hour += 12
    elif half in ("am", "午前") and hour == 12:
        hour = 0
    elif not half and part and part[0] >= 11 and hour + 12 < part[1] + 1 and hour < 12:
        hour += 12
    return 60 * hour + minute, 60 * hour + minute


def _midnight(text: str, sent: datetime, start: int) -> datetime:
    """The midnight before the call."""
    today = datetime.combine(sent.date(), time(), JAPAN)
    for words, ago in _DAYS:
        if words.search(text):
            return today - timedelta(days=ago)
    if weekday := _WEEKDAY.search(text):
        named = "月火水木金土日".index(weekday["ja"]) if weekday["ja"] else _WEEKDAYS.index(weekday["en"])
        today -= timedelta(days=(sent.weekday() - named) % 7)
        return today if today + timedelta(minutes=start) <= sent else today - timedelta(days=7)
    return today if today + timedelta(minutes=start) <= sent else today - timedelta(days=1)
