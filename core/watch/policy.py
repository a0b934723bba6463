"""When to speak unasked in a group. Pure, and a table in its test: silent, or a warning of what.

What is warned of is a sighting: a number that is surely bad, or a message that is itself the scam.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from core.messages import Verdict

SURELY_BAD: tuple[Verdict, ...] = ("danger", "impossible")
DAY = 24 * 3600.0  # seconds
HOUR = 3600.0
MOST_AN_HOUR = 3
Mode = Literal["warn", "mention", "off"]
MODES: tuple[Mode, ...] = get_args(Mode)
MUTES = (1, 8, 24)  # hours


class Sighting(NamedTuple):
    """Something bad. `key`: it is warned of once a day; `pattern`: what a false alarm silences."""

    key: str
    pattern: str


class Standing(NamedTuple):
    """How a group stands to warnings. Times are Unix seconds; `warned` says when of which key, `messages` which
    messages (their id, and the time they bore) were answered by a warning.
    """

    mode: Mode = "warn"
    muted_until: float = 0.0
    silenced: Sequence[str] = ()
    warned: Mapping[str, float] = {}
    messages: Mapping[str, float] = {}


class Seen(NamedTuple):
    """A message with what is bad in it. An edit bears a time of its own."""

    message_id: str
    time: float
    sightings: Sequence[Sighting]


def to_warn(seen: Seen, standing: Standing) -> list[Sighting]:
    """What to warn of, nothing being silence: once a day each, three warnings an hour, one for a message however
    often it is edited. The same event again (its warning may not have been sent) gets the same again.
    """
    now = seen.time
    if standing.mode != "warn" or now < standing.muted_until:
        return []
    before = standing.messages.get(seen.message_id) if seen.message_id else None
    again = before == now
    if before is not None and not again:
        return []
    warned = {key: time for key, time in standing.warned.items() if not (again and time == now)}
    others = [time for message, time in standing.messages.items() if message != seen.message_id]
    if sum(now - time < HOUR for time in others) >= MOST_AN_HOUR:
        return []
    return [
        sighting
        for sighting in seen.sightings
        if sighting.pattern not in standing.silenced and now - warned.get(sighting.key, -DAY) >= DAY
    ]


def remember(times: Mapping[str, float], keys: Sequence[str], now: float) -> dict[str, float]:
    """What happened within the day, these included."""
    recent = {key: time for key, time in times.items() if now - time < DAY}
    return recent | dict.fromkeys(keys, now)
