"""The local chat page: one page, its static files, and the WebSocket on which it speaks to the bot."""

import asyncio
import time
from collections.abc import Callable, Collection, Mapping

import msgspec
import structlog
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from bots.web.fragments import Fragments
from bots.web.frames import Frame, Refused, Sides, read_frame
from bots.web.headers import SafeHeaders
from bots.web.origin import is_known_host, is_own_page
from bots.web.pace import Pace

WRONG_ADDRESS = (
    "このページは、起動したときに表示されたアドレスで開いてください(例: http://127.0.0.1:8000/)。\n"
    "Please open this page at the address that was printed at start, such as http://127.0.0.1:8000/.\n"
)


def routes(
    sides: Sides, *, hosts: Collection[str] = (), clock: Callable[[], float] = time.time
) -> list[BaseRoute]:
    """GET / (the page), /static/..., and the WebSocket /chat.

    `sides` tell what each platform would be sent; `hosts` are names, beside localhost and IP addresses, under
    which the page may be opened; `clock` gives Unix seconds.
    """
    chat = ChatPage(sides, hosts, clock)
    headers = [Middleware(SafeHeaders)]
    return [
        Route("/", chat.page, middleware=headers),
        Mount("/static", StaticFiles(packages=[("bots.web", "static")]), middleware=headers),
        WebSocketRoute("/chat", chat.talk),
    ]


class ChatPage:
    """Sends the page, and answers what it says, one message after the other."""

    def __init__(self, sides: Sides, hosts: Collection[str], clock: Callable[[], float]) -> None:
        self._sides = sides.by_platform
        self._hosts = frozenset(name.lower() for name in hosts)
        self._clock = clock
        self._fragments = Fragments(sides.says)

    async def page(self, request: Request) -> Response:
        """The page; 421 where it is opened under a name that may be a stranger's."""
        if not is_known_host(request.headers.get("host", ""), self._hosts):
            return PlainTextResponse(WRONG_ADDRESS, 421)
        return HTMLResponse(self._fragments.page())

    async def talk(self, socket: WebSocket) -> None:
        """Take frames and send `{"id", "html"}` for each, `html` by platform, until the page goes. Foreign pages get 403."""
        host = socket.headers.get("host", "")
        if not (is_known_host(host, self._hosts) and is_own_page(socket.headers.get("origin", ""), host)):
            await socket.close()
            return
        await socket.accept()
        pace = Pace(self._clock)
        try:
            while (event := await socket.receive())["type"] == "websocket.receive":
                await socket.send_text(await self._html_for(event.get("text"), pace))
        except WebSocketDisconnect:
            return

    async def _html_for(self, data: str | None, pace: Pace) -> str:
        try:
            frame = read_frame(data)
            if not pace.allows():
                raise Refused("too_fast", frame.id)
        except Refused as refused:
            refusal = self._fragments.refusal(refused.why)
            return _outgoing(refused.frame_id, dict.fromkeys(self._sides, refusal))
        now = self._clock()
        shown = await asyncio.gather(*(self._shown(platform, frame, now) for platform in self._sides))
        return _outgoing(frame.id, dict(zip(self._sides, shown, strict=True)))

    async def _shown(self, platform: str, frame: Frame, now: float) -> str:
        """One platform's answer as HTML. What goes wrong there is said there, and logged without its words."""
        try:
            shown = await self._sides[platform](frame, now)
            return self._fragments.answer(platform, shown, frame)
        except Exception as error:
            structlog.get_logger().error("chat_page_failed", platform=platform, error=type(error).__name__)
            return self._fragments.refusal("failed")


def _outgoing(frame_id: str, html: Mapping[str, str]) -> str:
    return msgspec.json.encode({"id": frame_id, "html": html}).decode()
