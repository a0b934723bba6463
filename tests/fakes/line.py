"""LINE's Messaging API on loopback: strict about tokens, keys, fields and limits, with faults on demand.

Its rules are LINE's documented ones (line_schema.yaml; Messaging API reference, read 2026-11), written
without a look at the bot's renderer, so that an error there is found here.
"""

import asyncio
import json
import uuid
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from aiohttp import web

from tests.fakes.line_account import Account
from tests.fakes.line_schema import check_request

REPLY, PUSH, LOADING = "/v2/bot/message/reply", "/v2/bot/message/push", "/v2/bot/chat/loading/start"
RATE_LIMIT = {"message": "The API rate limit has been exceeded. Try again later."}
QUOTA = {"message": "You have reached your monthly limit."}


@dataclass
class Fault:
    """What goes wrong at the next call of a path. `taken`: LINE acts on the call all the same. `until`: the
    answer waits for it. `cut_off`: the connection ends in the middle of the answer.
    """

    status: int = 0
    body: dict[str, str] = field(default_factory=lambda: {"message": "fault"})
    drop: bool = False
    delay: float = 0.0
    until: asyncio.Event | None = None
    taken: bool = False
    location: str = ""
    cut_off: bool = False


@dataclass
class Call:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    status: int = 0
    method: str = "POST"


@dataclass
class Sent:
    """Messages that reached a chat: by "reply" with its token, or by "push" to a chat id."""

    way: str
    to: str
    messages: list[dict[str, Any]]


class FakeLine:
    """An async context manager. `tokens` are the reply tokens that still work; `arrived` is set by a call;
    `account` is what an operator sees in LINE's console. Every request is held against LINE's schema, whatever
    comes of it: `violations`.
    """

    def __init__(self, token: str) -> None:
        self.token = token
        self.url = ""
        self.tokens: set[str] = set()
        self.calls: list[Call] = []
        self.asked: list[Call] = []  # GETs, which change nothing
        self.sent: list[Sent] = []
        self.arrived = asyncio.Event()
        self.violations: list[str] = []
        self.account = Account()
        self._keys: set[str] = set()
        self._faults: dict[str, list[Fault]] = {}

    def fail(self, path: str, *faults: Fault) -> None:
        """The next calls of this path go wrong, one fault each."""
        self._faults.setdefault(path, []).extend(faults)

    def count(self, path: str) -> int:
        return sum(call.path == path for call in self.calls)

    async def __aenter__(self) -> "FakeLine":
        app = web.Application(client_max_size=2 << 20)
        app.router.add_route("*", "/{path:.*}", self._receive)
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
        body = await request.read()
        found = check_request(request.method, request.path, headers, body)
        self.violations.extend(found)
        json_body = json.loads(body) if body and not body.startswith(b"\x89PNG") else {}
        call = Call(request.path, headers, json_body, method=request.method)
        (self.asked if request.method == "GET" else self.calls).append(call)
        self.arrived.set()
        faults = self._faults.get(request.path)
        fault = faults.pop(0) if faults else Fault(taken=True)
        status, answer = self._act(call, found, body) if fault.taken else (0, {})
        await asyncio.sleep(fault.delay)
        if fault.until:
            await fault.until.wait()
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

    def _act(self, call: Call, found: list[str], body: bytes) -> tuple[int, dict[str, Any]]:
        if call.headers.get("authorization") != f"Bearer {self.token}":
            return 401, {"message": "Authentication failed"}
        if found:
            return 400, {"message": "The request body has errors"}
        match call.path:
            case "/v2/bot/message/reply":
                return self._reply(call)
            case "/v2/bot/message/push":
                return self._push(call)
            case "/v2/bot/chat/loading/start":
                return 202, {}
            case path if path.endswith("/leave"):
                return 200, {}
            case path:
                return self.account.act(call.method, path, call.body, body)

    def _reply(self, call: Call) -> tuple[int, dict[str, Any]]:
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
