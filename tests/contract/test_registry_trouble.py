"""A registry's database that is locked, full, broken or gone: a clear error, and nothing half done."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from core.registry.imports.listed import publish, stage
from core.registry.imports.lists import Form, open_list
from core.registry.imports.load import Order, load
from core.registry.imports.normal import normaliser
from core.registry.imports.runs import Staging
from core.registry.listings import Import
from core.stores import StoreDownError, StoreUnusableError
from core.stores.engine import migrate, transaction
from core.stores.exporting import listed_rows
from core.stores.late import LateRegistry
from core.stores.publication import publishing
from core.stores.registry import RegistryStore
from core.stores.registry_postgres import open_postgres
from core.stores.registry_sqlite import SqliteRegistry
from tests.contract.registries import RegistryPlace, listed
from tests.servers import PostgresServer

LIST = "0120-397-972,spam\n03-3456-7890,scam\n"
ACOM = "+81120397972"


async def test_a_failed_import_leaves_what_stood(registry: RegistryPlace) -> None:
    registry.load("list", "bad.csv", LIST)
    with transaction(registry.url) as connection:
        connection.execute(text("ALTER TABLE state RENAME TO moved"))  # the import's last step will fail
    with pytest.raises(StoreUnusableError):
        registry.load("list", "bad.csv", LIST.replace("spam", "debt"))
    with transaction(registry.url) as connection:
        connection.execute(text("ALTER TABLE moved RENAME TO state"))
    async with registry.opened() as store:
        assert await listed(store, ACOM) == {ACOM: [("bad", "spam", 1)]}
    assert registry.load("list", "bad.csv", LIST.replace("spam", "debt")).summary.changed == 1


async def test_an_import_whose_runs_are_gone_changes_nothing(registry: RegistryPlace) -> None:
    """Even where it may shrink: what was read is what is written, or nothing is."""
    registry.load("list", "bad.csv", LIST)
    staging, loaded = Staging(registry.folder / "s", adds=False), Import(kind="list", name="bad")
    normalise = normaliser("JP")
    progress = stage(
        lambda skip: open_list(registry.folder / "bad.csv", "list", Form(), normalise, skip),
        normalise,
        staging,
        lambda _: None,
    )
    staging.clear()
    with pytest.raises(FileNotFoundError), publishing(registry.url) as publication:
        publish(publication, loaded, staging, progress, force=True)
    async with registry.opened() as store:
        assert await listed(store, ACOM) == {ACOM: [("bad", "spam", 1)]}


async def test_reading_goes_on_while_an_import_is_written(registry: RegistryPlace) -> None:
    registry.load("list", "bad.csv", LIST)
    async with registry.opened() as store:
        with transaction(registry.url) as connection:
            connection.execute(text("DELETE FROM listings"))
            assert await listed(store, ACOM) == {ACOM: [("bad", "spam", 1)]}
        assert await listed(store, ACOM) == {}


def test_a_database_that_another_process_writes_is_waited_for_and_then_named(
    registry: RegistryPlace,
) -> None:
    with transaction(registry.url), pytest.raises(StoreUnusableError, match="another process"):
        transaction(registry.url, patience=0.05).__enter__()


def test_who_only_reads_waits_for_nobody_who_writes(registry: RegistryPlace) -> None:
    registry.load("list", "bad.csv", LIST)
    with transaction(registry.url) as connection:
        connection.execute(text("DELETE FROM listings"))
        migrate(registry.url)
        assert sum(map(len, listed_rows(registry.url, "list"))) == 2


async def test_a_database_that_comes_late_is_taken_up(registry: RegistryPlace) -> None:
    registry.load("list", "bad.csv", LIST)
    told: list[str] = []
    async with registry.opened() as there:

        async def make() -> RegistryStore:
            if len(told) < 1:
                raise StoreUnusableError("not yet")
            return there

        store = LateRegistry(make, told.append, every=0.01)
        await store.begin()
        with pytest.raises(StoreDownError):
            await store.look_up([ACOM])
        await asyncio.sleep(0.1)
        assert await listed(store, ACOM) == {ACOM: [("bad", "spam", 1)]}
        assert told == ["not yet"]


def fill(url: str) -> None:
    """Write until the file may grow no more."""
    with transaction(url) as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        rows = [{"name": f"{place:0500}"} for place in range(10_000)]
        connection.execute(text("INSERT INTO tags (text) VALUES (:name)"), rows)


def test_a_full_disk_is_named_and_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'r.db'}"
    migrate(url)
    with pytest.raises(StoreUnusableError, match="full"):
        fill(url)
    with transaction(url) as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM tags")).scalar() == 0


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.db").write_text("something else entirely, and long enough to be looked at\n" * 20)
    with pytest.raises(StoreUnusableError, match="cannot be used"):
        migrate(f"sqlite:///{tmp_path / 'r.db'}")


def test_a_missing_file_is_an_error_and_not_an_empty_registry(tmp_path: Path) -> None:
    with pytest.raises(StoreDownError):
        SqliteRegistry(tmp_path / "nowhere.db")


def test_an_address_without_a_server_is_refused_without_repeating_it(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusableError, match="cannot be reached") as refused:
        migrate("postgresql://someone:secret@127.0.0.1:1/database")
    assert "secret" not in str(refused.value)


async def test_a_postgres_that_comes_back_is_used_again(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(LIST)
    with PostgresServer() as server:
        place = RegistryPlace(server.database(), tmp_path)
        load(Order(kind="list", path=path), place.place)
        store = await open_postgres(place.url, patience=0.5)
        try:
            assert await listed(store, ACOM) == {ACOM: [("bad", "spam", 1)]}
            server.kill()
            with pytest.raises(StoreDownError):
                await store.look_up([ACOM])
            server.start()
            for _ in range(20):
                try:
                    found = await listed(store, ACOM)
                    break
                except StoreDownError:
                    continue
            else:
                found = {}
            assert found == {ACOM: [("bad", "spam", 1)]}
        finally:
            await store.close()
