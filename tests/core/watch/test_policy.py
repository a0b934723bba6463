"""When a group is warned: a table."""

from collections.abc import Mapping

import pytest

from core.messages import Verdict
from core.watch.policy import DAY, HOUR, remember, to_warn

NOW = 1_000_000.0
A, B, C, D = "+81312345670", "+81312345671", "+81312345672", "+81312345673"


@pytest.mark.parametrize(
    ("verdicts", "warned", "expected"),
    [
        ([(A, "danger")], {}, [A]),
        ([(A, "impossible")], {}, [A]),
        ([(A, "caution"), (B, "unknown"), (C, "official"), (D, "claimed")], {}, []),
        ([(A, "unknown"), (B, "danger")], {}, [B]),
        ([(A, "danger")], {A: NOW - DAY + 1}, []),
        ([(A, "danger")], {A: NOW - DAY}, [A]),
        ([(A, "danger"), (B, "danger")], {A: NOW - 1}, [B]),
        ([(D, "danger")], {A: NOW - 1, B: NOW - 2, C: NOW - HOUR + 1}, []),
        ([(D, "danger")], {A: NOW - 1, B: NOW - 2, C: NOW - HOUR}, [D]),
        ([], {}, []),
    ],
)
def test_the_policy(
    verdicts: list[tuple[str, Verdict]], warned: Mapping[str, float], expected: list[str]
) -> None:
    """Surely bad numbers alone, once a day each, three warnings an hour."""
    assert expected == to_warn(verdicts, warned, NOW)


def test_what_is_older_than_a_day_is_forgotten() -> None:
    """The record keeps a day, and what was warned of now."""
    assert {B: NOW - 5, C: NOW} == remember({A: NOW - DAY, B: NOW - 5}, [C], NOW)
