"""A Bot API on loopback: takes calls, checks them against Telegram's limits, and fails when told to."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from aiohttp import web

from tests.fakes.bot_api import violations

TOKEN = "1234:" + "A" * 35
ME = {"id": 1234, "is_bot": True, "first_name": "Bangoban", "username": "BangobanBot"}
RIGHTS = {
    f"can_{what}": False
    for what in (
        *("manage_chat", "delete_messages", "manage_video_chats", "restrict_members", "promote_members"),
        *("change_info", "invite_users", "post_stories", "edit_stories", "delete_stories"),
    )
} | {"is_anonymous": False}
# What a get... method tells of a set... one: under which parameter, and what it is at first.
KEPT: dict[str, tuple[str, Any]] = {
    "getMyCommands": ("commands", []),
    "getMyDescription": ("description", ""),
    "getMyShortDescription": ("short_description", ""),
    "getChatMenuButton": ("menu_button", {"type": "default"}),
}
NAMED = KEPT | {method.replace("get", "set", 1): kept for method, kept in KEPT.items()}
PERSON = {"id": 7001, "is_bot": False, "first_name": "Hanako"}


class Call(NamedTuple):
    """A call as it arrived."""

    method: str
    params: dict[str, Any]


@dataclass
class Fault:
    """What one call gets in place of its result. `drop` breaks the connection; `taken`: the message arrived."""

    status: int = 0
    description: str = ""
    parameters: Mapping[str, int] = field(default_factory=dict)
    delay: float = 0.0
    drop: bool = False
    taken: bool = False
    body: bytes | None = None


class FakeTelegram:
    """`calls` are all that came, `delivered` the messages that arrived, `faults` wait for the next calls of a method,
    or of a method for one chat, `updates` for getUpdates; `statuses` say what users are in every chat, `me` what getMe says, `kept` what the set... methods left for the
    get... ones. `later`: the Bot API is new enough for messages that one member of a group sees.
    """

    def __init__(self) -> None:
        self.url = ""
        self.calls: list[Call] = []
        self.delivered: list[dict[str, Any]] = []
        self.violations: list[str] = []
        self.faults: dict[str, list[Fault]] = {}
        self.updates: list[dict[str, Any]] = []
        self.statuses: dict[int, str] = {}
        self.me: dict[str, Any] = dict(ME)
        self.webhook: dict[str, Any] = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        self.kept: dict[str, Any] = {}
        self.later = False

    def fail(self, method: str, *faults: Fault, chat: int | None = None) -> None:
        """The next calls of the method get these, or its next calls for that chat."""
        self.faults.setdefault(method if chat is None else f"{method} {chat}", []).extend(faults)

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
        if waiting := self.faults.get(f"{method} {params.get('chat_id')}") or self.faults.get(method):
            fault = waiting.pop(0)
            if fault.taken:
                self.delivered.append(params)
            await asyncio.sleep(fault.delay)
            if fault.drop and request.transport:
                request.transport.close()
                return web.Response()
            if fault.body is not None:
                return web.Response(body=fault.body, status=fault.status)
            if fault.status:
                return _error(fault.status, fault.description, fault.parameters)
        found = violations(method, params, later=self.later)
        if request.match_info["token"] != TOKEN:
            return _error(401, "Unauthorized", {})
        if found:
            self.violations.extend(found)
            return _error(400, f"Bad Request: {found[0]}", {})
        return web.json_response({"ok": True, "result": await self._result(method, params)})

    async def _result(self, method: str, params: dict[str, Any]) -> object:
        if method in NAMED:
            return self._kept(method, params)
        told = {
            "getMe": self.me,
            "getWebhookInfo": self.webhook,
            "getMyDefaultAdministratorRights": RIGHTS
            | ({"can_send_welcome_messages": False} if self.later else {}),
        }
        if method in told:
            return told[method]
        if method == "getChatMember":
            user = params["user_id"]
            return {"status": self.statuses.get(user, "member"), "user": PERSON | {"id": user}}
        if method == "sendMessage":
            self.delivered.append(params)
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
        if method == "setWebhook":
            self.webhook |= {"url": params["url"], "allowed_updates": params["allowed_updates"]}
        if method == "deleteWebhook":
            self.webhook["url"] = ""
        return True

    def _kept(self, method: str, params: dict[str, Any]) -> object:
        """What set... of the same name left for that scope and language; in its absence nothing."""
        field, empty = NAMED[method]
        key = f"{method[3:]} {params.get('scope')} {params.get('language_code', '')}"
        if method.startswith("set"):
            self.kept[key] = params.get(field, empty)
            return True
        value = self.kept.get(key, empty)
        return {field: value} if isinstance(value, str) else value


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


def _error(status: int, description: str, parameters: Mapping[str, int]) -> web.Response:
    body = {"ok": False, "error_code": status, "description": description, "parameters": dict(parameters)}
    return web.json_response(body, status=status)
