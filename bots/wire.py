"""JSON over HTTP/1.1 to one server, connections kept alive. Sending is most of what a message costs: this
takes a quarter of aiohttp's CPU (`./run bench sending`). The protocol itself is httptools' work.

    WireError             no answer
    ├── NotSentError      the request did not reach the server
    └── CutOffError       it was sent, and what came of it is not known
        └── SlowError     no answer within its time
"""

import asyncio
import ssl
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import NamedTuple, cast
from urllib.parse import urlsplit

import httptools

CONNECTIONS = 512  # at once; each conversation at work needs one
KEPT = 30.0  # seconds that an unused connection is used again; servers close theirs after a minute or so
LARGEST = 1 << 20  # bytes of an answer
LARGEST_HEAD = 100  # header fields


class WireError(Exception):
    """No answer."""


class NotSentError(WireError):
    """The request did not reach the server."""


class CutOffError(WireError):
    """The request was sent, and what came of it is not known, but for the status where it still arrived (else 0)."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class SlowError(CutOffError):
    """No answer within its time."""


class Answer(NamedTuple):
    """Status, header fields by lower-case name, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Wire:
    """Requests to the server of `base`, an http or https address without a query, perhaps with a path."""

    def __init__(self, base: str, *, connections: int = CONNECTIONS, kept: float = KEPT) -> None:
        parts = urlsplit(base)
        secure = parts.scheme == "https"
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if secure else 80)
        self._tls = ssl.create_default_context() if secure else None
        self._path = parts.path.rstrip("/")
        self._authority = parts.netloc.rpartition("@")[2]
        self._slots = asyncio.Semaphore(connections)
        self._kept = kept
        self._idle: deque[_Connection] = deque()

    def head(self, path: str, method: str = "POST", **fields: str) -> bytes:
        """The head of a request with a body of JSON, or of `Content_Type`, to be kept and used again; `X_Name`
        stands for X-Name. Raises ValueError for a field that would break out of its line.
        """
        if any(mark in value for value in (path, *fields.values()) for mark in "\r\n"):
            raise ValueError("a line break in a header field")
        given = {name.replace("_", "-"): value for name, value in fields.items()}
        names = {"Host": self._authority, "Content-Type": "application/json", **given}
        lines = "".join(f"{name}: {value}\r\n" for name, value in names.items())
        return f"{method} {self._path}{path} HTTP/1.1\r\n{lines}".encode("latin-1", "replace")

    async def post(self, head: bytes, body: bytes, seconds: float) -> Answer:
        """The answer to a request, within so many seconds in all. Raises WireError."""
        sent = False
        try:
            async with asyncio.timeout(seconds), self._slots:
                connection = self._reused() or await self._connected()
                sent = True
                return await connection.ask(b"%bContent-Length: %d\r\n\r\n%b" % (head, len(body), body))
        except TimeoutError:
            raise (SlowError if sent else NotSentError)("no answer in time") from None
        except OSError as error:
            raise NotSentError(type(error).__name__) from None

    async def close(self) -> None:
        """Close what is kept alive."""
        while self._idle:
            self._idle.pop().close()

    def _reused(self) -> "_Connection | None":
        while self._idle:
            connection = self._idle.pop()
            if connection.usable(time.monotonic() - self._kept):
                return connection
            connection.close()
        return None

    async def _connected(self) -> "_Connection":
        if not self._host:
            raise OSError("no host")
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(
            lambda: _Connection(self._idle.append), self._host, self._port, ssl=self._tls
        )
        return connection


class _Connection(asyncio.Protocol):
    """One connection, one request at a time; given to `free` when it may take another."""

    def __init__(self, free: Callable[["_Connection"], None]) -> None:
        self._free = free
        self._transport: asyncio.Transport | None = None
        self._waiter: asyncio.Future[Answer] | None = None
        self._since = 0.0

    def usable(self, since: float) -> bool:
        """Whether it is open, and was used after that moment of the monotonic clock."""
        return self._transport is not None and not self._transport.is_closing() and self._since > since

    async def ask(self, request: bytes) -> Answer:
        """Send, and wait for the answer. Who stops waiting leaves no connection with a late answer."""
        if self._transport is None:
            raise CutOffError("connection lost")
        self._parser = httptools.HttpResponseParser(self)
        self._headers: dict[str, str] = {}
        self._body: list[bytes] = []
        self._size = self._status = 0
        waiter: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiter = waiter
        self._transport.write(request)
        try:
            return await waiter
        finally:
            # Once answered, the connection may already be another's.
            if self._waiter is waiter:
                self._waiter = None
                self.close()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self._waiter is None:
            self.close()  # nobody asked
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:  # what the callbacks below raise included
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self._waiter is not None and not self._waiter.done():
            if self._ends_with_connection():
                self.on_message_complete()
            else:
                self._waiter.set_exception(CutOffError("connection lost", self._status))

    def on_header(self, name: bytes, value: bytes) -> None:
        if len(self._headers) >= LARGEST_HEAD:
            raise OverflowError
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        self._status = self._parser.get_status_code()

    def on_body(self, body: bytes) -> None:
        self._size += len(body)
        if self._size > LARGEST:
            raise OverflowError
        self._body.append(body)

    def on_message_complete(self) -> None:
        status = self._parser.get_status_code()
        waiter = self._waiter
        if status < 200 or waiter is None or waiter.done():
            return  # 100 Continue and its like come before the answer
        self._waiter = None
        self._since = time.monotonic()
        if self._parser.should_keep_alive() and self._transport is not None:
            self._free(self)
        else:
            self.close()
        waiter.set_result(Answer(status, self._headers, b"".join(self._body)))

    def _ends_with_connection(self) -> bool:
        """Whether the answer has no length of its own, so that its end is the connection's."""
        lengths = ("content-length", "transfer-encoding")
        return bool(self._headers) and not any(name in self._headers for name in lengths)
