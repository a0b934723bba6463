"""Fetching updates, for those without a public address."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import msgspec
import structlog
from telegram.error import NetworkError, TelegramError

from bots.metrics import Metrics
from bots.telegram.client import TelegramClient
from bots.telegram.insist import DELAYS, Sleep, after_failure, insist
from bots.telegram.updates import ALLOWED_UPDATES, event_of
from core.stores import Event, StoreDownError

LONG_POLL = 25  # seconds that Telegram holds a request without updates
GRACE = 10  # seconds more before the connection counts as dead


class _Id(msgspec.Struct):
    update_id: int


async def poll(
    client: TelegramClient,
    accept: Callable[[Sequence[Event]], Awaitable[int]],
    metrics: Metrics,
    *,
    key: bytes,
    delays: Sequence[float] = DELAYS,
    sleep: Sleep = asyncio.sleep,
) -> None:
    """Fetch updates and store them, until cancelled. A webhook is removed first; what waits is kept. `key`:
    see `event_of`.

    Telegram forgets an update when a later one is asked for, so that is done after `accept` has stored it.
    """
    await insist(client, "deleteWebhook", {"drop_pending_updates": False}, delays, sleep)
    offset = failures = 0
    while True:
        try:
            updates = await _fetch(client, offset)
            events = [event for event in (_event(update, key) for update in updates) if event]
            metrics.unread.labels("telegram", "kind").inc(len(updates) - len(events))
            await accept(events)
        except TelegramError as error:
            await sleep(after_failure("getUpdates", error, failures, delays))
            failures += 1
        except StoreDownError:
            structlog.get_logger().warning("updates not stored, fetching them again", platform="telegram")
            await sleep(delays[min(failures, len(delays) - 1)])
            failures += 1
        else:
            offset, failures = _next(updates, offset), 0


async def _fetch(client: TelegramClient, offset: int) -> list[msgspec.Raw]:
    params = {"offset": offset, "timeout": LONG_POLL, "allowed_updates": ALLOWED_UPDATES}
    found = await client.call("getUpdates", params, LONG_POLL + GRACE)
    try:
        return msgspec.json.decode(found, type=list[msgspec.Raw])
    except msgspec.DecodeError:
        pass
    raise NetworkError("getUpdates gave no list")


def _event(update: msgspec.Raw, key: bytes) -> Event | None:
    try:
        return event_of(bytes(update), key)
    except (ValueError, RecursionError):
        return None


def _next(updates: Sequence[msgspec.Raw], offset: int) -> int:
    for update in updates:
        try:
            offset = max(offset, msgspec.json.decode(update, type=_Id).update_id + 1)
        except msgspec.DecodeError:
            continue
    return offset
