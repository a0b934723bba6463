"""LINE on loopback, and a client for it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bots.line.client import LineClient
from bots.metrics import Metrics
from tests.fakes.line import FakeLine

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
    async with aiohttp.ClientSession() as http:
        yield LineClient(http, line.url, ACCESS_TOKEN, metrics, timeout=0.5)
