"""One Chromium for all tests; for each a fresh bot, a fresh server and a fresh window."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from bots.web.chromium import chromium
from tests.bots.web.scripted import ScriptedBot, said
from tests.browser.served import ServedPage


@pytest.fixture
def bot() -> ScriptedBot:
    return ScriptedBot(
        {"met": said("はじめまして"), "/start": said("はじめまして"), "joined": said("グループに入りました")}
    )


@pytest_asyncio.fixture(loop_scope="session")
async def served(bot: ScriptedBot) -> AsyncIterator[ServedPage]:
    page = ServedPage(bot)
    await page.start()
    yield page
    bot.open.set()
    await page.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, served: ServedPage) -> AsyncIterator[Page]:
    """The page with its greeting shown as LINE has it, at 360 px. No script error may have happened when the test ends."""
    context = await browser.new_context(
        viewport={"width": 360, "height": 640}, permissions=["clipboard-read", "clipboard-write"]
    )
    context.set_default_timeout(5000)
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(served.address)
    await page.get_by_role("log").get_by_text("はじめまして").wait_for()
    yield page
    await context.close()
    assert not errors
