"""What reports on a number are worth."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.registry.listings import Import, Listing
from core.registry.reports import CAUTION, DANGER, weigh, wilson

NOW = datetime(2026, 11, 24, tzinfo=UTC)
LIST = Import(kind="list", name="neighbours", title="町内の一覧", imported=NOW.timestamp())


def ago(days: int) -> str:
    return (NOW - timedelta(days=days)).date().isoformat()


def listed(votes: int = 1, tag: str = "spam", last: int = 0, first: int | None = None) -> Listing:
    return Listing(LIST, tag, votes, ago(last if first is None else first), ago(last))


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
        ([listed(10), listed(10, "A_LEGITIMATE")], 1, CAUTION - 1),
        ([listed(10, "legitimate")], 0, 0),
        ([listed(8, last=0, first=3650)], 1, CAUTION - 1),
    ],
)
def test_few_old_and_contested_reports_say_little(listings: list[Listing], least: int, most: int) -> None:
    """Two lone reports are no caution, four fresh ones are, 36 a danger; years and contradiction take it away."""
    assert least <= points(*listings) <= most


def test_what_was_counted_is_told() -> None:
    """Votes, those that found nothing wrong, the last day, and each list once."""
    reports = weigh([listed(3, last=5), listed(2, last=9), listed(1, "ok")], NOW.timestamp())
    assert reports
    assert (reports.count, reports.in_order, reports.last) == (5, 1, ago(5))
    assert reports.lists == ("町内の一覧",)


def test_a_list_without_dates_is_as_old_as_its_import() -> None:
    """A year after the import the same rows weigh less."""
    undated = Listing(LIST, "spam", 10)
    later = weigh([undated], (NOW + timedelta(days=365)).timestamp())
    assert later
    assert later.points < points(undated)


def test_without_listings_there_are_no_reports() -> None:
    """An empty answer of the database is no evidence."""
    assert weigh([], NOW.timestamp()) is None


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_the_lower_bound_is_below_the_share(against: float, in_favour: float) -> None:
    """Wilson's bound never promises more than was seen, and never less than nothing."""
    share = against / (against + in_favour) if against + in_favour else 0.0
    assert 0 <= wilson(against, in_favour) <= share + 1e-9
