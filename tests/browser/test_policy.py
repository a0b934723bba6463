"""The content security policy, as the browser enforces it."""

import asyncio

import pytest
from playwright.async_api import Browser, Page, expect

from core.messages import Button, Card, Reply
from tests.bots.web.scripted import ScriptedBot
from tests.browser.served import ServedPage

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOTE_VIOLATIONS = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
"""


async def test_a_whole_conversation_breaks_no_rule_of_the_policy(
    browser: Browser, served: ServedPage, bot: ScriptedBot
) -> None:
    card = Card(title="110", verdict="official", headline="警察です")
    bot.script["110"] = Reply(parts=(card,), text="警察です", choices=(Button("次", "say", "次"),))
    page = await browser.new_page(viewport={"width": 360, "height": 640})
    await page.add_init_script(NOTE_VIOLATIONS)
    await page.goto(served.address)
    await page.get_by_role("log").get_by_text("はじめまして").wait_for()
    await page.get_by_label("メッセージ").fill("110")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="次").click()
    await page.get_by_role("radio", name="Telegram").check()
    await page.get_by_role("log").get_by_role("button", name="次").first.click()
    await page.get_by_role("tab", name="家族グループ").click()
    await expect(page.get_by_role("log").get_by_text("グループに入りました")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("log").get_by_text("グループに入りました")).to_be_visible()
    assert await page.evaluate("violations") == []
    await page.close()


@pytest.mark.parametrize(
    ("attempt", "directive"),
    [
        (
            "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)",
            "script-src-elem",
        ),
        (
            "document.body.insertAdjacentHTML('beforeend', '<img src=data:, onerror=\"window.ran = 1\">')",
            "script-src-attr",
        ),
        ("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')", "style-src-attr"),
        ("fetch('http://127.0.0.1:9/').catch(() => 0)", "connect-src"),
        ("document.body.insertAdjacentHTML('beforeend', '<img src=http://127.0.0.1:9/x>')", "img-src"),
        ("document.body.insertAdjacentHTML('beforeend', '<iframe src=/>')", "frame-src"),
    ],
)
async def test_what_the_policy_forbids_is_blocked(page: Page, attempt: str, directive: str) -> None:
    async with asyncio.timeout(5):
        blocked = await page.evaluate(
            """() => new Promise((resolve) => {
            document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
            ATTEMPT
            })""".replace("ATTEMPT", attempt)
        )
    assert blocked == directive
    assert await page.evaluate("window.ran") is None
