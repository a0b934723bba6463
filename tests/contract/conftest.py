from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contract.places import MemoryPlace, Place, sqlite_place


@pytest.fixture(params=["memory", "sqlite"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    if request.param == "memory":
        yield MemoryPlace()
    else:
        async with sqlite_place(tmp_path / "bangoban.db") as sqlite:
            yield sqlite
