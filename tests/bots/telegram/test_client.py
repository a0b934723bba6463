"""Calls, what they give, and what their errors keep to themselves."""

import asyncio
import socket
import traceback
from contextlib import suppress

import msgspec
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bots.metrics import Metrics
from bots.telegram.client import FloodWait, TelegramClient, reason
from bots.wire import Wire
from tests.fakes.telegram import ME, TOKEN, FakeTelegram, Fault


async def test_result(fake: FakeTelegram, client: TelegramClient, metrics: Metrics) -> None:
    """A call gives the method's result, and is counted."""
    assert msgspec.json.decode(await client.call("getMe", {})) == ME
    labels = {"platform": "telegram", "method": "getMe", "status": "200"}
    assert metrics.registry.get_sample_value("bangoban_calls_total", labels) == 1


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, BadRequest),
        (401, InvalidToken),
        (403, Forbidden),
        (404, InvalidToken),
        (409, Conflict),
        (418, NetworkError),
        (429, RetryAfter),
        (500, NetworkError),
        (502, NetworkError),
    ],
)
async def test_errors(
    fake: FakeTelegram, client: TelegramClient, status: int, error: type[TelegramError]
) -> None:
    """Each status has the error that python-telegram-bot has for it."""
    fake.fail("getMe", Fault(status, "Bad luck"))
    with pytest.raises(error) as raised:
        await client.call("getMe", {})
    assert isinstance(raised.value, BadRequest) == (status == 400)


async def test_a_refused_token_shows(fake: FakeTelegram, client: TelegramClient) -> None:
    """From Telegram's refusal to the next call that it takes; a method it does not know is no refusal."""
    seen = [client.refused]
    for method, status in [("getMe", 401), ("getMe", 0), ("sendChatAction", 404), ("getMe", 404)]:
        if status:
            fake.fail(method, Fault(status, "Unauthorized"))
        with suppress(TelegramError):
            await client.call(method, {})
        seen.append(client.refused)
    assert seen == [False, True, False, False, True]


async def test_flood_wait(fake: FakeTelegram, client: TelegramClient) -> None:
    """A flood wait says how many seconds."""
    fake.fail("getMe", Fault(429, "Too Many Requests: retry after 17", {"retry_after": 17}))
    with pytest.raises(FloodWait) as raised:
        await client.call("getMe", {})
    assert raised.value.seconds == 17


async def test_migration(fake: FakeTelegram, client: TelegramClient) -> None:
    """A chat that moved says where to."""
    fake.fail("getMe", Fault(400, "Bad Request: group upgraded", {"migrate_to_chat_id": -1002}))
    with pytest.raises(ChatMigrated) as raised:
        await client.call("getMe", {})
    assert raised.value.new_chat_id == -1002


async def test_administrators(fake: FakeTelegram, client: TelegramClient) -> None:
    """Who owns or administers a group decides for it, and so does who writes as the group; others do not."""
    fake.statuses = {1: "creator", 2: "administrator", 3: "member", 4: "restricted", 5: "left", 6: "kicked"}
    found = {user: await client.is_admin(-100500, user) for user in fake.statuses}
    assert [user for user, admin in found.items() if admin] == [1, 2]
    assert await client.is_admin("-100500", "-100500")
    assert fake.of("getChatMember")[0] == {"chat_id": -100500, "user_id": 1}


async def test_administrators_while_telegram_is_silent(fake: FakeTelegram, client: TelegramClient) -> None:
    """Where Telegram does not say who decides, that is an error and no "no"."""
    fake.fail("getChatMember", Fault(400, "Bad Request: chat not found"))
    with pytest.raises(BadRequest):
        await client.is_admin(-100500, 1)


@pytest.mark.parametrize("result", [b"true", b"[]", b'{"status": 5}', b"null"])
async def test_odd_results(fake: FakeTelegram, client: TelegramClient, result: bytes) -> None:
    """A result of another shape makes nobody an administrator, and no message one person's alone."""
    odd = Fault(200, body=b'{"ok": true, "result": ' + result + b"}")
    fake.fail("getChatMember", odd)
    fake.fail("getMyDefaultAdministratorRights", odd)
    with pytest.raises(NetworkError):
        await client.is_admin(-100500, 1)
    assert not await client.has_ephemeral()


async def test_messages_that_one_person_sees(fake: FakeTelegram, client: TelegramClient) -> None:
    """Whether the Bot API has them is told by a field that came with them; without an answer it has none."""
    assert not await client.has_ephemeral()
    fake.later = True
    assert await client.has_ephemeral()
    fake.fail("getMyDefaultAdministratorRights", Fault(404, "Not Found"))
    assert not await client.has_ephemeral()


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"", b'{"ok": false}', b"[" * 9000])
async def test_answers_that_are_none(fake: FakeTelegram, client: TelegramClient, body: bytes) -> None:
    """What a broken server or a proxy answers is a server in trouble."""
    fake.fail("getMe", Fault(200, body=body))
    with pytest.raises(NetworkError):
        await client.call("getMe", {})


async def test_half_of_a_surrogate_pair(fake: FakeTelegram, client: TelegramClient) -> None:
    """Half of a surrogate pair in an answer does not make it unreadable."""
    fake.fail("getUpdates", Fault(200, body=b'{"ok": true, "result": ["\\ud83d"]}'))
    assert msgspec.json.decode(await client.call("getUpdates", {})) == ["?"]


def _refused(metrics: Metrics) -> TelegramClient:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return TelegramClient(Wire(f"http://127.0.0.1:{free.getsockname()[1]}"), TOKEN, metrics)


async def test_no_error_carries_the_token(
    fake: FakeTelegram, client: TelegramClient, metrics: Metrics
) -> None:
    """Neither a time-out, nor a broken or refused connection, nor a bad address shows the token."""
    fake.fail("getMe", Fault(delay=5), Fault(drop=True))
    clients = (client, client, _refused(metrics), TelegramClient(Wire("nonsense"), TOKEN, metrics))
    for each, expected in zip(clients, (TimedOut, NetworkError, NetworkError, NetworkError), strict=True):
        with pytest.raises(expected) as raised:
            await each.call("getMe", {}, timeout=0.05)
        assert TOKEN not in "".join(traceback.format_exception(raised.value)) + repr(raised.value) + repr(
            each
        )
        assert raised.value.__context__ is None


async def test_a_call_can_be_cancelled(fake: FakeTelegram, client: TelegramClient) -> None:
    """A call that is cancelled ends as cancelled."""
    fake.fail("getMe", Fault(delay=5))
    task = asyncio.create_task(client.call("getMe", {}))
    await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize(
    ("description", "words"),
    [
        ('Bad Request: can\'t parse entities: Unsupported tag "b" in my secret', "Can't parse entities"),
        ("Bad Request: inline keyboard button URL 'https://a.jp' is invalid", "Inline keyboard button url"),
        ("Bad Request: chat not found", "Chat not found"),
        ("Bad Request: 0120-397-972 is odd", ""),
    ],
)
def test_reason(description: str, words: str) -> None:
    """A logged reason stops where Telegram may quote a message, an address or a number."""
    assert reason(BadRequest(description)) == f"BadRequest {words}".strip()
