"""The registry's database as the commands and the server open it."""

from contextlib import AsyncExitStack
from pathlib import Path

from sqlalchemy import text
from starlette.testclient import TestClient

from bots.answering import lone_bot
from bots.app import opened
from bots.registry import open_current
from config.settings import load_settings
from core.messages import Message
from core.stores.engine import migrate, transaction
from core.stores.revision import is_current
from tests.core.talk import product


async def test_with_a_database_that_cannot_be_used_the_bot_answers_from_what_it_knows(tmp_path: Path) -> None:
    """And says so: in the answer, to the operator, and in its state."""
    (tmp_path / "bangoban.registry.db").write_text("something else, and long enough to be looked at\n" * 20)
    settings = load_settings(data_dir=tmp_path, database_url=None)
    told: list[str] = []
    async with AsyncExitStack() as stack:
        current = await open_current(settings, product(), stack, told.append)
        assert not current.up
        bot = lone_bot(product(), current=current)
        reply = await bot.answer(
            Message(platform="terminal", conversation="c", text="0120397972", time=1.8e9)
        )
    assert reply
    assert reply.numbers[0].organisation == "アコム"
    assert "登録データに今つながりません" in reply.text
    assert ["cannot be used" in reason for reason in told] == [True]


async def test_the_server_starts_without_the_registrys_database(tmp_path: Path) -> None:
    """Nothing is there at the address; that part is degraded, and all else works."""
    settings = load_settings(
        data_dir=tmp_path, database_url="postgresql://u:p@127.0.0.1:1/db", redis_url=None
    )
    async with opened(settings) as app:
        found = TestClient(app.asgi).get("/healthz")
    assert (found.status_code, found.json()["parts"]["database"]) == (200, "degraded")


def test_the_form_of_a_file_is_told_without_making_or_changing_it(tmp_path: Path) -> None:
    """So that a start need not read in what migrates. What cannot be told is to be migrated, which says what is wrong."""
    file = tmp_path / "my # data.db"

    assert not is_current(file)
    assert not file.exists()
    migrate(f"sqlite:///{file}")
    assert is_current(file)
    with transaction(f"sqlite:///{file}") as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert not is_current(file)
    file.write_text("something else, and long enough to be looked at\n" * 20)
    assert not is_current(file)


async def test_a_database_of_a_newer_release_is_told_of(tmp_path: Path) -> None:
    """The server's start does not take it for one of its own form."""
    settings = load_settings(data_dir=tmp_path, database_url=None)
    migrate(settings.registry_url)
    with transaction(settings.registry_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    told: list[str] = []
    async with AsyncExitStack() as stack:
        assert not (await open_current(settings, product(), stack, told.append)).up
    assert "newer release" in told[0]
