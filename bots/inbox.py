"""Accepted events wait here: each is worked on once, a conversation in order, nothing is lost."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from core.messages import Message, Reply
from core.stores import Work

Answer = Callable[[Message], Awaitable[Reply | None]]


class Job(Protocol):
    """An event in the hand of an adapter, and what the adapter may ask of the inbox meanwhile."""

    work: Work

    async def attempt(self) -> bool:
        """Note durably that a call which may not be repeated blindly comes next; False: do not make it."""
        ...

    async def pause(self, seconds: float) -> None:
        """Wait before another try. The conversation stays held; others use the slot meanwhile."""
        ...


# What an adapter does with a job; the word it returns is the outcome, for the log and the figures:
# "answered", "pushed", "silent", "unread", "lost", ...
Handle = Callable[[Job], Awaitable[str]]
