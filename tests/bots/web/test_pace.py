"""How fast a page may send."""

from bots.web.pace import Pace


def test_the_limit_holds_within_the_window_and_is_over_after_it() -> None:
    """Refused tries do not prolong the wait."""
    now = 100.0
    pace = Pace(lambda: now, most=2, seconds=10)
    assert [pace.allows() for _ in range(4)] == [True, True, False, False]
    now = 110.0
    assert [pace.allows() for _ in range(3)] == [True, True, False]
