"""POST /telegram/webhook: verified, stored, answered with 200; the work comes later."""

import hmac
from collections.abc import Awaitable, Callable, Sequence

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bots.metrics import Metrics
from bots.telegram.updates import event_of
from core.stores import Event, StoreDownError

PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, no secret
LARGEST = 1_000_000  # bytes of a body that is read


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

    async def status_of(request: Request) -> int:
        given = request.headers.get(SECRET_HEADER, "").encode("latin-1")
        if not hmac.compare_digest(given, expected):
            return 401
        body = await _body(request)
        if body is None:
            return 413
        try:
            event = event_of(body, key)
        except (ValueError, RecursionError):
            return 400
        if event is None:
            metrics.unread.labels("telegram", "kind").inc()
            return 200
        try:
            await accept((event,))
        except StoreDownError:
            log.warning("update not stored, Telegram will deliver it again", platform="telegram")
            return 503
        return 200

    async def webhook(request: Request) -> Response:
        status = await status_of(request)
        metrics.webhooks.labels("telegram", str(status)).inc()
        # What was refused may not be read to its end: the connection is of no more use.
        return Response(status_code=status, headers={"Connection": "close"} if status in (401, 413) else None)

    return [Route(PATH, webhook, methods=["POST"])]


async def _body(request: Request) -> bytes | None:
    """The body, or None as soon as it is known to be too large."""
    announced = request.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) > LARGEST:
        return None
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            return None
    return bytes(body)
