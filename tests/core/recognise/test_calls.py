"""When the telephone rang, as messages tell it."""

from datetime import datetime

import pytest

from core.recognise.calls import JAPAN, called_at

SENT = datetime(2026, 11, 24, 12, 0, tzinfo=JAPAN)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("0120397972から22:10に電話", "11-23 22:10", "11-23 22:10"),
        ("夜の10時に電話がきた", "11-23 22:00", "11-23 22:00"),
        ("昨日の夜、着信あり", "11-23 18:00", "11-23 23:59"),
        ("昨夜11時ごろ着信", "11-23 23:00", "11-23 23:00"),
        ("今朝8時半に電話", "11-24 08:30", "11-24 08:30"),
        ("午後3時15分ごろ電話", "11-23 15:15", "11-23 15:15"),
        ("日曜の朝9時に電話がきた", "11-22 09:00", "11-22 09:00"),
        ("火曜の夜8時に電話", "11-17 20:00", "11-17 20:00"),
        ("おとといの12:30に着信", "11-22 12:30", "11-22 12:30"),
        ("たった今電話がありました", "11-24 12:00", "11-24 12:00"),
        ("今、電話がかかってきた", "11-24 12:00", "11-24 12:00"),
        ("２２:１０に電話", "11-23 22:10", "11-23 22:10"),
        ("they called at 10:15 pm", "11-23 22:15", "11-23 22:15"),
        ("last night at 9 somebody called", "11-23 21:00", "11-23 21:00"),
        ("it rang at 7 o'clock this morning", "11-24 07:00", "11-24 07:00"),
        ("they called me just now", "11-24 12:00", "11-24 12:00"),
        ("受付は9:00〜18:00なのに夜の10時に電話", "11-23 22:00", "11-23 22:00"),
    ],
)
def test_the_moment_of_a_call(text: str, start: str, end: str) -> None:
    """By clock, part of the day, day and "just now"; a time without a day is the latest that is past."""
    call = called_at(text, SENT.timestamp())
    assert call
    told = [
        datetime.fromtimestamp(moment, JAPAN).strftime("%m-%d %H:%M") for moment in (call.start, call.end)
    ]
    assert told == [start, end]


@pytest.mark.parametrize(
    "text",
    [
        "電話が来た",
        "2時間電話した",
        "受付時間 9:00〜18:00 の電話",
        "22:10",
        "今すぐ電話する",
        "call 0120-397-972",
        "明日電話します",
    ],
)
def test_what_tells_no_moment(text: str) -> None:
    """A call without a time, a time without a call, durations, opening hours and what is to come."""
    assert called_at(text, SENT.timestamp()) is None
