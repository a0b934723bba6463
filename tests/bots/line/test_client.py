"""Calls to LINE."""

import uuid
from contextlib import suppress

import pytest
from structlog.testing import capture_logs

from bots.line.actions import Json
from bots.line.client import (
    AccessError,
    LineClient,
    LineError,
    NotSentError,
    QuotaSpentError,
    RateLimitedError,
    RefusedError,
    TokenGoneError,
    UnclearError,
)
from bots.metrics import Metrics
from tests.bots.line.events import GROUP, USER
from tests.fakes.line import LOADING, PUSH, QUOTA, RATE_LIMIT, REPLY, FakeLine, Fault
from tests.fakes.wired import wired

MESSAGES: list[Json] = [{"type": "text", "text": "番号を送ってください。"}]
KEY = str(uuid.UUID(int=7))
ERRORS = [
    (Fault(429, RATE_LIMIT), RateLimitedError),
    (Fault(429, QUOTA), QuotaSpentError),
    (Fault(400), RefusedError),
    (Fault(404), RefusedError),
    (Fault(302), RefusedError),
    (Fault(401), AccessError),
    (Fault(403), AccessError),
    (Fault(500), UnclearError),
    (Fault(503), UnclearError),
    (Fault(drop=True), UnclearError),
    (Fault(delay=60), UnclearError),
]


def called(metrics: Metrics, method: str, status: str) -> float | None:
    labels = {"platform": "line", "method": method, "status": status}
    return metrics.registry.get_sample_value("bangoban_calls_total", labels)


async def test_a_refused_token_shows(line: FakeLine, client: LineClient) -> None:
    """From LINE's refusal to the next call that it takes; that it cannot be reached says nothing."""
    seen = [client.refused]
    for fault in (Fault(401), Fault(drop=True), Fault(403), Fault(401), Fault(500)):
        line.fail(LOADING, fault)
        with suppress(LineError):
            await client.loading(USER)
        seen.append(client.refused)
    assert seen == [False, True, True, False, True, False]


async def test_reply(line: FakeLine, client: LineClient, metrics: Metrics) -> None:
    """A reply carries the access token and the reply token, and no retry key."""
    line.tokens.add("token-1")

    await client.reply("token-1", MESSAGES)

    assert [(sent.way, sent.to, sent.messages) for sent in line.sent] == [("reply", "token-1", MESSAGES)]
    assert "x-line-retry-key" not in line.calls[0].headers
    assert line.calls[0].headers["content-type"] == "application/json"
    assert called(metrics, "reply", "200") == 1


async def test_reply_token_works_once(line: FakeLine, client: LineClient) -> None:
    """A used token is told apart from other refusals."""
    line.tokens.add("token-1")
    await client.reply("token-1", MESSAGES)

    with pytest.raises(TokenGoneError):
        await client.reply("token-1", MESSAGES)


async def test_push(line: FakeLine, client: LineClient) -> None:
    """A push carries its retry key from the first try."""
    await client.push(GROUP, MESSAGES, KEY)

    assert [(sent.way, sent.to) for sent in line.sent] == [("push", GROUP)]
    assert line.calls[0].headers["x-line-retry-key"] == KEY


async def test_push_again(line: FakeLine, client: LineClient, metrics: Metrics) -> None:
    """LINE's 409 says that the first push was taken: that is a success."""
    await client.push(USER, MESSAGES, KEY)
    await client.push(USER, MESSAGES, KEY)

    assert len(line.sent) == 1
    assert called(metrics, "push", "409") == 1


async def test_loading(line: FakeLine, client: LineClient) -> None:
    """The loading animation asks for a time that LINE takes."""
    await client.loading(USER)

    assert (line.count(LOADING), line.violations) == (1, [])


@pytest.mark.parametrize(("fault", "error"), ERRORS)
async def test_errors(line: FakeLine, client: LineClient, fault: Fault, error: type[LineError]) -> None:
    """Each way to fail has an error of its own."""
    line.fail(REPLY, fault)

    with pytest.raises(LineError) as raised:
        await client.reply("token-1", MESSAGES)
    assert type(raised.value) is error


async def test_answer_cut_off(line: FakeLine, client: LineClient) -> None:
    """A 200 whose body gets lost is a 200: the message was taken."""
    line.tokens.add("token-1")
    line.fail(REPLY, Fault(taken=True, cut_off=True))

    await client.reply("token-1", MESSAGES)

    assert len(line.sent) == 1


async def test_conflict_on_reply(line: FakeLine, client: LineClient) -> None:
    """A 409 means nothing where no retry key was sent."""
    line.fail(REPLY, Fault(409))

    with pytest.raises(RefusedError):
        await client.reply("token-1", MESSAGES)


async def test_redirect(line: FakeLine, client: LineClient) -> None:
    """No redirect takes the access token elsewhere."""
    line.fail(REPLY, Fault(307, location="/elsewhere"))

    with pytest.raises(RefusedError):
        await client.reply("token-1", MESSAGES)
    assert [call.path for call in line.calls] == [REPLY]


async def test_nobody_there(metrics: Metrics) -> None:
    """Where no connection comes about, surely nothing was sent."""
    async with wired("http://127.0.0.1:9") as wire:
        client = LineClient(wire, "token", metrics)

        with pytest.raises(NotSentError):
            await client.push(USER, MESSAGES, KEY)
    assert called(metrics, "push", "error") == 1


async def test_log_names_the_request(line: FakeLine, client: LineClient) -> None:
    """A failure is logged with LINE's request id; no token, text or id of a person is."""
    line.fail(PUSH, Fault(500))

    with capture_logs() as logs, pytest.raises(UnclearError) as raised:
        await client.push(USER, MESSAGES, KEY)

    (entry,) = logs
    assert (entry["method"], entry["status"], entry["why"]) == ("push", 500, "UnclearError")
    assert str(uuid.UUID(entry["request_id"])) == entry["request_id"]
    for secret in ("very-secret-access-token", USER, "番号を"):
        assert secret not in repr(logs) + repr(raised.value) + repr(client)


async def test_success_is_not_logged(line: FakeLine, client: LineClient) -> None:
    """A call that went well is counted only."""
    with capture_logs() as logs:
        await client.push(USER, MESSAGES, KEY)

    assert logs == []
