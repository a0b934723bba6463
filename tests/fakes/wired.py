"""A wire for the length of a test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bots.wire import Wire


@asynccontextmanager
async def wired(url: str) -> AsyncIterator[Wire]:
    wire = Wire(url)
    try:
        yield wire
    finally:
        await wire.close()
