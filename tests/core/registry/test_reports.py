"""What reports on a number are worth."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.registry.listings import Import, Listing
from core.registry.reports import CAUTION, DANGER, weigh, wilson

NOW = datetime(2026, 11, 24, tzinfo=UTC)
LIST = Import(kind="list", name="neighbours", title="町内の一覧", imported=NOW.timestamp())


def ago(days: int) -> str:
    return (NOW - timedelta(days=days)).date().isoformat()


def listed(votes: int = 1, last: int = 0, first: int | None = None, *, in_order: bool = False) -> Listing:
    return Listing(LIST, "", votes, ago(last if first is None else first), ago(last), in_order)


def points(*listings: Listing) -> int:
    reports = weigh(listings, NOW.timestamp())
    assert reports
    return reports.points


@pytest.mark.parametrize(
    ("listings", "least", "most"),
    [
        ([listed(1)], 1, 30),
        ([listed(1), listed(1)], 1, CAUTION - 1),
        ([listed(4)], CAUTION, DANGER - 1),
        ([listed(34)], CAUTION, DANGER - 1),
        ([listed(36)], DANGER, 100),
        ([listed(36, last=366)], CAUTION, DANGER - 1),
        ([listed(36, last=732)], 1, CAUTION - 1),
        ([listed(10), listed(10, in_order=True)], 1, CAUTION - 1),
        ([listed(10, in_order=True)], 0, 0),
        ([listed(8, last=0, first=3650)], 1, CAUTION - 1),
    ],
)
def test_few_old_and_contested_reports_say_little(listings: list[Listing], least: int, most: int) -> None:
    """Two lone reports are no caution, four fresh ones are, 36 a danger; years and contradiction take it away."""
    assert least <= points(*listings) <= most


def test_what_was_counted_is_told() -> None:
    """Votes, those that found nothing wrong, the last day, and each list once."""
    reports = weigh([listed(3, last=5), listed(2, last=9), listed(1, in_order=True)], NOW.timestamp())
    assert reports
    assert (reports.count, reports.in_order, reports.last) == (5, 1, ago(5))
    assert reports.lists == ("町内の一覧",)


def test_a_list_without_dates_is_as_old_as_its_import() -> None:
    """A year after the import the same rows weigh less."""
    undated = Listing(LIST, "spam", 10)
    later = weigh([undated], (NOW + timedelta(days=365)).timestamp())
    assert later
    assert later.points < points(undated)


def test_a_day_that_is_still_to_come_does_not_keep_a_report_fresh() -> None:
    """It is as old as its import."""
    coming, undated = Listing(LIST, "", 10, "2099-01-01", "2099-01-01"), Listing(LIST, "", 10)
    later = (NOW + timedelta(days=365)).timestamp()
    assert weigh([coming], later) == msgspec.structs.replace(  # type: ignore[type-var]
        weigh([undated], later), last="2099-01-01"
    )


def test_without_listings_there_are_no_reports() -> None:
    """An empty answer of the database is no evidence."""
    assert weigh([], NOW.timestamp()) is None


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_the_lower_bound_is_below_the_share(against: float, in_favour: float) -> None:
    """Wilson's bound never promises more than was seen, and never less than nothing."""
    share = against / (against + in_favour) if against + in_favour else 0.0
    assert 0 <= wilson(against, in_favour) <= share + 1e-9
