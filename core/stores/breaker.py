"""Whether a store is worth asking: after a failure nobody waits for it, until it answers a probe again."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from core.stores import StoreDownError


class Breaker:
    """Asks `probe` every so many seconds once something failed, and is up again when that returns."""

    def __init__(self, probe: Callable[[], Awaitable[None]], every: float) -> None:
        self.up = True
        self._probe = probe
        self._every = every
        self._watch: asyncio.Task[None] | None = None
        self._log = structlog.get_logger()

    def fail(self) -> None:
        """Something failed: down, until the store answers."""
        if self.up:
            self.up = False
            self._log.warning("Redis is away, going on without it")
            self._watch = asyncio.create_task(self._until_back())

    async def back(self) -> None:
        """Wait until it is up."""
        if self._watch is not None and not self.up:
            await asyncio.wait((self._watch,))

    async def close(self) -> None:
        """End the probing."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.wait((self._watch,))

    async def _until_back(self) -> None:
        while not self.up:
            await asyncio.sleep(self._every)
            try:
                await self._probe()
            except StoreDownError:
                continue
            self.up = True
        self._log.warning("Redis is back")
