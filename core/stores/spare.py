"""A store that may go away, with another in its place meanwhile.

While the primary is down, nobody waits for it: the spare, which is this process's own, answers at once.
When the primary is back it is told what it missed, and is used again. Sessions have their spare in memory,
events in a file: what was accepted is answered, also after a kill.
"""

# ruff: noqa: D102 - the protocols say what each method does

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

import msgspec

from core.stores import THREE_DAYS, Event, Opened, Queue, Sessions, Stage, StoreDownError, Work
from core.stores.breaker import Breaker
from core.stores.expiring import Expiring
from core.stores.outage import OutageQueue

PROBE_EVERY = 1.0  # seconds
OWED = 100_000  # changes kept for the primary, at most
DUPLICATES_WITHIN = 120.0  # seconds in which duplicates of what the primary took are known without it
FOUND = 16  # events found and not yet taken: one at a time costs a turn of the loop each
SPARE = "spare:"  # how the tickets of the spare queue begin

Note = Callable[[Queue, Work], Awaitable[bool]]
Change = Callable[[Sessions], Awaitable[int | None]]


class SpareSessions:
    """`Sessions` in `primary`, in `spare` while that is down. What is changed meanwhile is repeated in the
    primary when it is back, and then forgotten by the spare. `up`: whether the primary is in use.
    """

    def __init__(self, primary: Sessions, spare: Sessions, *, every: float = PROBE_EVERY) -> None:
        self._primary = primary
        self._spare = spare
        self._breaker = Breaker(self._repeat, every)
        self._owed: dict[tuple[str, ...], Change] = {}

    @property
    def up(self) -> bool:
        """Whether the primary is in use."""
        return self._breaker.up

    async def open(self, session: str, preferences: str, sender: str) -> Opened:
        if self.up:
            try:
                return await self._primary.open(session, preferences, sender)
            except StoreDownError:
                self._breaker.fail()
        return await self._spare.open(session, preferences, sender)

    async def save(self, session: str, value: bytes) -> None:
        await self._change(("save", session), lambda store: store.save(session, value))

    async def prefer(self, preferences: str, value: bytes) -> None:
        await self._change(("prefer", preferences), lambda store: store.prefer(preferences, value))

    async def claim(self, key: str, owner: str, seconds: float) -> bool:
        if self.up:
            try:
                return await self._primary.claim(key, owner, seconds)
            except StoreDownError:
                self._breaker.fail()
        return False  # other processes may claim it too, and none would know

    async def forget(self, *keys: str) -> int:
        return await self._change(("forget", *keys), lambda store: store.forget(*keys)) or 0

    async def close(self) -> None:
        """End the probing; the stores themselves stay as they are."""
        await self._breaker.close()

    async def _change(self, place: tuple[str, ...], change: Change) -> int | None:
        if self.up:
            try:
                return await change(self._primary)
            except StoreDownError:
                self._breaker.fail()
        self._owed.pop(place, None)  # so that changes are repeated in the order of their last occurrence
        self._owed[place] = change
        if len(self._owed) > OWED:
            del self._owed[next(iter(self._owed))]
        return await change(self._spare)

    async def _repeat(self) -> None:
        await self._primary.forget("nobody")  # shows that it answers
        repeated: set[str] = set()
        while self._owed:
            place, change = next(iter(self._owed.items()))
            await change(self._primary)
            repeated.update(place[1:])
            if self._owed.get(place) is change:
                del self._owed[place]
        await self._spare.forget(*repeated)


class SpareQueue:
    """A `Queue` in `primary`, in `spare` while that is down. What the spare accepted is worked on from
    there, also later or after the next start, and not a second time by this process. What is in hand when
    the primary goes away may go on: nobody else can reach it. How far it comes is noted in the spare, as
    well as that can be done. `up`: whether the primary is in use.
    """

    def __init__(self, primary: Queue, spare: OutageQueue, *, every: float = PROBE_EVERY) -> None:
        self._primary = primary
        self._spare = spare
        self._breaker = Breaker(self._settle, every)
        self._stored = Expiring[bool](DUPLICATES_WITHIN)  # ids that the primary has taken
        self._answered = Expiring[bool](THREE_DAYS)  # ids that are answered without the primary
        for name in spare.known():
            self._answered.put(name, True)
        self._kept: set[str] = set()  # ids from the primary whose stage the spare has
        self._owed: dict[str, Work] = {}  # by ticket: what is done, and the primary does not know it
        self._found: asyncio.Queue[Work | Exception] = asyncio.Queue(maxsize=FOUND)
        self._searches: list[asyncio.Task[None]] = []

    @property
    def up(self) -> bool:
        """Whether the primary is in use."""
        return self._breaker.up

    async def accept(self, events: Sequence[Event]) -> int:
        events = [event for event in events if self._answered.get(event.id) is None]
        if self.up:
            try:
                new = await self._primary.accept(events)
            except StoreDownError:
                self._breaker.fail()
            else:
                for event in events:
                    self._stored.put(event.id, True)
                return new
        events = [event for event in events if self._stored.get(event.id) is None]
        for event in events:
            self._answered.put(event.id, True)
        try:
            return await self._spare.accept(events)
        except StoreDownError:
            for event in events:
                self._answered.remove(event.id)
            raise

    async def take(self) -> Work:
        if not self._searches:
            self._searches = [
                asyncio.create_task(self._search(self._search_primary)),
                asyncio.create_task(self._search(self._search_spare)),
            ]
        found = await self._found.get()
        if isinstance(found, Exception):
            raise found
        return found

    async def attempt(self, work: Work) -> bool:
        return await self._note(work, Stage.ATTEMPTED, lambda queue, work: queue.attempt(work))

    async def retract(self, work: Work) -> bool:
        return await self._note(work, Stage.NEW, lambda queue, work: queue.retract(work))

    async def divert(self, work: Work) -> bool:
        return await self._note(work, Stage.DIVERTED, lambda queue, work: queue.divert(work))

    async def done(self, work: Work) -> None:
        if work.ticket.startswith(SPARE):
            await self._spare.done(_own(work))
            return
        if self.up:
            try:
                await self._primary.done(work)
            except StoreDownError:
                self._breaker.fail()
            else:
                await self._finish(work)
                return
        self._answered.put(work.event.id, True)
        self._owed[work.ticket] = work
        self._kept.add(work.event.id)
        await self._finish(work)

    async def waiting(self) -> int:
        here = await self._spare.waiting()
        if self.up:
            try:
                return here + await self._primary.waiting()
            except StoreDownError:
                self._breaker.fail()
        return here

    async def close(self) -> None:
        """Give back what is held; what the spare still has goes to the primary, where that is up, and else
        waits for the next start.
        """
        await self._breaker.close()
        for search in self._searches:
            search.cancel()
        if self._searches:
            await asyncio.wait(self._searches)
        self._searches, self._found = [], asyncio.Queue(maxsize=FOUND)
        await self._spare.close()
        try:
            await self._settle()
            await self._hand_over()
        finally:
            await self._primary.close()

    async def _note(self, work: Work, stage: Stage, note: Note) -> bool:
        if work.ticket.startswith(SPARE):
            return await note(self._spare, _own(work))
        if self.up:
            try:
                holds = await note(self._primary, work)
            except StoreDownError:
                self._breaker.fail()
            else:
                if not holds:
                    await self._finish(work)
                return holds
        self._answered.put(work.event.id, True)
        self._kept.add(work.event.id)
        with suppress(StoreDownError):
            await self._spare.keep(work, stage)
        return True

    async def _finish(self, work: Work) -> None:
        if work.event.id in self._kept:
            self._kept.discard(work.event.id)
            with suppress(StoreDownError):
                await self._spare.finish(work.event)

    async def _search(self, search: Callable[[], Awaitable[None]]) -> None:
        """An error of a search goes to whoever takes: else it would wait for ever."""
        try:
            await search()
        except Exception as error:
            await self._found.put(error)

    async def _search_primary(self) -> None:
        while True:
            await self._breaker.back()
            try:
                work = await self._primary.take()
            except StoreDownError:
                self._breaker.fail()
                continue
            if self._answered.get(work.event.id) is None:
                await self._found.put(work)
            else:
                await self.done(work)

    async def _search_spare(self) -> None:
        while True:
            work = await self._spare.take()
            await self._found.put(msgspec.structs.replace(work, ticket=SPARE + work.ticket))

    async def _settle(self) -> None:
        await self._primary.waiting()  # shows that it answers
        while self._owed:
            ticket, work = next(iter(self._owed.items()))
            await self._primary.done(work)
            self._owed.pop(ticket, None)

    async def _hand_over(self) -> None:
        while self._spare.ready:
            work = await self._spare.take()
            if work.stage != Stage.NEW:
                continue  # the spare alone knows how far it came: its conversation waits for the next start
            await self._primary.accept([work.event])
            self._answered.remove(work.event.id)
            await self._spare.give_away(work)


def _own(work: Work) -> Work:
    return msgspec.structs.replace(work, ticket=work.ticket.removeprefix(SPARE))
