"""LINE on loopback, and a client for it."""

from collections.abc import AsyncIterator

import pytest

from bots.line.client import LineClient
from bots.metrics import Metrics
from tests.fakes.line import FakeLine
from tests.fakes.wired import wired

ACCESS_TOKEN = "very-secret-access-token"


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
async def line() -> AsyncIterator[FakeLine]:
    async with FakeLine(ACCESS_TOKEN) as fake:
        yield fake


@pytest.fixture
async def client(line: FakeLine, metrics: Metrics) -> AsyncIterator[LineClient]:
    async with wired(line.url) as wire:
        yield LineClient(wire, ACCESS_TOKEN, metrics, timeout=0.5)
