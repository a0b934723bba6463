"""What stands in for a platform's server: every call is kept, and answered as that platform would."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from bots.wire import Answer, Wire
from core.stores import Event, Work


class Call(NamedTuple):
    """A call as it would leave for the platform: the path of its address, and its JSON (None: it had no body)."""

    path: str
    body: Any


class UnknownCallError(Exception):
    """A platform would be asked for something that the page does not show."""


class Recorder(Wire):
    """A wire to nowhere. `told` is the JSON that a path gets for an answer; every other path gets {}."""

    def __init__(self, told: Mapping[str, object] | None = None) -> None:
        super().__init__("http://stand-in.invalid")
        self._calls: list[Call] = []
        self._told = told or {}

    async def post(self, head: bytes, body: bytes, seconds: float) -> Answer:
        """Keep the call, and answer 200 at once."""
        path = head.split(b" ", 2)[1].decode("latin-1")
        self._calls.append(Call(path, msgspec.json.decode(body) if body else None))
        return Answer(200, {}, msgspec.json.encode(self._told.get(path, {})))

    def bodies(self, path: str, beside: re.Pattern[str]) -> list[Any]:
        """What the calls of that path carried. Raises UnknownCallError for one of another path, unless it matches
        `beside`: what goes beside an answer, and shows nothing that stays.
        """
        for call in self._calls:
            if call.path != path and not beside.fullmatch(call.path):
                raise UnknownCallError(call.path)
        return [call.body for call in self._calls if call.path == path]


class Hand:
    """The inbox's `Job` for an event that is worked on at once, and that nobody stores."""

    def __init__(self, event_id: str, payload: bytes, now: float) -> None:
        self.work = Work(Event(event_id, "", payload), accepted=now)

    async def attempt(self) -> bool:
        """There is nothing to note: True."""
        return True

    async def retract(self) -> bool:
        """There is nothing to note: True."""
        return True

    async def divert(self) -> bool:
        """There is nothing to note: True."""
        return True

    async def pause(self, seconds: float) -> None:
        """Nothing here is tried twice. Raises RuntimeError: an adapter that waits here would hide its reason."""
        raise RuntimeError(f"the stand-in was to be tried again after {seconds} s")
