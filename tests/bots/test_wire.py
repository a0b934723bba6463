"""The wire to a server: kept connections, every way an answer can fail to come."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bots.wire import CutOffError, NotSentError, SlowError, Wire
from tests.fakes.wired import wired

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Line-Request-Id: r1\r\n\r\nhi"
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Server:
    """Answers each request with the next of `answers`: bytes are sent, None hangs up, a number waits."""

    def __init__(self, *answers: bytes | float | None) -> None:
        self.answers = list(answers)
        self.requests: list[bytes] = []
        self.connections = 0
        self.asked = asyncio.Event()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while self.answers:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                self.requests.append(head + await reader.readexactly(length))
                self.asked.set()
                answer = self.answers.pop(0)
                if isinstance(answer, bytes):
                    writer.write(answer)
                    await writer.drain()
                if isinstance(answer, float):
                    await asyncio.sleep(answer)
                if answer is None or b"\r\n\r\n" not in (answer if isinstance(answer, bytes) else OK):
                    return
                if isinstance(answer, bytes) and b"Connection: close" in answer:
                    return
            await reader.read()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def serving(*answers: bytes | float | None) -> AsyncIterator[tuple[Server, Wire]]:
    server = Server(*answers)
    listener = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    async with wired(f"http://127.0.0.1:{port}/base") as wire:
        yield server, wire
    listener.close()


async def ask(wire: Wire, body: bytes = b"{}", seconds: float = 2.0) -> bytes:
    return (await wire.post(wire.head("/path", X_Key="k"), body, seconds)).body


async def test_a_request_and_its_answer() -> None:
    """Path, fields and body arrive; status, fields and body come back."""
    async with serving(OK) as (server, wire):
        answer = await wire.post(wire.head("/path", X_Key="k"), b'{"a":1}', 2.0)

    assert (answer.status, answer.headers["x-line-request-id"], answer.body) == (200, "r1", b"hi")
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /base/path HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"\r\nX-Key: k\r\n" in head
    assert body == b'{"a":1}'


async def test_a_connection_is_used_again() -> None:
    """Three requests one after the other need one connection."""
    async with serving(OK, OK, OK) as (server, wire):
        for _ in range(3):
            assert await ask(wire) == b"hi"

    assert server.connections == 1


class Eager(deque[Any]):
    """Free connections, of which the first to come is asked of again at once, before its asker has woken."""

    def __init__(self, wire: Wire) -> None:
        super().__init__()
        self._wire = wire
        self.second: asyncio.Task[bytes] | None = None

    def append(self, connection: Any) -> None:
        super().append(connection)
        if self.second is None:
            self.second = asyncio.create_task(ask(self._wire))


async def test_a_connection_may_be_anothers_before_its_asker_wakes() -> None:
    """Who got an answer late does not close what the next request waits on."""
    async with serving(OK, OK) as (server, wire):
        eager = wire._idle = Eager(wire)
        assert await ask(wire) == b"hi"
        assert eager.second
        assert await eager.second == b"hi"

    assert server.connections == 1


async def test_an_old_connection_is_not_used_again() -> None:
    """A connection that was not used for some time is left alone: the server may be closing it."""
    async with serving(OK, OK) as (server, _):
        host = server
        async with wired(_url(_)) as wire:
            wire._kept = -1.0
            await ask(wire)
            await ask(wire)

    assert host.connections == 2


def _url(wire: Wire) -> str:
    return f"http://{wire._authority}/base"


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" + OK,
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhi",
    ],
)
async def test_every_form_of_an_answer(answer: bytes) -> None:
    """Chunks, a 100 before the answer, and an answer that ends with its connection are read."""
    async with serving(answer, OK) as (_, wire):
        assert await ask(wire) == b"hi"
        assert await ask(wire) == b"hi"


@pytest.mark.parametrize(
    "answer",
    [
        None,
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n" + b"x" * 2_000_000,
    ],
)
async def test_an_answer_that_breaks_off_is_unclear(answer: bytes | None) -> None:
    """A hang-up, half a head, nonsense or a monstrous body: sent, and nobody knows what came of it."""
    async with serving(answer) as (_, wire):
        with pytest.raises(CutOffError):
            await ask(wire)


async def test_the_status_of_an_answer_that_breaks_off() -> None:
    """Where the head still arrived, its status is known."""
    async with serving(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nhi") as (_, wire):
        with pytest.raises(CutOffError) as raised:
            await ask(wire)

    assert raised.value.status == 200


async def test_a_slow_answer_never_reaches_the_next_request() -> None:
    """Who stops waiting closes the connection: the next request gets its own answer."""
    async with serving(5.0, OK) as (server, wire):
        with pytest.raises(SlowError):
            await ask(wire, seconds=0.05)
        assert await ask(wire) == b"hi"

    assert server.connections == 2


async def test_nobody_there_is_not_sent() -> None:
    """A refused connection, or an address that is none, was surely not sent."""
    for url in ("http://127.0.0.1:9", "nonsense", "http://[::1]:9"):
        with pytest.raises(NotSentError):
            await ask(Wire(url))


async def test_who_waits_for_a_free_connection_has_not_sent() -> None:
    """With every connection busy a request waits, and gives up without having been sent."""
    async with serving(5.0, OK) as (server, wire):
        one = Wire(_url(wire), connections=1)
        first = asyncio.create_task(ask(one))
        await server.asked.wait()

        with pytest.raises(NotSentError):
            await ask(one, seconds=0.05)

        first.cancel()
        await asyncio.wait((first,))
        await one.close()
        assert len(server.requests) == 1


def test_no_field_breaks_out_of_its_line() -> None:
    """A line break in a value would be another field: it is refused."""
    for value in ("a\r\nX: y", "a\n", "a\rb"):
        with pytest.raises(ValueError, match="line break"):
            Wire("http://127.0.0.1").head("/", Authorization=value)
