"""A fake Telegram, and a client that speaks to it."""

from collections.abc import AsyncIterator

import pytest

from bots.metrics import Metrics
from bots.telegram.client import TelegramClient
from tests.fakes.telegram import TOKEN, FakeTelegram, serving
from tests.fakes.wired import wired


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with serving() as running:
        yield running


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
async def client(fake: FakeTelegram, metrics: Metrics) -> AsyncIterator[TelegramClient]:
    async with wired(fake.url) as wire:
        yield TelegramClient(wire, TOKEN, metrics)
