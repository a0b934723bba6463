"""Whose turn it is: the events that one process has before it, each conversation in its order."""

import asyncio
from collections import deque
from itertools import count

import msgspec

from core.stores import Stage, Work


class Turns:
    """A line of events for each conversation, of which the first is ready, or held by its ticket."""

    def __init__(self) -> None:
        self._lines: dict[str, deque[Work]] = {}
        self._ready: asyncio.Queue[str] = asyncio.Queue()
        self._held: dict[str, str] = {}
        self._tickets = count(1)
        self._waiting = 0

    def __len__(self) -> int:
        """How many events are not done, those in hand included."""
        return self._waiting

    @property
    def ready(self) -> bool:
        """Whether there is a conversation with an event, and nobody holds it."""
        return not self._ready.empty()

    def add(self, work: Work) -> None:
        """Put an event at the end of its conversation's line."""
        self._waiting += 1
        conversation = work.event.conversation
        line = self._lines.get(conversation)
        if line is not None:
            line.append(work)
            return
        self._lines[conversation] = deque((work,))
        self._ready.put_nowait(conversation)

    async def take(self) -> Work:
        """Wait for a conversation that nobody holds; hold it, and give its oldest event."""
        conversation = await self._ready.get()
        work = self._lines[conversation][0]
        ticket = str(next(self._tickets))
        self._held[conversation] = ticket
        return msgspec.structs.replace(work, ticket=ticket)

    def holds(self, work: Work) -> bool:
        """Whether this work's conversation is still held by it."""
        return bool(work.ticket) and self._held.get(work.event.conversation) == work.ticket

    def note(self, work: Work, stage: Stage) -> bool:
        """Remember how far it came, for whoever takes this event next; False where it is not held."""
        if not self.holds(work):
            return False
        line = self._lines[work.event.conversation]
        line[0] = msgspec.structs.replace(line[0], stage=stage)
        return True

    def done(self, work: Work) -> bool:
        """Drop the event and free its conversation; False where it is not held."""
        if not self.holds(work):
            return False
        conversation = work.event.conversation
        del self._held[conversation]
        self._waiting -= 1
        line = self._lines[conversation]
        line.popleft()
        if line:
            self._ready.put_nowait(conversation)
        else:
            del self._lines[conversation]
        return True

    def give_back(self) -> None:
        """Whatever is held may be taken again; the tickets given out for it are void."""
        for conversation in self._held:
            self._ready.put_nowait(conversation)
        self._held.clear()
