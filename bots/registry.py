"""Settings to the registry's database, opened for serving."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from importlib.resources import files
from typing import TypeVar

from bots.answering import lone_bot, product_knowledge
from config.settings import Settings, load_settings
from core.answer.knowledge import Knowledge
from core.bot import Bot
from core.current import Current
from core.faq.entries import Entry, load_faq
from core.registry.load import Rows, load_rows
from core.stores import StoreDownError, StoreUnusableError
from core.stores.late import LateRegistry
from core.stores.private import make_file, make_folder
from core.stores.registry import RegistryStore
from core.stores.registry_sqlite import SqliteRegistry
from core.stores.revision import is_current

T = TypeVar("T")


def own_rows() -> Rows:
    """The registry's content that comes with the product. Raises ContentError."""
    return load_rows(files("config") / "registry")


def own_entries() -> Sequence[Entry]:
    """The FAQ that comes with the product. Raises ContentError."""
    return load_faq(files("config") / "faq")


async def open_current(
    settings: Settings, know: Knowledge, stack: AsyncExitStack, tell: Callable[[str], object]
) -> Current:
    """The knowledge that follows the database, migrated to this release; to be closed with `stack`. A database
    that cannot be used is waited for beside, and `tell` is told why.

    Raises StoreUnusableError where the data folder cannot be made.
    """
    make_data_folder(settings)
    store = LateRegistry(lambda: _opened(settings), tell)
    await store.begin()
    stack.push_async_callback(store.close)
    current = Current(know, own_rows(), store)
    await current.of(())  # what was imported is there before the first message, and `up` is true or false
    return current


async def informed(use: Callable[[Callable[[], Bot]], Awaitable[T]]) -> T:
    """Run a command that only asks, with a maker of bots that know what was imported; a file in which nothing
    ever was is not made. Raises SettingsError, StoreUnusableError, ContentError.
    """
    settings = load_settings()
    know = product_knowledge(settings.data_dir)
    async with AsyncExitStack() as stack:
        nothing = settings.registry_file and not settings.registry_file.exists()
        current = None if nothing else await open_current(settings, know, stack, _say)
        return await use(lambda: lone_bot(know, current=current))


async def open_store(settings: Settings, stack: AsyncExitStack) -> RegistryStore:
    """The registry's database for reading, to be closed with `stack`. Raises StoreUnusableError."""
    make_data_folder(settings)
    store = await _opened(settings)
    stack.push_async_callback(store.close)
    return store


async def _opened(settings: Settings) -> RegistryStore:
    file = settings.registry_file
    if file is None or not await asyncio.to_thread(is_current, file):
        # Slow to read in, and nearly every start finds the tables as they are to be.
        from core.stores.engine import migrate  # noqa: PLC0415

        await asyncio.to_thread(migrate, settings.registry_url)
    if file is None:
        from core.stores.registry_postgres import open_postgres  # noqa: PLC0415 -- its driver takes a tenth of a second

        return await open_postgres(settings.registry_url)
    try:
        return SqliteRegistry(file)
    except StoreDownError as error:
        raise StoreUnusableError(f"{file} cannot be read: {error}") from None


def _say(reason: str) -> None:
    sys.stderr.write(f"{reason} Going on with what the bot knows without it.\n")


def make_data_folder(settings: Settings) -> None:
    """The folder of the registry's database. Raises StoreUnusableError where it cannot be made."""
    folder = settings.registry_file.parent if settings.registry_file else settings.data_dir
    try:
        make_folder(folder)
        if settings.registry_file:
            make_file(settings.registry_file)
    except OSError as error:
        raise StoreUnusableError(
            f"DATA_DIR: {folder}: {error.strerror}; name a folder that can be written"
        ) from None
