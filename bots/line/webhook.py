"""Where LINE delivers its events: verified, stored, 200. The work is done later, from the inbox."""

import base64
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bots.body import RefusedError, answer, body_of
from bots.line.parse import Source, conversation_of
from bots.metrics import Metrics
from core.stores import Event, StoreDownError

Accept = Callable[[Sequence[Event]], Awaitable[int]]


class _Delivery(msgspec.Struct):
    events: list[msgspec.Raw] = []


class _Content(msgspec.Struct):
    id: str = ""


class _Head(msgspec.Struct, rename="camel"):
    """What tells events apart, and conversations."""

    type: str = ""
    webhook_event_id: str | None = None
    timestamp: int = 0
    source: Source | None = None
    message: _Content | None = None


_delivery = msgspec.json.Decoder(_Delivery).decode
_head = msgspec.json.Decoder(_Head).decode


def routes(secret: str, accept: Accept, metrics: Metrics) -> list[Route]:
    """POST /line/webhook. `secret` is the channel secret; `accept` stores events, all or none, and may
    raise StoreDownError.

    200 once stored, 401 for a missing or wrong signature, 400 for what is no delivery, 413 over 1 MB, 503
    where the store is down: on any of these LINE delivers again, if redelivery is switched on there.
    """
    key = secret.encode()

    async def receive(request: Request) -> Response:
        try:
            events = read(key, request.headers.get("x-line-signature", ""), await body_of(request))
            if events:
                await accept(events)
            status = HTTPStatus.OK
        except RefusedError as refusal:
            status = refusal.status
        except StoreDownError:
            status = HTTPStatus.SERVICE_UNAVAILABLE
        metrics.webhooks.labels("line", status.value).inc()
        return answer(status)

    return [Route("/line/webhook", receive, methods=["POST"])]


def read(key: bytes, signature: str, body: bytes) -> list[Event]:
    """The events of a delivery, after its signature (base64 of the body's HMAC-SHA256) is found right."""
    expected = base64.b64encode(hmac.digest(key, body, hashlib.sha256))
    if not hmac.compare_digest(expected, signature.encode("utf-8", "replace")):
        raise RefusedError(HTTPStatus.UNAUTHORIZED)
    try:
        raw = _events(body)
    except (ValueError, RecursionError):
        raise RefusedError(HTTPStatus.BAD_REQUEST) from None
    return _each_once([bytes(event) for event in raw])


def _events(body: bytes) -> list[msgspec.Raw]:
    """Raises ValueError for what is no delivery. The decoder refuses half of a surrogate pair, which
    somebody's broken text may hold, and with it the whole delivery: such halves become "?".
    """
    text = body.decode()
    try:
        return _delivery(body).events
    except msgspec.DecodeError:
        mended = json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8", "replace")
        return _delivery(mended).events


def _each_once(payloads: list[bytes]) -> list[Event]:
    """The events in their order. Of several with one id the latest counts: a message may be edited twice."""
    latest: dict[str, tuple[int, Event]] = {}
    for payload in payloads:
        try:
            head = _head(payload)
        except (msgspec.DecodeError, RecursionError):
            head = _Head()
        event = Event(_id(head, payload), conversation_of(head.source), payload)
        if event.id not in latest or head.timestamp > latest[event.id][0]:
            latest[event.id] = (head.timestamp, event)
    return [event for _, event in latest.values()]


def _id(head: _Head, payload: bytes) -> str:
    """What a duplicate is known by. All edits of a message are one: it is answered once more at most."""
    if head.type == "messageEdited" and head.message and head.message.id:
        return f"edit:{head.message.id}"
    return head.webhook_event_id or f"digest:{hashlib.sha256(payload).hexdigest()}"
