"""The wiring, in one place: settings → stores → core → adapters → routes."""

import asyncio
import gc
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from threading import Thread
from typing import NamedTuple
from urllib.parse import urlsplit

import structlog
from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bots import health
from bots.answering import product_knowledge, surely
from bots.front import Front
from bots.health import Part
from bots.inbox import Inbox
from bots.metrics import Metrics
from bots.notebook import FileNotebook
from bots.opening import open_stores
from bots.platforms import Common, Platform, platforms
from bots.registry import open_current
from bots.workers import Run, Workers
from config.settings import Settings
from core.answer.knowledge import Knowledge
from core.bot import Bot
from core.current import Current


class App(NamedTuple):
    """The bot at work."""

    asgi: ASGIApp
    inboxes: Sequence[Inbox]

    async def stop(self) -> None:
        """Take no new work and finish what is under way, 10 seconds at most."""
        await asyncio.gather(*(inbox.stop() for inbox in self.inboxes))


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[App]:
    """Everything opened and at work. Raises StoreUnusableError, ContentError."""
    know = product_knowledge(settings.data_dir)
    async with AsyncExitStack() as stack:
        stores = open_stores(settings, stack)
        language = settings.default_language
        current = await open_current(settings, know, stack, _warn)
        stores = stores._replace(database=_both(stores.database, current))
        metrics = Metrics()
        notebook = FileNotebook(
            settings.data_dir / "questions.jsonl", metrics.unanswered, metrics.false_alarms
        )
        bot = Bot(
            know,
            stores.sessions,
            secret=_secret(settings),
            default_language=language,
            current=current,
            notebook=notebook,
        )
        answer = surely(bot.answer, know.texts[language])
        common = Common(settings, answer, stores, metrics, stack)
        on = platforms(common)
        workers = Workers()
        await stack.enter_async_context(workers.at_work([("database", stores.tidy()), *_runs(on)]))
        webhooks = {route.path: route.endpoint for platform in on for route in platform.routes}
        asgi = Front(webhooks, Starlette(routes=_routes(common, on, workers)))
        Thread(target=_warm, args=(know,), name="warming", daemon=True).start()
        yield App(asgi, [platform.inbox for platform in on])


def _warm(know: Knowledge) -> None:
    """Beside the start: encoding new content takes seconds, and numbers can be asked for meanwhile."""
    know.warm()
    gc.collect()
    gc.freeze()  # the collector need not walk through the indexes


def _both(embedded: Callable[[], Part], current: Current) -> Callable[[], Part]:
    """The state of the embedded stores and of the registry's database, as of the last message: without that one
    the bot goes on answering from what it had.
    """
    return lambda: embedded() if current.up or embedded() == "down" else "degraded"


def _warn(reason: str) -> None:
    structlog.get_logger().warning("the registry's database cannot be used yet", reason=reason)


def _routes(common: Common, on: Sequence[Platform], workers: Workers) -> list[BaseRoute]:
    def parts() -> dict[str, Part]:
        return health.parts_of(
            {platform.name: platform.state() for platform in on},
            workers.dead,
            redis=common.stores.redis(),
            database=common.stores.database(),
        )

    waiting = {platform.name: platform.queue.waiting for platform in on}
    routes: list[BaseRoute] = [route for platform in on for route in platform.routes]
    routes += health.routes(parts, waiting, common.metrics)
    if common.settings.chat_page == "on":
        routes += _chat_page(common)
    return routes


def _chat_page(common: Common) -> list[BaseRoute]:
    from bots.standins.sides import sides  # noqa: PLC0415 -- a server that shows no page reads in no templates
    from bots.web.page import routes  # noqa: PLC0415

    public = urlsplit(common.settings.public_url or "").hostname
    return routes(sides(common.answer), hosts=[public] if public else [])


def _runs(on: Sequence[Platform]) -> list[tuple[str, Run]]:
    """What runs as long as the bot, by the part of /healthz that fails with it."""
    own = [(platform.name, run) for platform in on for run in platform.runs]
    return [("inbox", platform.inbox.run()) for platform in on] + own


def _secret(settings: Settings) -> bytes:
    """Keys the hashes under which conversations are kept: the same in every process of an installation."""
    secrets = (settings.line_channel_secret, settings.telegram_bot_token)
    joined = "\n".join(secret.get_secret_value() if secret else "" for secret in secrets)
    return hashlib.sha256(joined.encode()).digest()
