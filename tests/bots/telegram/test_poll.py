"""Fetching updates: what is forgotten only when it is stored, and what happens when things fail."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from structlog.testing import capture_logs

from bots.metrics import Metrics
from bots.telegram.client import TelegramClient
from bots.telegram.poll import poll
from core.stores import Event, StoreDownError
from tests.bots.telegram.updates import message
from tests.fakes.telegram import FakeTelegram, Fault


class Desk:
    """Accepts events; fails the given number of times first."""

    def __init__(self, failures: int = 0) -> None:
        self.stored: list[str] = []
        self.failures = failures
        self.waits: list[float] = []

    async def accept(self, events: Sequence[Event]) -> int:
        if events and self.failures:
            self.failures -= 1
            raise StoreDownError
        self.stored += [event.id for event in events]
        return len(events)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def polling(client: TelegramClient, desk: Desk) -> AsyncIterator[None]:
    polls = poll(client, desk.accept, Metrics(), key=b"key", delays=(1, 2), sleep=desk.sleep)
    task = asyncio.create_task(polls)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - the fake notes calls, it raises no event
            await asyncio.sleep(0.002)


def said(update_id: int, text: str = "110") -> dict[str, Any]:
    return {"update_id": update_id, "message": message(text)}


async def test_updates_are_stored_and_then_forgotten(fake: FakeTelegram, client: TelegramClient) -> None:
    """Updates are stored in order, and Telegram is then asked for later ones alone."""
    fake.updates = [said(7), said(8)]
    desk = Desk()
    async with polling(client, desk):
        await until(lambda: len(fake.of("getUpdates")) == 2)
    assert desk.stored == ["7", "8"]
    assert [call["offset"] for call in fake.of("getUpdates")] == [0, 9]
    assert fake.violations == []


async def test_the_webhook_is_removed_first(fake: FakeTelegram, client: TelegramClient) -> None:
    """A webhook and polling exclude each other: it is removed, and what waits is kept."""
    fake.fail("deleteWebhook", Fault(502))
    desk = Desk()
    async with polling(client, desk):
        await until(lambda: fake.of("getUpdates"))
    assert [call.method for call in fake.calls] == ["deleteWebhook", "deleteWebhook", "getUpdates"]
    assert fake.of("deleteWebhook") == [{"drop_pending_updates": False}] * 2
    assert "callback_query" in fake.of("getUpdates")[0]["allowed_updates"]


async def test_what_is_not_stored_is_fetched_again(fake: FakeTelegram, client: TelegramClient) -> None:
    """While the store is down Telegram keeps the updates."""
    fake.updates = [said(7)]
    desk = Desk(failures=3)
    async with polling(client, desk):
        await until(lambda: len(fake.of("getUpdates")) == 5)
    assert [call["offset"] for call in fake.of("getUpdates")] == [0, 0, 0, 0, 8]
    assert (desk.stored, desk.waits) == (["7"], [1, 2, 2])


async def test_failures_are_waited_out(fake: FakeTelegram, client: TelegramClient) -> None:
    """Telegram down, limiting or polled by another: it is tried again, later and later, with advice in the log."""
    fake.fail(
        "getUpdates",
        Fault(502),
        Fault(429, "Too Many Requests", {"retry_after": 30}),
        Fault(409, "Conflict: terminated by other getUpdates request"),
        Fault(200, body=b'{"ok": true, "result": {}}'),
        Fault(drop=True),
    )
    fake.updates = [said(7)]
    desk = Desk()
    with capture_logs() as logs:
        async with polling(client, desk):
            await until(lambda: desk.stored)
            fake.fail("getUpdates", Fault(502))
            fake.updates.append(said(8))
            await until(lambda: len(desk.waits) == 6)
    assert desk.waits == [1, 30, 2, 2, 2, 1]
    assert "another program" in logs[2]["do"]


async def test_updates_that_cannot_be_read_do_not_stop_the_others(
    fake: FakeTelegram, client: TelegramClient
) -> None:
    """An update of an unknown shape or kind is passed over for good."""
    fake.updates = [{"update_id": 7, "telepathy": {}}, {"update_id": 8, "message": 5}, said(9, "\ud83d 110")]
    desk = Desk()
    async with polling(client, desk):
        await until(lambda: len(fake.of("getUpdates")) == 2)
    assert desk.stored == ["9"]
    assert fake.of("getUpdates")[1]["offset"] == 10
