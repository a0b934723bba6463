"""The registry's database as the commands and the server open it."""

from contextlib import AsyncExitStack
from pathlib import Path

from starlette.testclient import TestClient

from bots.answering import lone_bot
from bots.app import opened
from bots.registry import open_current
from config.settings import load_settings
from core.messages import Message
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
