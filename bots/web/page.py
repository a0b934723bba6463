"""The local chat page: one page, its static files, and the WebSocket on which it speaks to the bot."""

import time
from collections.abc import Callable, Collection

import msgspec
import structlog
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from bots.inbox import Answer
from bots.web.fragments import Fragments
from bots.web.frames import Refused, message_of, read_frame
from bots.web.headers import SafeHeaders
from bots.web.origin import is_known_host, is_own_page
from bots.web.pace import Pace

WRONG_ADDRESS = (
    "このページは、起動したときに表示されたアドレスで開いてください(例: http://127.0.0.1:8000/)。\n"
    "Please open this page at the address that was printed at start, such as http://127.0.0.1:8000/.\n"
)


def routes(
    answer: Answer, *, hosts: Collection[str] = (), clock: Callable[[], float] = time.time
) -> list[BaseRoute]:
    """GET / (the page), /static/..., and the WebSocket /chat.

    `hosts` are names, beside localhost and IP addresses, under which the page may be opened;
    `clock` gives Unix seconds.
    """
    chat = ChatPage(answer, hosts, clock)
    headers = [Middleware(SafeHeaders)]
    return [
        Route("/", chat.page, middleware=headers),
        Mount("/static", StaticFiles(packages=[("bots.web", "static")]), middleware=headers),
        WebSocketRoute("/chat", chat.talk),
    ]


class ChatPage:
    """Sends the page, and answers what it says, one message after the other."""

    def __init__(self, answer: Answer, hosts: Collection[str], clock: Callable[[], float]) -> None:
        self._answer = answer
        self._hosts = frozenset(name.lower() for name in hosts)
        self._clock = clock
        self._fragments = Fragments()

    async def page(self, request: Request) -> Response:
        """The page; 421 where it is opened under a name that may be a stranger's."""
        if not is_known_host(request.headers.get("host", ""), self._hosts):
            return PlainTextResponse(WRONG_ADDRESS, 421)
        return HTMLResponse(self._fragments.page())

    async def talk(self, socket: WebSocket) -> None:
        """Take frames and send `{"id", "html"}` for each, until the page goes. Foreign pages get 403."""
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
            return _outgoing(refused.frame_id, self._fragments.refusal(refused.why))
        try:
            reply = await self._answer(message_of(frame, self._clock()))
        except Exception as error:
            structlog.get_logger().error("chat_page_failed", error=type(error).__name__)
            return _outgoing(frame.id, self._fragments.refusal("failed"))
        html = self._fragments.reply(reply, frame) if reply else self._fragments.silence(frame)
        return _outgoing(frame.id, html)


def _outgoing(frame_id: str, html: str) -> str:
    return msgspec.json.encode({"id": frame_id, "html": html}).decode()
