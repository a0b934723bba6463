"""The real page on a free loopback port, with a bot behind it."""

import asyncio
import socket

import uvicorn
from starlette.applications import Starlette

from bots.inbox import Answer
from bots.standins.sides import sides
from bots.web.page import routes


class ServedPage:
    """uvicorn in this event loop; it can go away and come back at the same address."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._port = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}/"

    async def start(self) -> None:
        """Returns when requests are answered."""
        listening = socket.create_server(("127.0.0.1", self._port))
        self._port = listening.getsockname()[1]
        app = Starlette(routes=routes(sides(self._answer)))
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        self._task = asyncio.create_task(self._server.serve(sockets=[listening]))
        while not self._server.started:  # noqa: ASYNC110 -- uvicorn has no event to wait for
            await asyncio.sleep(0.005)

    async def stop(self) -> None:
        """Returns when the address is free again; open connections are cut."""
        self._server.should_exit = True
        await self._task
