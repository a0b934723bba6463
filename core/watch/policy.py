"""When to speak unasked in a group. Pure; the first form: only of numbers that are surely bad."""

from collections.abc import Mapping, Sequence

from core.messages import Verdict

SURELY_BAD: tuple[Verdict, ...] = ("danger", "impossible")
DAY = 24 * 3600.0  # seconds
HOUR = 3600.0
MOST_AN_HOUR = 3


def to_warn(verdicts: Sequence[tuple[str, Verdict]], warned: Mapping[str, float], now: float) -> list[str]:
    """The numbers (E.164) to warn of: surely bad, not warned of within a day, at most three an hour.

    `warned` says when the group was last warned of a number, in Unix seconds.
    """
    if sum(now - time < HOUR for time in warned.values()) >= MOST_AN_HOUR:
        return []
    bad = [number for number, verdict in verdicts if verdict in SURELY_BAD]
    return [number for number in bad if now - warned.get(number, 0.0) >= DAY]


def remember(warned: Mapping[str, float], numbers: Sequence[str], now: float) -> dict[str, float]:
    """What the group was warned of within the day, these included."""
    recent = {number: time for number, time in warned.items() if now - time < DAY}
    return recent | dict.fromkeys(numbers, now)
