from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.contract.places import MemoryPlace, Place, redis_place, spare_place, sqlite_place
from tests.contract.registries import RegistryPlace
from tests.servers import PostgresServer, RedisServer


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


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def registry(request: pytest.FixtureRequest, tmp_path: Path) -> RegistryPlace:
    if request.param == "sqlite":
        return RegistryPlace(f"sqlite:///{tmp_path / 'registry.db'}", tmp_path)
    server: PostgresServer = request.getfixturevalue("postgres")
    return RegistryPlace(server.database(), tmp_path)
