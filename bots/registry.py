"""Settings to the registry's database: opened for serving, and where imports go."""

from contextlib import AsyncExitStack
from importlib.resources import files

from config.settings import Settings
from core.answer.knowledge import Knowledge
from core.current import Current
from core.registry.imports.load import Place
from core.registry.imports.registry import Known
from core.registry.load import Rows, load_rows
from core.stores import StoreDownError, StoreUnusableError
from core.stores.engine import migrate
from core.stores.registry import RegistryStore
from core.stores.registry_postgres import opened_postgres
from core.stores.registry_sqlite import SqliteRegistry


def own_rows() -> Rows:
    """The registry's content that comes with the product. Raises ContentError."""
    return load_rows(files("config") / "registry")


def place_of_imports(settings: Settings) -> Place:
    """Where imports go. Raises StoreUnusableError where the data folder cannot be made."""
    _make_folder(settings)
    own = own_rows()
    known = Known(frozenset(row.id for row in own.organisations), frozenset(row.id for row in own.sources))
    return Place(settings.registry_url, settings.data_dir / "imports", known)


async def open_current(settings: Settings, know: Knowledge, stack: AsyncExitStack) -> Current:
    """The knowledge that follows the database, migrated to this release; to be closed with `stack`.

    Raises StoreUnusableError, except for a PostgreSQL server that cannot be reached yet.
    """
    return Current(know, own_rows(), await open_store(settings, stack))


async def current_if_any(settings: Settings, know: Knowledge, stack: AsyncExitStack) -> Current | None:
    """The same for a command that only asks: None where nothing was ever imported into a file."""
    if settings.registry_file and not settings.registry_file.exists():
        return None
    return await open_current(settings, know, stack)


async def open_store(settings: Settings, stack: AsyncExitStack) -> RegistryStore:
    """The registry's database for reading, to be closed with `stack`. Raises StoreUnusableError."""
    file = settings.registry_file
    if file is None:
        return await stack.enter_async_context(opened_postgres(settings.registry_url))
    _make_folder(settings)
    migrate(settings.registry_url)
    try:
        store = SqliteRegistry(file)
    except StoreDownError as error:
        raise StoreUnusableError(f"{file} cannot be read: {error}") from None
    stack.push_async_callback(store.close)
    return store


def _make_folder(settings: Settings) -> None:
    folder = settings.registry_file.parent if settings.registry_file else settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnusableError(
            f"DATA_DIR: {folder}: {error.strerror}; name a folder that can be written"
        ) from None
