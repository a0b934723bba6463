"""Where things are kept, behind two small protocols; memory, SQLite and Redis each keep both.

`Sessions` is what conversations remember. `Queue` is what has arrived and is not answered yet.
One contract suite (tests/contract) holds for every implementation.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import Protocol

import msgspec

THREE_DAYS = 3 * 24 * 3600.0  # seconds that the id of an event is kept against duplicates
A_YEAR = 365 * 24 * 3600.0  # seconds that unused preferences are kept
A_DAY = 24 * 3600.0  # seconds that a claim is kept at most
A_MINUTE = 60.0  # seconds in which the visits of a sender are counted together


class StoreDownError(Exception):
    """The store cannot be reached now. Nothing is known about what was asked of it."""


class StoreUnusableError(Exception):
    """The store cannot be opened as it is. The message says why and what to do, and holds no secret."""


class StoreInUseError(StoreUnusableError):
    """Another process has it."""


class Opened(msgspec.Struct, frozen=True):
    """What `Sessions.open` found: the session (None after its expiry), the preferences of the person or
    group (None where none are kept), and how many times `sender` has come within the current minute,
    this time included.
    """

    session: bytes | None
    preferences: bytes | None
    count: int


class Sessions(Protocol):
    """What conversations remember. Keys are opaque (hashes); values are the caller's bytes."""

    async def open(self, session: str, preferences: str, sender: str) -> Opened:
        """Read both values and count one visit of `sender`, in one round trip."""
        ...

    async def save(self, session: str, value: bytes) -> None:
        """Keep the session; it is gone after the store's time to live (seconds, given at construction)."""
        ...

    async def prefer(self, preferences: str, value: bytes) -> None:
        """Keep preferences until they are forgotten, or unused for a year."""
        ...

    async def claim(self, key: str, owner: str, seconds: float) -> bool:
        """Whether `owner` is the first to claim `key`, or has claimed it before, within so many seconds (a day at
        most). However many processes claim at once, one of them is the first, or none where that cannot be known.
        """
        ...

    async def forget(self, *keys: str) -> int:
        """Delete whatever is kept under these keys, in every table; how many sessions and preferences
        there were.
        """
        ...


class Event(msgspec.Struct, frozen=True):
    """Something a platform delivered. `id` is unique in its queue: a second event with it is a
    duplicate, for three days. Events of one conversation are worked on in the order they came.
    """

    id: str
    conversation: str
    payload: bytes


class Stage(IntEnum):
    """How far an event that is not done has come: `Queue.attempt`, `retract` and `divert` note it."""

    NEW = 0
    ATTEMPTED = 1
    DIVERTED = 2


class Work(msgspec.Struct, frozen=True):
    """An event in hand. `stage` says how far an earlier try got. `accepted` is when it was stored, in Unix
    seconds. `ticket` is the store's own.
    """

    event: Event
    stage: Stage = Stage.NEW
    ticket: str = ""
    accepted: float = 0.0

    @property
    def attempted(self) -> bool:
        """Whether an earlier try was made whose outcome is unclear."""
        return self.stage == Stage.ATTEMPTED

    @property
    def diverted(self) -> bool:
        """Whether an earlier try took the other way."""
        return self.stage == Stage.DIVERTED


class Queue(Protocol):
    """Accepted events of one platform, until each is done. Survives a kill where the store does."""

    async def accept(self, events: Sequence[Event]) -> int:
        """Store those that are new, all or none; how many were. Durable when this returns."""
        ...

    async def take(self) -> Work:
        """Wait for an event that may be worked on: the oldest of a conversation that nobody works on.
        The conversation is held, by this process alone, until `done`.
        """
        ...

    async def attempt(self, work: Work) -> bool:
        """Note, durably, that a call that may not be repeated blindly is about to be made. False when
        the conversation is no longer held by this process: then do nothing.
        """
        ...

    async def retract(self, work: Work) -> bool:
        """Note, durably, that what `attempt` announced surely had no effect. False as there."""
        ...

    async def divert(self, work: Work) -> bool:
        """As `retract`, and that another way, which may be repeated, is taken from now on."""
        ...

    async def done(self, work: Work) -> None:
        """Delete the event's payload, keep its id against duplicates, and free the conversation."""
        ...

    async def waiting(self) -> int:
        """How many events are stored and not done."""
        ...

    async def close(self) -> None:
        """Give back what is held, so that another process, or the next start, takes it up."""
        ...
