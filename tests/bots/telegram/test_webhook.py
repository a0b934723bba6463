"""The webhook: who is let in, what is stored, what is answered."""

import asyncio
from collections.abc import Sequence

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bots.metrics import Metrics
from bots.telegram.updates import event_of
from bots.telegram.webhook import routes
from core.stores import Event, StoreDownError
from tests.bots.telegram.updates import GROUP, membership, message, pressed, update, written

SECRET = "s3cret_-"
SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/telegram/webhook",
    "headers": [(b"x-telegram-bot-api-secret-token", SECRET.encode())],
    "query_string": b"",
}
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


class Desk:
    """Stores what is accepted, unless it is down."""

    def __init__(self) -> None:
        self.stored: list[Event] = []
        self.down = False
        self.metrics = Metrics()
        self.app = Starlette(routes=routes(SECRET, self.accept, self.metrics, key=b"key"))
        self.http = TestClient(self.app)

    async def accept(self, events: Sequence[Event]) -> int:
        if self.down:
            raise StoreDownError
        self.stored.extend(events)
        return len(events)

    def post(self, body: bytes, headers: dict[str, str] | None = None) -> int:
        response = self.http.post(
            "/telegram/webhook", content=body, headers=HEADERS if headers is None else headers
        )
        return response.status_code


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_stored(desk: Desk) -> None:
    """A message is stored as it came, under its update's id, in its chat."""
    body = written("0120-397-972")
    assert desk.post(body) == 200
    assert desk.stored == [Event("900", "7001", body)]


def test_edits_share_an_id(desk: Desk) -> None:
    """All edits of one message have one id, other than the message's own and than those of other messages."""
    desk.post(update(903, edited_message=message("110", GROUP) | {"message_id": 56}))
    for number in (901, 902):
        desk.post(update(number, edited_message=message("110", GROUP)))
    other, *same = [event.id for event in desk.stored]
    assert same == [same[0]] * 2
    assert same[0] not in ("55", other)


def test_an_edits_id_names_nobody(desk: Desk) -> None:
    """It is kept for days: without the key nobody finds the chat or the message in it."""
    body = update(901, edited_message=message("110", GROUP))
    desk.post(body)
    [stored] = desk.stored
    assert "100500" not in stored.id
    other = event_of(body, b"another key")
    assert other
    assert other.id != stored.id


def test_conversations(desk: Desk) -> None:
    """A button and a membership belong to the chat that they are about, whatever the topic."""
    for body in (
        pressed("a:b:c", GROUP, message_thread_id=3, is_topic_message=True),
        membership("left", "member"),
    ):
        desk.post(body)
    assert [event.conversation for event in desk.stored] == ["-100500"] * 2


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Telegram-Bot-Api-Secret-Token": ""},
        {"X-Telegram-Bot-Api-Secret-Token": SECRET + "x"},
        {"X-Telegram-Bot-Api-Secret-Token": SECRET[:-1]},
        {"X-Telegram-Bot-Api-Secret-Token": SECRET.upper()},
    ],
)
def test_without_the_secret(desk: Desk, headers: dict[str, str]) -> None:
    """Without the secret nothing is stored."""
    assert desk.post(written("110"), headers) == 401
    assert desk.stored == []


def test_secret_of_other_bytes(desk: Desk) -> None:
    """A secret that is no ASCII is wrong, not an error."""
    response = desk.http.post(
        "/telegram/webhook", content=b"{}", headers=[(b"x-telegram-bot-api-secret-token", b"\xff\xfe")]
    )
    assert response.status_code == 401


def test_empty_secret() -> None:
    """A webhook without a secret cannot be built: everybody would know it."""
    with pytest.raises(ValueError, match="secret"):
        routes("", Desk().accept, Metrics(), key=b"key")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b'{"update_id": 1',
        b'{"update_id": "1", nope}',
        b'{"update_id": 1, "x": NaN}',
        b'{"update_id": 1, "x": "\xff"}',
        b'{"update_id": 1, "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
)
def test_no_json(desk: Desk, body: bytes) -> None:
    """What is no JSON, or nested too deep, is refused."""
    assert desk.post(body) == 400
    assert desk.stored == []


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"7",
        b"{}",
        b'{"update_id": "nine"}',
        b'{"update_id": 1, "message": 5}',
        update(telepathy={"thought": "110"}),
        update(inline_query={"id": "1", "query": "110"}),
        update(channel_post={"chat": {"id": -1, "type": "channel"}, "text": "110"}),
    ],
)
def test_unknown(desk: Desk, body: bytes) -> None:
    """What the bot does not read gets 200, so that it is not sent again, and is counted."""
    assert desk.post(body) == 200
    assert desk.stored == []
    assert (
        desk.metrics.registry.get_sample_value(
            "bangoban_unread_total", {"platform": "telegram", "why": "kind"}
        )
        == 1
    )


def test_half_of_a_surrogate_pair(desk: Desk) -> None:
    """Half of a surrogate pair in an update does not make it unreadable."""
    assert desk.post(written("X 110").replace(b"X", b"\\ud83d")) == 200
    assert len(desk.stored) == 1


def test_too_large(desk: Desk) -> None:
    """More than a megabyte is refused, announced or not."""
    assert desk.post(b" " * 1_000_001) == 413
    pieces = (b" " * 100_000 for _ in range(11))
    response = desk.http.post("/telegram/webhook", content=pieces, headers=HEADERS)
    assert response.status_code == 413


def test_large_enough(desk: Desk) -> None:
    """A megabyte is read."""
    body = written("110")
    assert desk.post(body + b" " * (1_000_000 - len(body))) == 200


def test_an_endless_body_is_not_read_to_its_end() -> None:
    """Reading stops with the first piece over a megabyte."""
    taken = 0

    async def receive() -> dict[str, object]:
        nonlocal taken
        taken += 1
        return {"type": "http.request", "body": b" " * 300_000, "more_body": True}

    sent: list[dict[str, object]] = []

    async def send(piece: dict[str, object]) -> None:
        sent.append(piece)

    asyncio.run(Desk().app(SCOPE, receive, send))  # type: ignore[arg-type]
    assert (taken, sent[0]["status"]) == (4, 413)


def test_a_body_that_breaks_off(desk: Desk) -> None:
    """A caller who goes away in the middle gets 400, and nothing is stored."""
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.disconnect"}

    async def send(piece: dict[str, object]) -> None:
        sent.append(piece)

    asyncio.run(desk.app(SCOPE, receive, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 400
    assert desk.stored == []


def test_store_down(desk: Desk) -> None:
    """What could not be stored is asked for again."""
    desk.down = True
    assert desk.post(written("110")) == 503


def test_statuses_are_counted(desk: Desk) -> None:
    """Each request is counted by its status."""
    desk.post(written("110"))
    desk.post(b"", {})
    count = desk.metrics.registry.get_sample_value
    for status in ("200", "401"):
        assert count("bangoban_webhooks_total", {"platform": "telegram", "status": status}) == 1


def test_only_post(desk: Desk) -> None:
    """Nothing can be got there."""
    assert desk.http.get("/telegram/webhook").status_code == 405
