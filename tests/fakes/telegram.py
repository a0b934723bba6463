"""A Bot API on loopback: takes calls, checks them against Telegram's limits, and fails when told to."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, NamedTuple

from aiohttp import web

TOKEN = "1234:" + "A" * 35
ME = {"id": 1234, "is_bot": True, "first_name": "Bangoban", "username": "BangobanBot"}
PARAMETERS = {
    "getMe": set(),
    "setWebhook": {"url", "secret_token", "allowed_updates", "drop_pending_updates"},
    "deleteWebhook": {"drop_pending_updates"},
    "getUpdates": {"offset", "timeout", "allowed_updates", "limit"},
    "sendChatAction": {"chat_id", "message_thread_id", "action"},
    "answerCallbackQuery": {"callback_query_id", "text"},
    "getChatMember": {"chat_id", "user_id"},
    "leaveChat": {"chat_id"},
    "sendMessage": {
        "chat_id",
        "message_thread_id",
        "text",
        "parse_mode",
        "link_preview_options",
        "reply_parameters",
        "reply_markup",
    },
}
KINDS_OF_KEY = {"url", "callback_data", "copy_text"}


class Call(NamedTuple):
    """A call as it arrived."""

    method: str
    params: dict[str, Any]


@dataclass
class Fault:
    """What one call gets in place of its result. `drop` breaks the connection."""

    status: int = 0
    description: str = ""
    parameters: Mapping[str, int] = field(default_factory=dict)
    delay: float = 0.0
    drop: bool = False
    body: bytes | None = None


class FakeTelegram:
    """`calls` are all that came, `faults` wait for the next calls of a method, `updates` for getUpdates."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.faults: dict[str, list[Fault]] = {}
        self.updates: list[dict[str, Any]] = []
        self.admins: set[int] = set()

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of the method get these."""
        self.faults.setdefault(method, []).extend(faults)

    def sent(self) -> list[dict[str, Any]]:
        """The parameters of every sendMessage."""
        return self.of("sendMessage")

    def of(self, method: str) -> list[dict[str, Any]]:
        """The parameters of every call of the method."""
        return [call.params for call in self.calls if call.method == method]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Any method."""
        method, params = request.match_info["method"], await request.json()
        self.calls.append(Call(method, params))
        if waiting := self.faults.get(method):
            fault = waiting.pop(0)
            await asyncio.sleep(fault.delay)
            if fault.drop and request.transport:
                request.transport.close()
            if fault.body is not None:
                return web.Response(body=fault.body, status=fault.status)
            if fault.status:
                return _error(fault.status, fault.description, fault.parameters)
        found = violations(method, params)
        if request.match_info["token"] != TOKEN:
            return _error(401, "Unauthorized", {})
        if found:
            self.violations.extend(found)
            return _error(400, f"Bad Request: {found[0]}", {})
        return web.json_response({"ok": True, "result": await self._result(method, params)})

    async def _result(self, method: str, params: dict[str, Any]) -> object:
        if method == "getMe":
            return ME
        if method == "getChatMember":
            status = "administrator" if params["user_id"] in self.admins else "member"
            return {"status": status, "user": {"id": params["user_id"], "is_bot": False, "first_name": "A"}}
        if method == "sendMessage":
            return {
                "message_id": len(self.calls),
                "date": 1,
                "chat": {"id": params["chat_id"], "type": "private"},
            }
        if method == "getUpdates":
            self.updates = [update for update in self.updates if update["update_id"] >= params["offset"]]
            with suppress(TimeoutError):
                async with asyncio.timeout(params["timeout"]):
                    while not self.updates:  # noqa: ASYNC110 - tests append to a plain list
                        await asyncio.sleep(0.005)
            return self.updates
        return True


@asynccontextmanager
async def serving() -> AsyncIterator[FakeTelegram]:
    """The fake on a free port."""
    fake = FakeTelegram()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", fake.answer)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    fake.url = f"http://{host}:{port}"
    try:
        yield fake
    finally:
        await runner.cleanup()


def violations(method: str, params: Mapping[str, Any]) -> list[str]:
    """What Telegram would refuse of a call; source: the Bot API's documentation of each method."""
    if method not in PARAMETERS:
        return [f"no method {method}"]
    found = [f"{name}: no such parameter" for name in params.keys() - PARAMETERS[method]]
    if method == "sendMessage":
        found += _of_text(params) + _of_keyboard(params.get("reply_markup", {}).get("inline_keyboard", []))
    if method == "setWebhook" and not re.fullmatch("[A-Za-z0-9_-]{1,256}", params.get("secret_token", "")):
        found.append("secret_token: wrong characters or length")
    return found


def _of_text(params: Mapping[str, Any]) -> list[str]:
    found = []
    text = params["text"]
    if params.get("parse_mode") == "HTML":
        read = _Html()
        read.feed(text)
        read.close()
        found += [f"can't parse entities: {problem}" for problem in (*read.problems, *read.open)]
        text = read.text
    length = len(text.encode("utf-16-le")) // 2
    if length > 4096:
        found.append(f"message is too long: {length}")
    if not text.strip(" \n\t\u200b\u2800\u3164"):
        found.append("message text is empty")
    return found


def _of_keyboard(rows: Sequence[Sequence[Mapping[str, Any]]]) -> list[str]:
    found = [problem for row in rows for key in row for problem in _of_key(key)]
    found += ["a row without keys" for row in rows if not row] + [
        "more than 8 keys in a row" for row in rows if len(row) > 8
    ]
    if sum(map(len, rows)) > 100:
        found.append("more than 100 keys")
    return found


def _of_key(key: Mapping[str, Any]) -> list[str]:
    found = []
    if not key.get("text", "").strip():
        found.append("text buttons are unallowed: a key without text")
    if len(key.keys() & KINDS_OF_KEY) != 1 or key.keys() - KINDS_OF_KEY - {"text"}:
        found.append(f"a key of no kind, or of two: {sorted(key)}")
    if "callback_data" in key and not 1 <= len(key["callback_data"].encode()) <= 64:
        found.append("BUTTON_DATA_INVALID")
    if "url" in key and not re.fullmatch(
        r"https?://[A-Za-z0-9.-]+\.[A-Za-z0-9-]+(:\d+)?([/?#]\S*)?", key["url"]
    ):
        found.append("BUTTON_URL_INVALID")
    if "copy_text" in key and not 1 <= len(key["copy_text"]["text"].encode("utf-16-le")) // 2 <= 256:
        found.append("BUTTON_COPY_TEXT_INVALID")
    return found


class _Html(HTMLParser):
    """Telegram's HTML is stricter than a browser's: few tags, few entities, all closed in their order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.text = ""
        self.open: list[str] = []
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag not in ("a", "b") or (tag == "a") != bool(dict(attrs).get("href")):
            self.problems.append(f"tag {tag} {attrs}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"end of {tag}")

    def handle_data(self, data: str) -> None:
        self.text += data
        if "<" in data or ">" in data:
            self.problems.append("a bare < or >")

    def handle_entityref(self, name: str) -> None:
        self.text += {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}.get(name, "")
        if name not in ("lt", "gt", "amp", "quot"):
            self.problems.append(f"entity {name}")

    def handle_charref(self, name: str) -> None:
        self.text += "'"

    def handle_comment(self, data: str) -> None:
        self.problems.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.problems.append("a declaration")


def _error(status: int, description: str, parameters: Mapping[str, int]) -> web.Response:
    body = {"ok": False, "error_code": status, "description": description, "parameters": dict(parameters)}
    return web.json_response(body, status=status)
