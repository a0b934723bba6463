"""POST /telegram/webhook: verified, stored, answered with 200; the work comes later."""

import hmac
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bots.body import RefusedError, answer, body_of
from bots.metrics import Metrics
from bots.telegram.updates import event_of
from core.stores import Event, StoreDownError

PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, no secret


def routes(
    secret: str, accept: Callable[[Sequence[Event]], Awaitable[int]], metrics: Metrics, *, key: bytes
) -> list[Route]:
    """The webhook. `accept` stores events and raises StoreDownError where it cannot; `secret` is not empty.
    `key`: see `event_of`.

    200 once stored, also for what the bot does not read; 401 without the secret; 413 over 1 MB; 400 for
    what is no JSON or nested too deep; 503 where storing failed, so that Telegram delivers again.
    """
    if not secret:
        raise ValueError("a webhook needs a secret")
    expected = secret.encode()
    log = structlog.get_logger()

    async def take(request: Request) -> HTTPStatus:
        given = request.headers.get(SECRET_HEADER, "").encode("latin-1")
        if not hmac.compare_digest(given, expected):
            return HTTPStatus.UNAUTHORIZED
        try:
            event = event_of(await body_of(request), key)
        except RefusedError as refusal:
            return refusal.status
        except (ValueError, RecursionError):
            return HTTPStatus.BAD_REQUEST
        if event is None:
            metrics.unread.labels("telegram", "kind").inc()
            return HTTPStatus.OK
        try:
            await accept((event,))
        except StoreDownError:
            log.warning("update not stored, Telegram will deliver it again", platform="telegram")
            return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.OK

    async def webhook(request: Request) -> Response:
        status = await take(request)
        metrics.webhooks.labels("telegram", status.value).inc()
        return answer(status)

    return [Route(PATH, webhook, methods=["POST"])]
