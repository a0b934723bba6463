"""Each platform that settings switch on, wired: client, adapter, inbox, routes."""

from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from typing import Any, NamedTuple

from pydantic import SecretStr
from starlette.routing import Route

from bots.health import Part
from bots.inbox import Answer, Inbox
from bots.line import webhook as line_webhook
from bots.line.adapter import Line
from bots.line.client import LineClient
from bots.metrics import Metrics
from bots.opening import Stores
from bots.telegram import webhook as telegram_webhook
from bots.telegram.adapter import Telegram
from bots.telegram.client import TelegramClient
from bots.telegram.poll import poll
from bots.wire import Wire
from config.settings import Settings
from core.stores import Queue


class Common(NamedTuple):
    """What every platform is wired to; `stack` closes what is opened here."""

    settings: Settings
    answer: Answer
    stores: Stores
    metrics: Metrics
    stack: AsyncExitStack


class Platform(NamedTuple):
    """A platform: its queue and inbox, its routes, what is to run beside the inbox, and how it is."""

    name: str
    queue: Queue
    inbox: Inbox
    routes: Sequence[Route]
    runs: Sequence[Coroutine[Any, Any, None]]
    state: Callable[[], Part]


def platforms(common: Common) -> list[Platform]:
    """Those that are switched on."""
    line = [_line(common)] if common.settings.line_channel_secret else []
    telegram = [_telegram(common)] if common.settings.telegram_bot_token else []
    return line + telegram


def _line(common: Common) -> Platform:
    settings = common.settings
    token = _text(settings.line_channel_access_token)
    client = LineClient(_wire(common, settings.line_api_url), token, common.metrics)
    adapter = Line(client, common.answer, common.metrics, push_fallback=settings.line_push_fallback == "on")
    common.stack.push_async_callback(adapter.close)
    queue = common.stores.queue("line")
    inbox = Inbox("line", queue, adapter.handle, common.metrics)
    routes = line_webhook.routes(_text(settings.line_channel_secret), inbox.accept, common.metrics)
    return Platform("line", queue, inbox, routes, [], lambda: "down" if client.refused else "ok")


def _telegram(common: Common) -> Platform:
    settings, metrics = common.settings, common.metrics
    secret = _text(settings.telegram_webhook_secret)
    token = _text(settings.telegram_bot_token)
    client = TelegramClient(_wire(common, settings.telegram_api_url), token, metrics)
    key = token.encode()  # the same in every process, and nobody else's
    adapter = Telegram(client, common.answer, metrics)
    common.stack.push_async_callback(adapter.close)
    queue = common.stores.queue("telegram")
    inbox = Inbox("telegram", queue, adapter.handle, metrics)
    runs = [adapter.start(settings.public_url, secret, settings.telegram_mode)]

    def state() -> Part:
        if client.refused:
            return "down"
        return "ok" if adapter.ready else "degraded"

    if settings.telegram_mode == "polling":
        runs.append(poll(client, inbox.accept, metrics, key=key))
        return Platform("telegram", queue, inbox, [], runs, state)
    routes = telegram_webhook.routes(secret, inbox.accept, metrics, key=key)
    return Platform("telegram", queue, inbox, routes, runs, state)


def _wire(common: Common, url: str) -> Wire:
    wire = Wire(url)
    common.stack.push_async_callback(wire.close)
    return wire


def _text(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
