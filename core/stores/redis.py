"""Both stores in Redis (7.0 or later), for any number of processes.

Keys begin with `bangoban:`; those that a script touches together share a hash tag. A queue is a stream of
active conversations with one consumer group. An entry exists exactly as long as its conversation has
events; the events themselves stand in a list of the conversation, the first of them in the entry too. Who
has an entry pending holds the conversation. So order holds over all processes, and what a dead process
held is found by its idle time. Redis must not evict keys (maxmemory-policy noeviction).
"""

# ruff: noqa: D102 - the protocols say what each method does

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from itertools import count

import msgspec
import structlog

from core.stores import A_MINUTE, A_YEAR, THREE_DAYS, Event, Opened, Stage, StoreDownError, Work
from core.stores.link import Link
from core.stores.scripts import ACCEPT, ATTEMPT, CLAIM, DONE, GIVE_BACK, OPEN, REFRESH

GROUP = "bot"
BEFOREHAND = 32  # conversations fetched at once, so at most so many wait here while another process is idle
REFRESHED = 200  # entries refreshed by one script

Packed = tuple[str, str, bytes, float]  # id, conversation, payload, accepted
STAGES = {b"%d" % stage: stage for stage in Stage}  # as they stand before a packed event
PACKED_IN_FOUR = b"\x94"  # how a packed tuple of four begins


class RedisSessions:
    """`Sessions` in Redis. `ttl` is a session's time to live in seconds."""

    def __init__(self, link: Link, ttl: float, *, year: float = A_YEAR, minute: float = A_MINUTE) -> None:
        self._link = link
        self._ttl = _milliseconds(ttl)
        self._year = _milliseconds(year)
        self._minute = _milliseconds(minute)
        self._open = link.script(OPEN)

    async def open(self, session: str, preferences: str, sender: str) -> Opened:
        keys = (_session(session), _preferences(preferences), _visits(sender))
        return Opened(*await self._open(keys, (self._year, self._minute)))

    async def save(self, session: str, value: bytes) -> None:
        await self._link.ask("SET", _session(session), value, "PX", self._ttl)

    async def prefer(self, preferences: str, value: bytes) -> None:
        await self._link.ask("SET", _preferences(preferences), value, "PX", self._year)

    async def claim(self, key: str, owner: str, seconds: float) -> bool:
        before = await self._link.ask("SET", _claim(key), owner, "NX", "GET", "PX", _milliseconds(seconds))
        return before is None or before == owner.encode()

    async def forget(self, *keys: str) -> int:
        if not keys:
            return 0
        kept = [place(key) for key in keys for place in (_session, _preferences)]
        there, _ = await asyncio.gather(
            self._link.ask("DEL", *kept), self._link.ask("DEL", *map(_visits, keys))
        )
        return int(there)


class RedisQueue:
    """A `Queue` in Redis, for one platform, shared by all processes.

    A process keeps what it holds fresh; what was not kept fresh for `idle` seconds is taken over by
    another. `remember`: how long ids are kept. `block`: how long one reading waits for something new, and
    `close` for its end. All in seconds.
    """

    def __init__(
        self,
        link: Link,
        platform: str,
        *,
        remember: float = THREE_DAYS,
        idle: float = 12.0,
        block: float = 0.2,
    ) -> None:
        self._link = link
        self._root = f"bangoban:{{{platform}}}:"
        self._stream = self._root + "stream"
        self._count = self._root + "waiting"
        self._remember = _milliseconds(remember)
        self._idle = idle
        self._block = _milliseconds(block)
        self._consumer = uuid.uuid4().hex
        self._accept = link.script(ACCEPT)
        self._attempt = link.script(ATTEMPT)
        self._done = link.script(DONE)
        self._refresh = link.script(REFRESH)
        self._claim = link.script(CLAIM)
        self._give_back = link.script(GIVE_BACK)
        self._held: dict[str, str] = {}  # entry to ticket
        self._serial = count(1)
        self._fetched: asyncio.Queue[Work | Exception] = asyncio.Queue()
        self._takers = 0
        self._ahead: float | None = None  # milliseconds from our clock to the server's
        self._wanted = asyncio.Event()
        self._closing = False
        self._tasks: list[asyncio.Task[None]] = []
        self._dropping: asyncio.Task[None] | None = None

    async def accept(self, events: Sequence[Event]) -> int:
        if not events:
            return 0
        keys = [self._stream, self._count]
        values: list[bytes | int | str] = [await self._deadline(), self._remember]
        values += [GROUP, self._consumer, self._room()]
        now = time.time()
        for event in events:
            keys += (self._id(event), self._line(event))
            values.append(b"0" + msgspec.msgpack.encode((event.id, event.conversation, event.payload, now)))
        server_time, new, *held = await self._accept(keys, values)
        self._set_clock(server_time)
        if new is None:
            raise StoreDownError("it answered too late")
        for entry, fields in held[0]:
            self._hold(entry.decode(), fields[1])
        return int(new)

    async def take(self) -> Work:
        while True:
            found = await self._next()
            if isinstance(found, Exception):
                raise found
            if self._holds(found):
                return found

    async def attempt(self, work: Work) -> bool:
        return await self._note(work, Stage.ATTEMPTED)

    async def retract(self, work: Work) -> bool:
        return await self._note(work, Stage.NEW)

    async def divert(self, work: Work) -> bool:
        return await self._note(work, Stage.DIVERTED)

    async def done(self, work: Work) -> None:
        if not self._holds(work):
            return
        entry = _entry(work)
        keys = (self._stream, self._line(work.event), self._count)
        following = await self._done(keys, (GROUP, self._consumer, entry, _beginning(work.event)))
        if not self._holds(work):
            return
        if following is None:
            del self._held[entry]
        else:
            self._hold(entry, following)

    async def waiting(self) -> int:
        return int(await self._link.ask("GET", self._count) or 0)

    async def close(self) -> None:
        self._closing = True
        self._wanted.set()
        if self._tasks:
            reader, keeper = self._tasks
            keeper.cancel()
            await asyncio.wait((reader, keeper))
        self._tasks, self._closing = [], False
        self._held.clear()
        self._fetched = asyncio.Queue()
        while await self._give_back((self._stream,), (GROUP, self._consumer)):
            pass

    async def _note(self, work: Work, stage: Stage) -> bool:
        if not self._holds(work):
            return False
        keys = (self._stream, self._line(work.event), self._id(work.event))
        values = (GROUP, self._consumer, _entry(work), _beginning(work.event), self._remember, int(stage))
        if await self._attempt(keys, values):
            return True
        self._held.pop(_entry(work), None)
        return False

    def _room(self) -> int:
        """How many conversations this process would take at this moment: none where nobody waits for one."""
        return max(0, BEFOREHAND - self._fetched.qsize()) if self._takers and not self._closing else 0

    async def _next(self) -> Work | Exception:
        if not self._fetched.empty():
            found = self._fetched.get_nowait()
            if self._takers > self._fetched.qsize():
                self._wanted.set()  # it may have been meant for one who is waking up
            return found
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._surely(run)) for run in (self._read_on, self._keep)]
        self._takers += 1
        self._wanted.set()
        try:
            return await self._fetched.get()
        finally:
            self._takers -= 1

    async def _surely(self, run: Callable[[], Awaitable[None]]) -> None:
        """An error that ends it goes to whoever takes: else it would wait for ever."""
        try:
            await run()
        except Exception as error:
            self._fetched.put_nowait(error)

    async def _read_on(self) -> None:
        while not self._closing:
            await self._wanted.wait()
            if self._closing:
                return
            try:
                await self._read()
            except StoreDownError as error:
                self._fetched.put_nowait(error)
            if self._fetched.qsize() >= self._takers:
                self._wanted.clear()

    async def _read(self) -> None:
        command = ("XREADGROUP", "GROUP", GROUP, self._consumer, "COUNT", BEFOREHAND, "BLOCK", self._block)
        try:
            found = await self._link.wait(*command, "STREAMS", self._stream, ">")
        except StoreDownError as error:
            await self._make_group(error)
            return
        for _, entries in found or ():
            for entry, fields in entries:
                self._hold(entry.decode(), fields[b"event"])

    async def _make_group(self, error: StoreDownError) -> None:
        if "NOGROUP" not in str(error):
            raise error
        try:
            await self._link.ask("XGROUP", "CREATE", self._stream, GROUP, "0", "MKSTREAM")
        except StoreDownError as other:
            if "BUSYGROUP" not in str(other):
                raise

    async def _keep(self) -> None:
        """Keep fresh what is held, take over what is not; after an outage others come first to theirs."""
        search_from, not_before = "0-0", 0.0
        while True:
            await asyncio.sleep(self._idle / 4)
            try:
                await self._keep_fresh()
                if time.monotonic() >= not_before:
                    search_from = await self._take_over(search_from)
            except StoreDownError:
                not_before = time.monotonic() + self._idle

    async def _keep_fresh(self) -> None:
        held = list(self._held.items())
        for start in range(0, len(held), REFRESHED):
            tickets = dict(held[start : start + REFRESHED])
            for lost in await self._refresh((self._stream,), (GROUP, self._consumer, *tickets)):
                entry = lost.decode()
                if self._held.get(entry) == tickets[entry]:
                    del self._held[entry]

    async def _take_over(self, search_from: str) -> str:
        values = (await self._deadline(), GROUP, self._consumer, _milliseconds(self._idle), search_from)
        server_time, *found = await self._claim((self._stream,), values)
        self._set_clock(server_time)
        if not found:
            raise StoreDownError("it answered too late")
        go_on, works = found
        for entry, event in works:
            self._hold(entry.decode(), event)
        return str(go_on.decode())

    async def _deadline(self) -> int:
        """Milliseconds of the server's clock at which this process will have given up asking."""
        if self._ahead is None:
            seconds, microseconds = await self._link.ask("TIME")
            self._set_clock(int(seconds) * 1000 + int(microseconds) // 1000)
        return round((self._ahead or 0.0) + (time.monotonic() + self._link.timeout) * 1000)

    def _set_clock(self, server_time: int) -> None:
        self._ahead = server_time - time.monotonic() * 1000

    def _hold(self, entry: str, stored: bytes) -> None:
        try:
            name, conversation, payload, accepted = msgspec.msgpack.decode(stored[1:], type=Packed)
        except msgspec.DecodeError:
            # Another release's, or nobody's: it must not hold up the others.
            structlog.get_logger().error("an entry in Redis cannot be read and is dropped")
            self._dropping = asyncio.create_task(self._drop(entry))
            return
        ticket = f"{entry}/{next(self._serial)}"
        self._held[entry] = ticket
        stage = STAGES.get(stored[:1], Stage.NEW)
        self._fetched.put_nowait(Work(Event(name, conversation, payload), stage, ticket, accepted))

    async def _drop(self, entry: str) -> None:
        try:
            await self._link.ask("XACK", self._stream, GROUP, entry)
            await self._link.ask("XDEL", self._stream, entry)
        except StoreDownError:
            return  # it comes again, and goes then

    def _holds(self, work: Work) -> bool:
        return self._held.get(_entry(work)) == work.ticket

    def _id(self, event: Event) -> str:
        return f"{self._root}id:{event.id}"

    def _line(self, event: Event) -> str:
        return f"{self._root}line:{event.conversation}"


def _entry(work: Work) -> str:
    return work.ticket.partition("/")[0]


def _beginning(event: Event) -> bytes:
    return PACKED_IN_FOUR + msgspec.msgpack.encode(event.id)


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))


def _session(key: str) -> str:
    return f"bangoban:{{sessions}}:session:{key}"


def _preferences(key: str) -> str:
    return f"bangoban:{{sessions}}:preferences:{key}"


def _visits(key: str) -> str:
    return f"bangoban:{{sessions}}:visits:{key}"


def _claim(key: str) -> str:
    return f"bangoban:claim:{key}"
