"""What goes beside an answer on LINE, and what no answer waits for long: read marks, a language, the month's quota."""

import asyncio
import math
import time
from collections.abc import Callable, Coroutine
from typing import Any

from bots.line.client import LineClient, LineError
from bots.line.parse import Incoming
from bots.metrics import Metrics

QUOTA_AGE = 600.0  # seconds until the month's figures are asked for again


class Beside:
    """Calls that an answer does without; one that fails is counted and logged by the client, and forgotten."""

    def __init__(
        self, client: LineClient, metrics: Metrics, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._quota = metrics.quota
        self._clock = clock
        self._marks_by_itself: bool | None = None
        self._quota_of = -math.inf
        self._tasks: set[asyncio.Task[None]] = set()

    async def language(self, incoming: Incoming) -> str:
        """The language of a person who comes for the first time; "" where it is not told."""
        if incoming.message.happening != "met" or not incoming.private:
            return ""
        try:
            return await self._client.language(incoming.to)
        except LineError:
            return ""

    def mark_as_read(self, token: str) -> None:
        """Mark a message as read, unless the account is set so that LINE does it."""
        if token and not self._marks_by_itself:
            self._spawn(self._mark(token))

    def pushed(self) -> None:
        """A push was made, or refused: the month's figures have changed."""
        if self._clock() - self._quota_of >= QUOTA_AGE:
            self._quota_of = self._clock()
            self._spawn(self._read_quota())

    async def settled(self) -> None:
        """Wait until what is under way is done."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Give up what is under way."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _spawn(self, call: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(call)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _mark(self, token: str) -> None:
        try:
            if self._marks_by_itself is None:
                self._marks_by_itself = await self._client.marks_by_itself()
            if not self._marks_by_itself:
                await self._client.mark_as_read(token)
        except LineError:
            return

    async def _read_quota(self) -> None:
        try:
            quota = await self._client.quota()
        except LineError:
            return
        self._quota.labels("allowed").set(math.inf if quota.allowed is None else quota.allowed)
        self._quota.labels("used").set(quota.used)
