"""The address that LINE delivers to."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx2
import msgspec
import pytest
from linebot.v3.webhook import SignatureValidator
from starlette.applications import Starlette

from bots.body import LARGEST
from bots.line.webhook import routes
from bots.metrics import Metrics
from core.stores import Event, StoreDownError
from tests.bots.line.events import (
    FROM_GROUP,
    FROM_ROOM,
    GROUP,
    ROOM,
    TEXT,
    USER,
    delivery,
    event,
    message,
    sign,
)

SECRET = "channel-secret"


class Stored:
    """What the inbox was given; `down` makes it fail."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.down = False

    async def accept(self, events: Sequence[Event]) -> int:
        if self.down:
            raise StoreDownError
        self.events.extend(events)
        return len(events)


class Site:
    """The webhook as LINE sees it."""

    def __init__(self) -> None:
        self.stored = Stored()
        self.metrics = Metrics()
        self.app = Starlette(routes=routes(SECRET, self.stored.accept, self.metrics))

    async def post(self, body: bytes, headers: list[tuple[bytes, bytes]] | None = None) -> int:
        if headers is None:
            headers = [(b"X-Line-Signature", sign(SECRET, body).encode())]
        transport = httpx2.ASGITransport(app=self.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://bot") as http:
            response = await http.post("/line/webhook", content=body, headers=headers)
        return response.status_code

    def counted(self, status: int) -> float | None:
        labels = {"platform": "line", "status": str(status)}
        return self.metrics.registry.get_sample_value("bangoban_webhooks_total", labels)


@pytest.fixture
def site() -> Site:
    return Site()


async def test_stored_and_200(site: Site) -> None:
    """Each event is stored by itself, with its own bytes, its id and its chat, and then LINE gets 200."""
    body = delivery(
        message(),
        message(source=FROM_GROUP, webhookEventId="B"),
        message(source=FROM_ROOM, webhookEventId="C"),
    )

    assert await site.post(body) == 200
    assert [(item.id, item.conversation) for item in site.stored.events] == [
        ("01K0000000000000000000000A", USER),
        ("B", GROUP),
        ("C", ROOM),
    ]
    assert msgspec.json.decode(site.stored.events[0].payload) == message()
    assert site.stored.events[0].payload in body
    assert site.counted(200) == 1


async def test_no_events(site: Site) -> None:
    """LINE's test of the connection has no events, and gets 200."""
    assert await site.post(delivery()) == 200
    assert site.stored.events == []


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "A" * 43 + "=",
        "not base64 ü",
        sign("another secret", delivery(message())),
        sign(SECRET, delivery()),
    ],
)
async def test_wrong_signature(site: Site, signature: str | None) -> None:
    """Without the right signature nothing is stored, and the answer is 401."""
    headers = [] if signature is None else [(b"X-Line-Signature", signature.encode())]

    assert await site.post(delivery(message()), headers) == 401
    assert site.stored.events == []
    assert site.counted(401) == 1


async def test_signature_header_in_any_case(site: Site) -> None:
    """The header's name is found in any writing."""
    body = delivery(message())

    assert await site.post(body, [(b"x-LINE-signature", sign(SECRET, body).encode())]) == 200


async def test_published_signature() -> None:
    """The signature is the one that LINE publishes as an example, and that its SDK accepts."""
    secret = "8c570fa6dd201bb328f1c1eac23a96d8"
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    signature = "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="
    app = Starlette(routes=routes(secret, Stored().accept, Metrics()))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://bot") as http:
        response = await http.post("/line/webhook", content=body, headers={"x-line-signature": signature})

    assert response.status_code == 200
    assert SignatureValidator(secret).validate(body.decode(), signature)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"events",
        b"[]",
        b"null",
        b'{"events": 7}',
        b'{"events": null}',
        b'{"events": []} and more',
        b'{"events": [{"type": "\xff"}]}',
        b'{"events": [{"type": "\xed\xa0\x80"}]}',
        b'{"events": [NaN]}',
        b'{"events": [' + b"9" * 5000 + b".e]}",
        b'{"events": [' + b"[" * 100_000 + b"]" * 100_000 + b"]}",
        b'{"deep": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}",
        b'{"events": ["\\ud800"' + b"[" * 100_000,
    ],
)
async def test_no_delivery(site: Site, body: bytes) -> None:
    """What is no JSON, no delivery, or nested without end gets 400, and nothing is stored."""
    assert await site.post(body) == 400
    assert site.stored.events == []


@pytest.mark.parametrize("announced", [True, False])
async def test_too_large(site: Site, announced: bool) -> None:
    """A body over the limit gets 413 before its end is read, whether its length is announced or not."""
    read = 0

    async def receive() -> dict[str, Any]:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": b" " * 100_000, "more_body": read < 30}

    sent: list[dict[str, Any]] = []

    async def send(part: Any) -> None:
        sent.append(part)

    headers = [(b"content-length", str(10 * LARGEST).encode())] if announced else []
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/line/webhook",
        "raw_path": b"/line/webhook",
        "root_path": "",
        "query_string": b"",
        "headers": headers,
    }
    await site.app(scope, receive, send)

    assert sent[0]["status"] == 413
    assert read == (0 if announced else LARGEST // 100_000 + 1)
    assert site.stored.events == []


async def test_largest(site: Site) -> None:
    """A body of the largest size is read."""
    body = delivery()
    assert await site.post(body + b" " * (LARGEST - len(body))) == 200


async def test_caller_gone(site: Site) -> None:
    """A caller that hangs up in mid-body leaves nothing behind."""
    parts = iter([{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}])

    async def receive() -> Any:
        return next(parts)

    async def send(part: Any) -> None:
        pass

    scope = {"type": "http", "method": "POST", "path": "/line/webhook", "root_path": "", "headers": []}
    await site.app(scope, receive, send)

    assert site.counted(400) == 1


async def test_store_down(site: Site) -> None:
    """While nothing can be stored the answer is 503, so that LINE delivers again."""
    site.stored.down = True

    assert await site.post(delivery(message())) == 503
    assert site.counted(503) == 1


async def test_half_surrogate(site: Site) -> None:
    """A broken half of an emoji in one event loses neither it nor the others."""
    broken = delivery(message(TEXT | {"text": "MARK 110"}), message(webhookEventId="B")).replace(
        b"MARK", b"\\ud83d"
    )

    assert await site.post(broken) == 200
    first, second = site.stored.events
    assert (msgspec.json.decode(first.payload)["message"]["text"], second.id) == ("? 110", "B")


async def test_edits_are_one(site: Site) -> None:
    """All edits of a message share an id, and of several in one delivery the latest is kept."""

    def edit(text: str, time: int) -> dict[str, Any]:
        content = TEXT | {"text": text}
        return event("messageEdited", FROM_GROUP, timestamp=time, webhookEventId=f"E{time}", message=content)

    await site.post(delivery(edit("second", 2000), edit("third", 3000), edit("first", 1000)))

    (stored,) = site.stored.events
    assert stored.id == "edit:501"
    assert msgspec.json.decode(stored.payload)["message"]["text"] == "third"


async def test_duplicate_in_one_delivery(site: Site) -> None:
    """An event that stands twice in a delivery is stored once."""
    await site.post(delivery(message(), message(deliveryContext={"isRedelivery": True})))

    assert len(site.stored.events) == 1


@pytest.mark.parametrize("value", [message(webhookEventId=None), message(webhookEventId=7), 7, "x", [], None])
async def test_event_without_id(site: Site, value: object) -> None:
    """An event without an id is known by its content: the same again has the same id, another has another."""
    await site.post(delivery(value))
    await site.post(delivery(value))
    await site.post(delivery([value]))

    first, again, other = (item.id for item in site.stored.events)
    assert first == again
    assert first != other


async def test_unknown_events(site: Site) -> None:
    """Events and fields of the future are stored like all others."""
    body = delivery(event("hologram", {"type": "planet"}, beam=[1, {"a": None}]))

    assert await site.post(body) == 200
    assert [item.conversation for item in site.stored.events] == [""]


async def test_get_is_refused(site: Site) -> None:
    """Only POST is answered."""
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=site.app), base_url="http://bot"
    ) as http:
        assert (await http.get("/line/webhook")).status_code == 405


async def streamed() -> AsyncIterator[bytes]:
    yield delivery()[:10]
    yield delivery()[10:]


async def test_body_in_pieces(site: Site) -> None:
    """A body that comes in pieces is put together before its signature is checked."""
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=site.app), base_url="http://bot"
    ) as http:
        headers = {"x-line-signature": sign(SECRET, delivery())}
        response = await http.post("/line/webhook", content=streamed(), headers=headers)

    assert response.status_code == 200
