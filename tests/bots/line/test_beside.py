"""What goes beside an answer: read marks, a person's language, the month's quota."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bots.line.beside import QUOTA_AGE, Beside
from bots.line.client import LineClient
from bots.line.parse import Incoming, parse
from bots.metrics import Metrics
from tests.bots.line.events import FROM_GROUP, FROM_USER, USER, encode, event
from tests.fakes.line import FakeLine, Fault

PROFILE, INFO, READ = f"/v2/bot/profile/{USER}", "/v2/bot/info", "/v2/bot/chat/markAsRead"
FOLLOW = event("follow", FROM_USER, replyToken="t", follow={"isUnblocked": False})


class Hours:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Hours:
    return Hours()


@pytest.fixture
async def beside(line: FakeLine, client: LineClient, metrics: Metrics, clock: Hours) -> AsyncIterator[Beside]:
    made = Beside(client, metrics, clock=clock)
    yield made
    await made.close()
    assert line.violations == []


def read(value: dict[str, Any]) -> Incoming:
    incoming = parse(encode(value), 0.0)
    assert isinstance(incoming, Incoming)
    return incoming


def figure(metrics: Metrics, what: str) -> float | None:
    return metrics.registry.get_sample_value("bangoban_line_month_messages", {"what": what})


@pytest.mark.parametrize(("told", "language"), [("en", "en"), ("zh-TW", "zh-TW"), ("", "")])
async def test_language(beside: Beside, line: FakeLine, told: str, language: str) -> None:
    """A new friend's language is asked for; one who does not let LINE tell has none."""
    line.account.languages[USER] = told

    assert await beside.language(read(FOLLOW)) == language


@pytest.mark.parametrize("fault", [Fault(404), Fault(403), Fault(500), Fault(drop=True), Fault(delay=5)])
async def test_no_language(beside: Beside, line: FakeLine, fault: Fault) -> None:
    """A greeting does not depend on it, and waits for it a second at most."""
    line.fail(PROFILE, fault)

    assert await asyncio.wait_for(beside.language(read(FOLLOW)), 2) == ""


@pytest.mark.parametrize("value", [event("join", FROM_GROUP, replyToken="t"), event("unsend", unsend={})])
async def test_language_of_new_friends_alone(beside: Beside, line: FakeLine, value: dict[str, Any]) -> None:
    """Nobody else's profile is read."""
    assert await beside.language(read(value)) == ""
    assert line.asked == []


async def test_read_marks(beside: Beside, line: FakeLine) -> None:
    """Where the account marks nothing by itself, what was said is marked as read; LINE is asked once which it is."""
    line.account.info["markAsReadMode"] = "manual"

    for token in ("r-1", "r-2", ""):
        beside.mark_as_read(token)
        await beside.settled()

    assert line.account.read == ["r-1", "r-2"]
    assert len(line.asked) == 1


async def test_no_read_marks(beside: Beside, line: FakeLine) -> None:
    """Where LINE marks by itself the bot does not."""
    for _ in range(2):
        beside.mark_as_read("r-1")
        await beside.settled()

    assert (line.account.read, len(line.asked), line.calls) == ([], 1, [])


async def test_a_read_mark_refused(beside: Beside, line: FakeLine, metrics: Metrics) -> None:
    """A mark that LINE refuses is counted, and nothing else."""
    line.account.info["markAsReadMode"] = "manual"
    line.fail(READ, Fault(400))

    beside.mark_as_read("old")
    await beside.settled()

    labels = {"platform": "line", "method": "read", "status": "400"}
    assert metrics.registry.get_sample_value("bangoban_calls_total", labels) == 1


async def test_the_month(beside: Beside, line: FakeLine, metrics: Metrics, clock: Hours) -> None:
    """After a push the month's figures are read, and not again for ten minutes."""
    line.account.used = 7
    for _ in range(3):
        beside.pushed()
        await beside.settled()
    assert (figure(metrics, "allowed"), figure(metrics, "used"), len(line.asked)) == (200, 7, 2)

    line.account.used, line.account.quota = 9, {"type": "none"}
    clock.now = QUOTA_AGE
    beside.pushed()
    await beside.settled()

    assert (figure(metrics, "allowed"), figure(metrics, "used")) == (float("inf"), 9)
