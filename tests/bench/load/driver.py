"""Sends messages to one bot and counts their answers as they arrive at the platform."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import cast

from tests.bench.load.fake import Platform
from tests.bench.load.messages import FIRST, Kind
from tests.bench.load.wire import Unit, split

PATIENCE = 15.0  # seconds for what is still unanswered at the end of a measurement
TICK = 0.001  # seconds; messages that fall due within one are sent together


class BenchError(Exception):
    """The bot under test did not do what is measured: a message refused or not answered."""


class Driver:
    """One bot, one platform. `answered` counts messages whose answer has arrived, `latencies` are the
    seconds from each one's sending to that.
    """

    def __init__(self, kind: Kind, platform: Platform, numbers: Iterator[int]) -> None:
        self.answered = 0
        self.latencies: list[float] = []
        self.last_answer = b""
        self._kind = kind
        self._platform = platform
        self._numbers = numbers
        self._sent: dict[int, float] = {}
        self._under_way: set[int] = set()  # sent, and the platform has not answered the bot yet
        self._waiting: deque[bytes] = deque()
        self._idle: list[_Connection] = []
        self._all_answered = asyncio.Event()
        self._refused = 0
        self._refill = False

    @asynccontextmanager
    async def connected(self, port: int, connections: int) -> AsyncIterator["Driver"]:
        """Deliver to that port of loopback over so many connections, while this lasts. Raises BenchError
        where a message was refused or not answered.
        """
        loop = asyncio.get_running_loop()
        opened = [
            await loop.create_connection(lambda: _Connection(self), "127.0.0.1", port)
            for _ in range(connections)
        ]
        self._idle = [connection for _, connection in opened]
        self._platform.arrived, self._platform.released = self._arrived, self._released
        try:
            yield self
            await self._drain()
        finally:
            self.end()
            for transport, _ in opened:
                transport.close()

    def keep_in_flight(self, messages: int) -> None:
        """Send so many, and one more for each that is answered, until `end`."""
        self._refill = True
        for _ in range(messages):
            self.send()

    def end(self) -> None:
        """Send no more."""
        self._refill = False

    async def keep_pace(self, rate: float, seconds: float) -> None:
        """Send so many messages a second, whatever the bot does."""
        start, sent = time.perf_counter(), 0
        while (passed := time.perf_counter() - start) < seconds:
            for _ in range(int(passed * rate) - sent):
                self.send()
                sent += 1
            await asyncio.sleep(TICK)

    def send(self) -> None:
        """Send a message of a new person, as soon as a connection is free."""
        number = next(self._numbers)
        self._sent[number] = time.perf_counter()
        self._under_way.add(number)
        self._all_answered.clear()
        delivery = self._kind.delivery(number)
        if self._idle:
            self._idle.pop().deliver(delivery)
        else:
            self._waiting.append(delivery)

    def delivered(self, connection: "_Connection", accepted: bool) -> None:
        """The bot has answered a delivery; its connection is free again."""
        self._refused += not accepted
        if self._waiting:
            connection.deliver(self._waiting.popleft())
        else:
            self._idle.append(connection)

    def lost(self, connection: "_Connection") -> None:
        """A server closes connections that were idle for long; one at work leaves its message unanswered."""
        if connection in self._idle:
            self._idle.remove(connection)

    def _arrived(self, call: Unit) -> None:
        number = self._kind.answered(call)
        if number is not None and (sent := self._sent.pop(number, None)) is not None:
            self.latencies.append(time.perf_counter() - sent)
            self.answered += 1
            self.last_answer = call.body

    def _released(self, call: Unit) -> None:
        number = self._kind.answered(call)
        if number in self._under_way:
            self._under_way.discard(number)
            if self._refill:
                self.send()
            elif not self._under_way:
                self._all_answered.set()

    async def _drain(self) -> None:
        self.end()
        self._platform.delay = 0.0
        if self._under_way:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._all_answered.wait(), PATIENCE)
        if self._under_way or self._refused:
            raise BenchError(
                f"{self._refused} deliveries refused, {len(self._under_way)} messages unanswered"
            )


class _Connection(asyncio.Protocol):
    """One delivery at a time."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._rest = b""
        self._transport: asyncio.WriteTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)  # uvloop's does not inherit from it

    def deliver(self, request: bytes) -> None:
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        answers, self._rest = split(self._rest + data)
        for answer in answers:
            self._driver.delivered(self, answer.head[9:12] == b"200")

    def connection_lost(self, exc: Exception | None) -> None:
        self._driver.lost(self)


def numbers() -> Iterator[int]:
    """A number for each message of a run."""
    return count(FIRST)
