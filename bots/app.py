"""The wiring, in one place: settings → stores → core → adapters → routes."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import aiohttp
import msgspec
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bots import health
from bots.answering import product_knowledge, surely
from bots.health import Part
from bots.inbox import Answer, Inbox
from bots.line import webhook as line_webhook
from bots.line.adapter import Line
from bots.line.client import LineClient
from bots.metrics import Metrics
from bots.opening import Stores, open_stores
from bots.telegram import webhook as telegram_webhook
from bots.telegram.adapter import Telegram
from bots.telegram.client import TelegramClient
from bots.telegram.poll import poll
from bots.web.page import routes as chat_routes
from config.settings import Settings
from core.bot import Bot
from core.stores import Queue

CONNECTIONS = 512  # to both platforms together; each conversation at work needs one
KEPT_ALIVE = 60.0  # seconds


class Platform(NamedTuple):
    """A platform that is switched on: its inbox, its routes, and what runs beside them."""

    name: str
    queue: Queue
    inbox: Inbox
    routes: Sequence[BaseRoute]
    runs: Sequence[Coroutine[Any, Any, None]]


class App(NamedTuple):
    """The bot at work."""

    asgi: Starlette
    inboxes: Sequence[Inbox]

    async def stop(self) -> None:
        """Take no new work and finish what is under way, 10 seconds at most."""
        await asyncio.gather(*(inbox.stop() for inbox in self.inboxes))


class Common(NamedTuple):
    """What every platform is wired to."""

    settings: Settings
    answer: Answer
    stores: Stores
    metrics: Metrics
    http: aiohttp.ClientSession


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[App]:
    """Everything opened and at work. Raises StoreUnusableError, ContentError."""
    know = product_knowledge()
    async with AsyncExitStack() as stack:
        stores = open_stores(settings, stack)
        language = settings.default_language
        bot = Bot(know, stores.sessions, secret=_secret(settings), default_language=language)
        answer = surely(bot.answer, know.texts[language])
        http = await stack.enter_async_context(_http())
        common = Common(settings, answer, stores, Metrics(), http)
        platforms = _platforms(common)
        await stack.enter_async_context(_at_work(platforms))
        yield App(Starlette(routes=_routes(common, platforms)), [platform.inbox for platform in platforms])


def _platforms(common: Common) -> list[Platform]:
    line = [_line(common)] if common.settings.line_channel_secret else []
    telegram = [_telegram(common)] if common.settings.telegram_bot_token else []
    return line + telegram


def _line(common: Common) -> Platform:
    settings = common.settings
    assert settings.line_channel_secret  # noqa: S101 -- settings switch both on, or neither
    assert settings.line_channel_access_token  # noqa: S101
    token = settings.line_channel_access_token.get_secret_value()
    client = LineClient(common.http, settings.line_api_url, token, common.metrics)
    adapter = Line(client, common.answer, common.metrics, push_fallback=settings.line_push_fallback == "on")
    queue = common.stores.queue("line")
    inbox = Inbox("line", queue, adapter.handle, common.metrics)
    secret = settings.line_channel_secret.get_secret_value()
    routes = line_webhook.routes(secret, inbox.accept, common.metrics)
    return Platform("line", queue, inbox, routes, [inbox.run()])


def _telegram(common: Common) -> Platform:
    settings = common.settings
    assert settings.telegram_bot_token  # noqa: S101 -- switched on by it
    token = settings.telegram_bot_token.get_secret_value()
    secret = settings.telegram_webhook_secret.get_secret_value() if settings.telegram_webhook_secret else ""
    client = TelegramClient(common.http, settings.telegram_api_url, token, common.metrics)
    adapter = Telegram(client, common.answer, common.metrics)
    queue = common.stores.queue("telegram")
    inbox = Inbox("telegram", queue, adapter.handle, common.metrics)
    start = adapter.start(settings.public_url, secret, settings.telegram_mode)
    if settings.telegram_mode == "polling":
        return Platform("telegram", queue, inbox, [], [inbox.run(), start, poll(client, inbox.accept, common.metrics)])
    routes = telegram_webhook.routes(secret, inbox.accept, common.metrics)
    return Platform("telegram", queue, inbox, routes, [inbox.run(), start])


def _routes(common: Common, platforms: Sequence[Platform]) -> list[BaseRoute]:
    def parts() -> dict[str, Part]:
        on = {platform.name for platform in platforms}
        return {
            "line": "ok" if "line" in on else "off",
            "telegram": "ok" if "telegram" in on else "off",
            "redis": common.stores.redis(),
            "database": common.stores.database(),
            "inbox": "ok",
        }

    waiting = {platform.name: platform.queue.waiting for platform in platforms}
    routes: list[BaseRoute] = [route for platform in platforms for route in platform.routes]
    routes += health.routes(parts, waiting, common.metrics)
    if common.settings.chat_page == "on":
        public = urlsplit(common.settings.public_url or "").hostname
        routes += chat_routes(common.answer, hosts=[public] if public else [])
    return routes


@asynccontextmanager
async def _at_work(platforms: Sequence[Platform]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(run) for platform in platforms for run in platform.runs]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


def _http() -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEPT_ALIVE)
    return aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar(), json_serialize=_json
    )


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _secret(settings: Settings) -> bytes:
    """Keys the hashes under which conversations are kept: the same in every process of an installation."""
    secrets = (settings.line_channel_secret, settings.telegram_bot_token)
    joined = "\n".join(secret.get_secret_value() if secret else "" for secret in secrets)
    return hashlib.sha256(joined.encode()).digest()
