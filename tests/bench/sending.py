"""What sending one message costs the client: `./run bench sending`, aiohttp beside the product's own wire."""

import asyncio
import multiprocessing
import socket
import time
from collections.abc import Awaitable, Callable

import aiohttp
import uvloop

from bots.wire import Wire

BODY = b"x" * 9000  # about as long as a card
AT_ONCE, EACH, ROUNDS = 64, 100, 5
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
FIELDS = {"Authorization": "Bearer token", "Content-Type": "application/json"}


class _Server(asyncio.Protocol):
    """Answers each request once its body is there: every request here is as long as the first."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._seen = b""

    def data_received(self, data: bytes) -> None:
        self._seen += data
        head = self._seen.find(b"\r\n\r\n")
        if head >= 0 and len(self._seen) >= head + 4 + len(BODY):
            self._seen = self._seen[head + 4 + len(BODY) :]
            self._transport.write(ANSWER)  # type: ignore[attr-defined]  # a TCP transport


def main() -> None:
    """Print the medians of both, in µs of CPU a message, and their ratio."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
        server = multiprocessing.get_context("fork").Process(target=_serve, args=(listener,), daemon=True)
        server.start()
        rounds = [uvloop.run(_round(listener.getsockname()[1])) for _ in range(ROUNDS)]
        server.kill()
        server.join()
    (theirs, ours) = (sorted(costs)[ROUNDS // 2] for costs in zip(*rounds, strict=True))
    print(
        f"aiohttp {theirs:.0f} µs, wire {ours:.0f} µs of CPU a message ×{ours / theirs:.2f} (medians of {ROUNDS} rounds)"
    )


def _serve(listener: socket.socket) -> None:
    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(_Server, sock=listener)
        await server.serve_forever()

    uvloop.run(serve())


async def _round(port: int) -> tuple[float, float]:
    url = f"http://127.0.0.1:{port}"
    wire = Wire(url)
    head = wire.head("/reply", Authorization="Bearer token")
    connector = aiohttp.TCPConnector(limit=512)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:

        async def theirs() -> None:
            timeout = aiohttp.ClientTimeout(total=10)
            async with http.post(f"{url}/reply", data=BODY, headers=FIELDS, timeout=timeout) as response:
                await response.read()

        async def ours() -> None:
            await wire.post(head, BODY, 10.0)

        return await _cost(theirs), await _cost(ours)


async def _cost(send: Callable[[], Awaitable[None]]) -> float:
    async def worker(count: int) -> None:
        for _ in range(count):
            await send()

    await asyncio.gather(*(worker(3) for _ in range(AT_ONCE)))
    start = time.process_time()
    await asyncio.gather(*(worker(EACH) for _ in range(AT_ONCE)))
    return (time.process_time() - start) / (AT_ONCE * EACH) * 1e6
