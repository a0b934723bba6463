"""Where the registry is kept, each behind the same few calls, so that one suite holds for both databases."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from core.registry.imports.load import Loaded, Order, Place, load
from core.registry.imports.registry import Known
from core.registry.listings import ImportKind
from core.registry.load import Rows
from core.registry.model import Organisation, Source
from core.stores.engine import migrate
from core.stores.registry import RegistryStore
from core.stores.registry_postgres import open_postgres
from core.stores.registry_sqlite import SqliteRegistry

ACOM = Organisation(id="acom", name="アコム", name_en="ACOM", kind="consumer_finance")
SITE = Source(id="acom_site", title="アコムのサイト", kind="organisation", publisher="acom")
KNOWN = Known(Rows((ACOM,), (SITE,), ()))


class RegistryPlace:
    """An empty database that files are imported into, and readers opened on."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder
        self.place = Place(url, folder / "imports", KNOWN)
        migrate(url)

    def load(self, kind: ImportKind, name: str, content: str | bytes, **options: object) -> Loaded:
        """Import a file of that name and content."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return load(Order(kind=kind, path=path, **options), self.place)  # type: ignore[arg-type]  # by name

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[RegistryStore]:
        """A reader, as a serving process has one."""
        if self.url.startswith("postgresql:"):
            store: RegistryStore = await open_postgres(self.url)
        else:
            store = SqliteRegistry(Path(self.url.removeprefix("sqlite:///")))
        try:
            yield store
        finally:
            await store.close()


async def listed(store: RegistryStore, *numbers: str) -> dict[str, Sequence[tuple[str, str, int]]]:
    """What lists say: name, tag and votes of each listing, by number."""
    held = await store.look_up(numbers)
    return {
        number: [(one.list.name, one.tag, one.votes) for one in found]
        for number, found in held.listings.items()
    }
