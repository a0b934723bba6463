"""Opening hours that compute, in Japan's time and with its holidays."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.recognise.calls import JAPAN
from core.registry.hours import opening

OFFICE = "Mo-Fr 09:00-18:00; PH off; Dec 29-Jan 03 off"
NIGHT = "Mo-Fr 19:00-08:00; Sa 13:00-08:00; Su,PH 08:00-08:00"


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=JAPAN)


@pytest.mark.parametrize(
    ("hours", "moment", "is_open"),
    [
        ("24/7", "2026-11-24 03:00", True),
        (OFFICE, "2026-11-24 09:00", True),
        (OFFICE, "2026-11-24 08:59", False),
        (OFFICE, "2026-11-24 18:00", False),
        (OFFICE, "2026-11-22 12:00", False),
        (OFFICE, "2026-11-23 12:00", False),
        (OFFICE, "2026-12-29 12:00", False),
        (OFFICE, "2027-01-03 12:00", False),
        (OFFICE, "2027-01-04 12:00", True),
        (NIGHT, "2026-11-25 03:00", True),
        (NIGHT, "2026-11-25 12:00", False),
        (NIGHT, "2026-11-23 12:00", True),
        (NIGHT, "2026-11-28 12:00", False),
        (NIGHT, "2026-11-28 13:00", True),
        ("Mo,We 09:00-12:00,13:00-17:00", "2026-11-25 12:30", False),
        ("Mo,We 09:00-12:00,13:00-17:00", "2026-11-25 13:30", True),
        ("Sa[1,3] 10:00-16:00", "2026-11-21 11:00", True),
        ("Sa[1,3] 10:00-16:00", "2026-11-28 11:00", False),
        ("09:00-21:00", "2026-11-22 20:59", True),
        ("06:00-24:00", "2026-11-22 23:59", True),
    ],
)
def test_whether_a_desk_is_open(hours: str, moment: str, is_open: bool) -> None:
    """By day, by night, on holidays (23 November 2026), at the turn of the year, on numbered Saturdays."""
    assert opening(hours).is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("hours", "moment", "opens"),
    [
        (OFFICE, "2026-11-20 18:00", "2026-11-24 09:00"),
        (OFFICE, "2026-11-24 07:00", "2026-11-24 09:00"),
        (OFFICE, "2026-12-28 18:00", "2027-01-04 09:00"),
        ("Sa[1,3] 10:00-16:00", "2026-11-24 03:00", "2026-12-05 10:00"),
        ("PH off", "2026-11-24 03:00", None),
    ],
)
def test_when_a_desk_opens_next(hours: str, moment: str, opens: str | None) -> None:
    """After a weekend and a holiday, the same day, after New Year, or never within a fortnight."""
    assert opening(hours).opens(at(moment)) == (at(opens) if opens else None)


@pytest.mark.parametrize(
    ("hours", "moment", "closes"),
    [
        (OFFICE, "2026-11-24 12:00", "2026-11-24 18:00"),
        (NIGHT, "2026-11-25 03:00", "2026-11-25 08:00"),
        (NIGHT, "2026-11-21 14:00", None),
        ("24/7", "2026-11-24 12:00", None),
    ],
)
def test_when_a_desk_closes(hours: str, moment: str, closes: str | None) -> None:
    """The same day, the next morning, or not within a day."""
    assert opening(hours).closes(at(moment)) == (at(closes) if closes else None)


def test_a_span_counts_as_open_where_any_moment_of_it_does() -> None:
    """An evening is outside the hours only where all of it is."""
    office = opening(OFFICE)
    assert office.is_open_within(at("2026-11-24 17:00"), at("2026-11-24 23:00"))
    assert not office.is_open_within(at("2026-11-24 18:00"), at("2026-11-24 23:59"))


def test_other_time_zones_are_taken_in_japans_time() -> None:
    """Midnight in Greenwich is nine in Tokyo."""
    assert opening(OFFICE).is_open(datetime(2026, 11, 24, 0, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mo 9-18",
        "Xx 09:00-10:00",
        "Feb 30-Mar 01 off",
        "Mo 25:00-26:00",
        "Mo 09:03-10:00",
        "daily",
        "Foo 01-Jan 02 off",
    ],
)
def test_what_is_not_understood_is_refused(text: str) -> None:
    """An empty text, sloppy times, unknown days and dates."""
    with pytest.raises(ValueError, match=r"expected|written|day"):
        opening(text)


@given(st.integers(0, 60 * 24 * 400))
def test_a_closed_desk_is_closed_until_it_opens(minutes: int) -> None:
    """Half a day is scanned: between now and the next opening there is no open moment."""
    office, moment = opening(OFFICE), at("2026-01-01 00:00") + timedelta(minutes=minutes)
    opens = office.opens(moment)
    assert opens
    assert office.is_open(opens)
    if not office.is_open(moment):
        assert not office.is_open_within(
            moment, min(opens - timedelta(minutes=1), moment + timedelta(hours=12))
        )
