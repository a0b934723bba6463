"""LINE's Messaging API on loopback: strict about tokens, keys and limits, with faults on demand.

Its rules are LINE's documented ones (Messaging API reference, read 2026-11), written without a look at
the bot's renderer, so that an error there is found here.
"""

import asyncio
import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from aiohttp import web
from rich.cells import split_graphemes

REPLY, PUSH, LOADING = "/v2/bot/message/reply", "/v2/bot/message/push", "/v2/bot/chat/loading/start"
RATE_LIMIT = {"message": "The API rate limit has been exceeded. Try again later."}
QUOTA = {"message": "You have reached your monthly limit."}


@dataclass
class Fault:
    """What goes wrong at the next call of a path. `taken`: LINE acts on the call all the same. `cut_off`:
    the connection ends in the middle of the answer.
    """

    status: int = 0
    body: dict[str, str] = field(default_factory=lambda: {"message": "fault"})
    drop: bool = False
    delay: float = 0.0
    taken: bool = False
    location: str = ""
    cut_off: bool = False


@dataclass
class Call:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    status: int = 0


@dataclass
class Sent:
    """Messages that reached a chat: by "reply" with its token, or by "push" to a chat id."""

    way: str
    to: str
    messages: list[dict[str, Any]]


class FakeLine:
    """An async context manager. `tokens` are the reply tokens that still work; `arrived` is set by a call."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.url = ""
        self.tokens: set[str] = set()
        self.calls: list[Call] = []
        self.sent: list[Sent] = []
        self.arrived = asyncio.Event()
        self.violations: list[str] = []
        self._keys: set[str] = set()
        self._faults: dict[str, list[Fault]] = {}

    def fail(self, path: str, *faults: Fault) -> None:
        """The next calls of this path go wrong, one fault each."""
        self._faults.setdefault(path, []).extend(faults)

    def count(self, path: str) -> int:
        return sum(call.path == path for call in self.calls)

    async def __aenter__(self) -> "FakeLine":
        app = web.Application()
        app.router.add_post("/{path:.*}", self._receive)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        call = Call(request.path, headers, await request.json())
        self.calls.append(call)
        self.arrived.set()
        faults = self._faults.get(request.path)
        fault = faults.pop(0) if faults else Fault(taken=True)
        status, answer = self._act(call) if fault.taken else (0, {})
        await asyncio.sleep(fault.delay)
        if fault.drop and request.transport:
            request.transport.close()
        if fault.status:
            status, answer = fault.status, fault.body
        call.status = status
        answer_headers = {"x-line-request-id": str(uuid.uuid4())}
        if fault.location:
            answer_headers["location"] = fault.location
        if fault.cut_off and request.transport:
            half = web.StreamResponse(status=status, headers=answer_headers | {"content-length": "100"})
            await half.prepare(request)
            request.transport.close()
            return half
        return web.json_response(answer, status=status or 500, headers=answer_headers)

    def _act(self, call: Call) -> tuple[int, dict[str, Any]]:
        if call.headers.get("authorization") != f"Bearer {self.token}":
            return 401, {"message": "Authentication failed"}
        if call.path == LOADING:
            return self._loading(call)
        if call.path.endswith("/leave"):
            return 200, {}
        found = list(check_messages(call.body.get("messages")))
        if found:
            return self._refuse(*found)
        return self._reply(call) if call.path == REPLY else self._push(call)

    def _refuse(
        self, *found: str, message: str = "The request body has errors"
    ) -> tuple[int, dict[str, Any]]:
        self.violations.extend(found)
        return 400, {"message": message}

    def _reply(self, call: Call) -> tuple[int, dict[str, Any]]:
        if "x-line-retry-key" in call.headers:
            return self._refuse("retry key on a reply", message="The retry key is not supported")
        token = call.body["replyToken"]
        if token not in self.tokens:
            return 400, {"message": "Invalid reply token"}
        self.tokens.remove(token)
        return self._deliver("reply", token, call)

    def _push(self, call: Call) -> tuple[int, dict[str, Any]]:
        key = str(uuid.UUID(call.headers["x-line-retry-key"]))
        if key in self._keys:
            return 409, {"message": "The retry key is already accepted"}
        self._keys.add(key)
        return self._deliver("push", call.body["to"], call)

    def _deliver(self, way: str, to: str, call: Call) -> tuple[int, dict[str, Any]]:
        self.sent.append(Sent(way, to, call.body["messages"]))
        return 200, {"sentMessages": [{"id": str(len(self.sent))}]}

    def _loading(self, call: Call) -> tuple[int, dict[str, Any]]:
        seconds = call.body.get("loadingSeconds", 20)
        if not call.body["chatId"].startswith("U") or seconds % 5 or not 5 <= seconds <= 60:
            return self._refuse(f"loading: {call.body}")
        return 202, {}


def check_messages(messages: Any) -> Iterator[str]:
    """Everything that LINE would refuse in the messages of one call."""
    if not isinstance(messages, list) or not 1 <= len(messages) <= 5:
        yield "messages: not 1 to 5"
        return
    for message in messages:
        match message.get("type"):
            case "text":
                yield from _length("text", message["text"], 5000)
            case "flex":
                yield from _length("altText", message["altText"], 1500)
                yield from _bubble(message["contents"])
            case other:
                yield f"message of type {other}"
        items = message.get("quickReply", {}).get("items")
        if items is not None and not 1 <= len(items) <= 13:
            yield f"{len(items)} quick replies"
        for item in items or ():
            yield from _action(item["action"], 20)


def _bubble(bubble: dict[str, Any]) -> Iterator[str]:
    size = len(json.dumps(bubble, ensure_ascii=False, separators=(",", ":")).encode())
    if bubble["type"] != "bubble" or size > 30 * 1024:
        yield f"{bubble['type']} of {size} bytes"
    blocks = [bubble[name] for name in ("header", "body", "footer") if name in bubble]
    if not blocks:
        yield "empty bubble"
    for block in blocks:
        yield from _component(block)


def _component(component: dict[str, Any]) -> Iterator[str]:
    match component["type"]:
        case "box":
            if not component["contents"]:
                yield "empty box"
            for child in component["contents"]:
                yield from _component(child)
        case "text":
            yield from _length("Flex text", component["text"], 30_000)
            if not component["wrap"]:
                yield "a text that does not wrap"
            if "action" in component:
                yield from _action(component["action"] | {"label": "-"}, 40)
        case "button":
            yield from _action(component["action"], 40)
        case other:
            yield f"component of type {other}"


def _action(action: dict[str, Any], longest: int) -> Iterator[str]:
    if not 1 <= len(split_graphemes(action["label"])[0]) <= longest:
        yield f"label {action['label']!r}"
    match action["type"]:
        case "postback":
            yield from _length("data", action["data"], 300)
            yield from _length("displayText", action["displayText"], 300)
        case "message":
            yield from _length("text", action["text"], 300)
        case "clipboard":
            yield from _length("clipboardText", action["clipboardText"], 1000)
        case "uri":
            yield from _length("uri", action["uri"], 1000)
            if not re.fullmatch(r"(https?://[!-~]+|tel:[0-9+*]([0-9+*]|%23)*|tel:%23[0-9*]+)", action["uri"]):
                yield f"uri {action['uri']!r}"
        case other:
            yield f"action of type {other}"


def _length(name: str, text: str, longest: int) -> Iterator[str]:
    if not text.strip():
        yield f"{name}: empty"
    if len(text.encode("utf-16-le")) // 2 > longest:
        yield f"{name}: longer than {longest}"
