"""Tasks that run as long as the bot does. One that ends by an error is told, and seen in /healthz."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

import structlog

from bots.logs import where

Run = Coroutine[Any, Any, None]


class Workers:
    """Those tasks, each with the name of the part it works for. `dead`: parts of which one has failed."""

    def __init__(self) -> None:
        self.dead: set[str] = set()
        self._tasks: dict[asyncio.Task[None], str] = {}

    @asynccontextmanager
    async def at_work(self, runs: Sequence[tuple[str, Run]]) -> AsyncIterator[None]:
        """Run them until the end of the `with`."""
        for name, run in runs:
            task = asyncio.create_task(run)
            self._tasks[task] = name
            task.add_done_callback(self._ended)
        try:
            yield
        finally:
            tasks = tuple(self._tasks)
            self._tasks.clear()
            for task in tasks:
                task.cancel()
            if tasks:
                await asyncio.wait(tasks)

    def _ended(self, task: asyncio.Task[None]) -> None:
        error = asyncio.CancelledError() if task.cancelled() else task.exception()
        name = self._tasks.pop(task, None)
        if error is None or name is None:
            return
        self.dead.add(name)
        structlog.get_logger().error(
            "a worker has failed", part=name, error=where(error), todo="restart the bot, and report this"
        )
