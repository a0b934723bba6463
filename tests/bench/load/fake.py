"""LINE and Telegram on one port of loopback: cheap enough not to be what is measured."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import cast

from tests.bench.load.messages import answer_to
from tests.bench.load.wire import Unit, split


class Platform:
    """`delay` is how many seconds it takes over an answer. `arrived` is called with each call when it has
    come, `released` when it is answered.
    """

    def __init__(self) -> None:
        self.url = ""
        self.delay = 0.0
        self.arrived: Callable[[Unit], None] = lambda call: None
        self.released: Callable[[Unit], None] = lambda call: None

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["Platform"]:
        """Listen on a free port; `url` says where."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0, backlog=1024)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()


class _Connection(asyncio.Protocol):
    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._rest = b""
        self._transport: asyncio.WriteTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)  # uvloop's does not inherit from it

    def data_received(self, data: bytes) -> None:
        calls, self._rest = split(self._rest + data)
        for call in calls:
            self._platform.arrived(call)
            if self._platform.delay:
                asyncio.get_running_loop().call_later(self._platform.delay, self._answer, call)
            else:
                self._answer(call)

    def _answer(self, call: Unit) -> None:
        if not self._transport.is_closing():
            self._transport.write(answer_to(call.head))
        self._platform.released(call)
