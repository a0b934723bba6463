from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.contract.places import MemoryPlace, Place, redis_place, spare_place, sqlite_place
from tests.servers import RedisServer


@pytest.fixture(scope="session")
def shared_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with RedisServer(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def redis(shared_redis: RedisServer) -> RedisServer:
    """An empty Redis server, which has to be running when the test ends."""
    assert shared_redis.command("FLUSHALL") == b"+OK\r\n"
    return shared_redis


@pytest.fixture(params=["memory", "sqlite", "redis", "spare"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    if request.param == "memory":
        yield MemoryPlace()
    elif request.param == "sqlite":
        async with sqlite_place(tmp_path / "bangoban.db") as sqlite:
            yield sqlite
    else:
        server: RedisServer = request.getfixturevalue("redis")
        opened = redis_place if request.param == "redis" else spare_place
        async with opened(server.url) as redis:
            yield redis
