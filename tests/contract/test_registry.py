"""One suite for the registry in SQLite and in PostgreSQL."""

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from core.faq.entries import Entry
from core.registry.imports import FileRefusedError
from core.registry.listings import Block, ImportKind
from core.stores import StoreUnusableError
from core.stores.engine import migrate, transaction
from core.stores.exporting import block_rows
from core.stores.schema import metadata
from tests.contract.registries import RegistryPlace, listed

LIST = "0120-397-972,spam\n03-3456-7890,scam\n"
ACOM, TOKYO = "+81120397972", "+81334567890"
CLAIM = """
- row: organisation
  id: shop
  name: 花屋
  name_en: Flower shop
  kind: shop
- row: source
  id: shop_site
  title: 花屋のサイト
  kind: organisation
  publisher: shop
  date: "2026-02-17"
- {row: claim, number: 03-3456-7890, organisation: shop, source: shop_site, direction: in}
"""


def test_migrations_build_what_the_tables_are_written_as(registry: RegistryPlace) -> None:
    with transaction(registry.url) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_database_of_a_newer_release_is_refused(registry: RegistryPlace) -> None:
    with transaction(registry.url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnusableError, match="newer release"):
        migrate(registry.url)


def test_an_interrupted_migration_leaves_nothing(registry: RegistryPlace) -> None:
    with transaction(registry.url) as connection:
        metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
        connection.execute(text("CREATE TABLE state (id INTEGER)"))  # the migration's last step will fail
    with pytest.raises(StoreUnusableError):
        migrate(registry.url)
    with transaction(registry.url) as connection:
        connection.execute(text("DROP TABLE state"))
    migrate(registry.url)


async def test_an_empty_database_says_nothing(registry: RegistryPlace) -> None:
    async with registry.opened() as store:
        assert await listed(store, ACOM, "110", "#9110") == {}
        assert (await store.look_up(())).version == 1
        assert (await store.content()).claims == ()


async def test_an_open_reader_sees_an_import_at_its_end(registry: RegistryPlace) -> None:
    async with registry.opened() as store, registry.opened() as other:
        before = (await store.look_up([ACOM])).version
        assert registry.load("list", "bad.csv", LIST).summary.added == 2
        for reader in (store, other):
            assert await listed(reader, ACOM, TOKYO) == {
                ACOM: [("bad", "spam", 1)],
                TOKYO: [("bad", "scam", 1)],
            }
            assert (await reader.look_up([])).version > before


async def test_a_later_file_replaces_the_list(registry: RegistryPlace) -> None:
    registry.load("list", "bad.csv", LIST)
    summary = registry.load("list", "bad.csv", "0120-397-972,debt\n06-6345-6789,scam\n").summary
    assert (summary.added, summary.changed, summary.removed, summary.unchanged) == (1, 1, 1, 0)
    async with registry.opened() as store:
        assert await listed(store, ACOM, TOKYO) == {ACOM: [("bad", "debt", 1)]}


async def test_lists_stand_beside_each_other(registry: RegistryPlace) -> None:
    registry.load("list", "one.csv", LIST)
    registry.load(
        "phoneblock", "x.json", '{"numbers": [{"phone": "+81120397972", "votes": 7, "rating": "G"}]}'
    )
    async with registry.opened() as store:
        assert await listed(store, ACOM) == {ACOM: [("one", "spam", 1), ("phoneblock", "G", 7)]}


async def test_complaints_of_one_number_are_counted(registry: RegistryPlace) -> None:
    rows = "".join(f"2125550123,2026-02-{day} 10:00:00,Robocall\n" for day in (17, 11, 14))
    registry.load("ftc", "ftc.csv", f"Company_Phone_Number,Created_Date,Subject\n{rows}")
    async with registry.opened() as store:
        (found,) = (await store.look_up(["+12125550123"])).listings["+12125550123"]
    assert (found.votes, found.first, found.last) == (3, "2026-02-11", "2026-02-17")


async def test_provenance_is_kept(registry: RegistryPlace) -> None:
    registry.load(
        "list", "bad.csv", LIST, licence="CC BY 4.0", date="2026-02-17", url="https://example.org/l"
    )
    async with registry.opened() as store:
        (loaded,) = (await store.content()).imports
    assert (loaded.file, loaded.licence, loaded.date, loaded.rows) == (
        "bad.csv",
        "CC BY 4.0",
        "2026-02-17",
        2,
    )
    assert len(loaded.sha256) == 64
    assert loaded.imported > 0


async def test_a_dry_run_changes_nothing(registry: RegistryPlace) -> None:
    assert registry.load("list", "bad.csv", LIST, dry_run=True).summary.added == 2
    async with registry.opened() as store:
        assert (await store.look_up([])).version == 1
        assert await listed(store, ACOM) == {}
        assert (await store.content()).imports == ()


async def test_a_file_that_shrank_is_refused_unless_forced(registry: RegistryPlace) -> None:
    registry.load("list", "bad.csv", LIST)
    with pytest.raises(FileRefusedError, match="30 %"):
        registry.load("list", "bad.csv", "0120-397-972,debt\n")
    async with registry.opened() as store:
        assert await listed(store, ACOM) == {ACOM: [("bad", "spam", 1)]}
        registry.load("list", "bad.csv", "0120-397-972,debt\n", force=True)
        assert await listed(store, ACOM, TOKYO) == {ACOM: [("bad", "debt", 1)]}


async def test_refused_rows_are_named_and_the_rest_is_loaded(registry: RegistryPlace) -> None:
    loaded = registry.load("list", "bad.csv", f"{LIST}12345,x\n0120*,y\n")
    assert (loaded.summary.added, loaded.summary.refused) == (2, 2)
    assert loaded.refusals is not None
    assert loaded.refusals.read_text().splitlines()[1:] == [
        "3,impossible number,12345",
        '4,"a pattern, not a number",0120*',
    ]


async def test_a_registry_file_is_read_back_as_it_was_meant(registry: RegistryPlace) -> None:
    assert registry.load("registry", "shop.yaml", CLAIM).summary.added == 3
    async with registry.opened() as store:
        content = await store.content()
    assert [row.name for row in content.organisations] == ["花屋"]
    assert [row.id for row in content.sources] == ["shop_site"]
    assert [(row.number, row.organisation) for row in content.claims] == [(TOKYO, "shop")]


async def test_the_longest_block_decides(registry: RegistryPlace) -> None:
    table = (
        "固定電話の番号\n番号,指定事業者,MA,使用状況\n033,東京電話,東京,使用中\n03345,花電話,東京,使用中\n"
    )
    registry.load("mic", "mic.csv", table.encode("cp932"))
    async with registry.opened() as store:
        held = await store.look_up([TOKYO, "+81332345678", "+81663456789"])
    assert held.blocks == {
        TOKYO: Block("03345", "花電話", "東京", "使用中", "mic"),
        "+81332345678": Block("033", "東京電話", "東京", "使用中", "mic"),
    }


async def test_faq_entries_are_kept_in_their_order(registry: RegistryPlace) -> None:
    registry.load(
        "faq",
        "faq.jsonl",
        '{"id": "b", "question": "?", "answer": "!"}\n{"id": "a", "question": "?", "answer": "!"}',
    )
    async with registry.opened() as store:
        assert [entry.id for entry in (await store.content()).entries] == ["b", "a"]


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [("list", "l.csv", "number,tag\n"), ("registry", "r.yaml", ""), ("registry", "r.jsonl", "")],
)
async def test_a_file_without_rows_is_refused_unless_forced(
    registry: RegistryPlace, kind: ImportKind, name: str, text: str
) -> None:
    with pytest.raises(FileRefusedError, match="no rows"):
        registry.load(kind, name, text)
    assert registry.load(kind, name, text, force=True).summary.rows == 0


async def test_a_replaced_row_counts_as_changed(registry: RegistryPlace) -> None:
    row = "- {row: source, id: acom_site, title: 記事, kind: article}\n"
    with pytest.raises(FileRefusedError, match="say --force"):
        registry.load("registry", "x.yaml", row)
    first = registry.load("registry", "x.yaml", row, force=True).summary
    again = registry.load("registry", "x.yaml", row, force=True).summary
    assert (first.added, first.changed, again.changed, again.unchanged) == (0, 1, 0, 1)
    with pytest.raises(FileRefusedError, match="say --force"):
        registry.load("registry", "y.yaml", row.replace("記事", "別の記事"))


async def test_a_row_of_the_products_own_is_counted_and_not_kept(registry: RegistryPlace) -> None:
    registry.load("registry", "x.yaml", CLAIM)
    own = "- {row: organisation, id: acom, name: アコム, name_en: ACOM, kind: consumer_finance}\n"
    summary = registry.load("registry", "x.yaml", CLAIM + own).summary
    assert (summary.added, summary.unchanged) == (0, 4)
    async with registry.opened() as store:
        content = await store.content()
    assert ([row.id for row in content.organisations], content.imports[0].rows) == (["shop"], 3)


async def test_an_entry_of_the_products_own_is_counted_and_not_kept(registry: RegistryPlace) -> None:
    registry.place = msgspec.structs.replace(
        registry.place, entries=lambda: [Entry(id="a", question="?", answer="!")]
    )
    own, more = (
        '{"id": "a", "question": "?", "answer": "!"}\n',
        '{"id": "b", "question": "?", "answer": "!"}\n',
    )
    summary = registry.load("faq", "faq.jsonl", own + more).summary
    assert (summary.added, summary.unchanged) == (1, 1)
    assert registry.load("faq", "faq.jsonl", own.replace("!", "!!") + more).summary.changed == 1
    async with registry.opened() as store:
        assert [entry.id for entry in (await store.content()).entries] == ["a", "b"]


async def test_of_two_editions_the_newest_decides(registry: RegistryPlace) -> None:
    """In a look-up and in what is exported, whatever the order of the imports and the length of the prefix."""
    head = "番号,指定事業者\n"
    registry.load("mic", "new.csv", f"{head}0334,花電話\n", date="2026-04-01")
    registry.load("mic", "old.csv", f"{head}0334,古電話\n033456,古電話\n06634,古電話\n", date="2025-04-01")
    async with registry.opened() as store:
        held = await store.look_up([TOKYO, "+81663456789"])
    assert [held.blocks[number].carrier for number in held.blocks] == ["花電話", "古電話"]
    assert [(row[0], row[1]) for part in block_rows(registry.url) for row in part] == [
        ("0334", "花電話"),
        ("06634", "古電話"),
    ]


async def test_a_table_that_comes_between_two_statements_is_no_trouble(registry: RegistryPlace) -> None:
    """The second one finds rows of an import that the first did not know."""
    table = "番号,指定事業者\n0334,花電話\n"
    registry.load("mic", "a.csv", table)
    async with registry.opened() as store:
        await store.look_up([TOKYO])
        with transaction(registry.url) as connection:  # as if the version had been read before
            copied = (
                "INSERT INTO imports SELECT 77, kind, 'b', file, sha256, title, url, licence, date, imported, rows"
                " FROM imports"
            )
            connection.execute(text(copied))
            connection.execute(text('UPDATE blocks SET "import" = 77'))
        assert (await store.look_up([TOKYO])).blocks[TOKYO].table == "b"


async def test_only_content_changes_the_edition(registry: RegistryPlace) -> None:
    async with registry.opened() as store:
        before = (await store.look_up([])).edition
        registry.load("list", "bad.csv", LIST)
        assert (await store.look_up([])).edition == before
        registry.load("registry", "shop.yaml", CLAIM)
        assert (await store.look_up([])).edition == (await store.content()).edition != before


async def test_a_faq_file_is_read_in_the_encoding_of_spreadsheets(registry: RegistryPlace) -> None:
    registry.load("faq", "f.jsonl", '{"id": "a", "question": "番号は?", "answer": "はい"}'.encode("cp932"))
    async with registry.opened() as store:
        assert [entry.question for entry in (await store.content()).entries] == ["番号は?"]
    with pytest.raises(FileRefusedError, match=r"^line 1: "):
        registry.load("faq", "g.jsonl", "{broken")
