"""Each test has its own platforms, folder and processes. Whatever a test is about, Telegram took every call."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.flow.running import World
from tests.flow.running import world as open_world
from tests.servers import RedisServer


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as found:
        yield found
        # Whatever a flow is about: the platforms' published shapes have nothing against any request of it.
        assert found.telegram.violations == []
        assert found.line.violations == []


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    folder = tmp_path / "redis"
    folder.mkdir()
    with RedisServer(folder) as server:
        yield server
