"""A registry's database that cannot be reached yet: asked for again and again, and taken up once it is there."""

# ruff: noqa: D102 - the protocol says what each method does

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from core.registry.listings import Held
from core.stores import StoreDownError, StoreUnusableError
from core.stores.registry import Content, RegistryStore

EVERY = 5.0  # seconds between two tries


class LateRegistry:
    """`RegistryStore` on what `make` gives, which raises StoreUnusableError while there is nothing to give;
    until then every call fails with StoreDownError. `tell` is told why the first try failed.
    """

    def __init__(
        self,
        make: Callable[[], Awaitable[RegistryStore]],
        tell: Callable[[str], object],
        *,
        every: float = EVERY,
    ) -> None:
        self._make = make
        self._tell = tell
        self._every = every
        self._store: RegistryStore | None = None
        self._trying: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Try once; where that fails, go on trying beside."""
        try:
            self._store = await self._make()
        except StoreUnusableError as error:
            self._tell(str(error))
            self._trying = asyncio.create_task(self._try())

    async def look_up(self, numbers: Sequence[str]) -> Held:
        return await self._there().look_up(numbers)

    async def content(self) -> Content:
        return await self._there().content()

    async def close(self) -> None:
        if self._trying is not None:
            self._trying.cancel()
            await asyncio.wait((self._trying,))
        if self._store is not None:
            await self._store.close()

    def _there(self) -> RegistryStore:
        if self._store is None:
            raise StoreDownError("not reached yet")
        return self._store

    async def _try(self) -> None:
        while self._store is None:
            await asyncio.sleep(self._every)
            with suppress(StoreUnusableError):
                self._store = await self._make()
