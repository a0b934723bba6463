"""The chat page by keyboard, by screen reader, at 360 px, in the dark and without motion."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from core.messages import Button, Card, Reply, Row, Text, Verdict
from tests.bots.web.scripted import ScriptedBot
from tests.browser.served import ServedPage

pytestmark = pytest.mark.asyncio(loop_scope="session")

VERDICTS: tuple[Verdict, ...] = ("official", "claimed", "unknown", "caution", "danger", "impossible")


def card(verdict: Verdict) -> Reply:
    return Reply(
        parts=(
            Text("調べました。"),
            Card(
                title="0120-397-972-0120-397-972-0120-397-972",
                verdict=verdict,
                headline="📋 だれの番号か、言われていることがあります",
                rows=(Row("用件", "おしらせ" * 20),),
                advice=("電話を切る",),
                buttons=(
                    Button("くわしく見る", "press", "m:more:1"),
                    Button("電話をかける", "call", "0120629215"),
                ),
            ),
        ),
        text="だれの番号か",
        choices=(Button("使い方", "say", "使い方"),),
    )


async def press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def test_everything_is_reached_and_worked_with_the_keyboard_alone(page: Page, bot: ScriptedBot) -> None:
    """Tab goes through head, tabs, log, card and choices to the box; each stop shows its focus."""
    bot.script["0120"] = card("claimed")
    await page.get_by_label("メッセージ").focus()
    await page.keyboard.type("0120")
    await press(page, "Enter")
    await expect(page.get_by_role("button", name="くわしく見る")).to_be_attached()
    await page.locator("#restart").focus()
    stops = []
    for _ in range(8):
        await press(page, "Tab")
        stops.append(
            await page.evaluate(
                """() => { const e = document.activeElement;
                return (e.getAttribute('role') || e.id || e.value || e.textContent.trim()).replace(/\\s+/g, ' ')
                    + (getComputedStyle(e).outlineStyle === 'none' ? ' without focus' : '') }"""
            )
        )
    assert stops == [
        "tab", "line", "log", "くわしく見る", "電話をかける", "使い方", "text", "send",
    ]  # fmt: skip
    await page.get_by_role("button", name="くわしく見る").focus()
    await press(page, "Enter")
    await expect(page.get_by_role("log").get_by_text("聞きました: m:more:1")).to_be_visible()


async def test_arrow_keys_move_between_the_talks(page: Page) -> None:
    await page.locator("#tab-private").focus()
    await press(page, "ArrowRight")
    await expect(page.locator("#tab-group")).to_be_focused()
    await expect(page.get_by_role("tab", selected=True)).to_have_attribute("id", "tab-group")
    await expect(page.get_by_role("tabpanel", name="家族グループ")).to_be_visible()
    await press(page, "ArrowRight")
    await expect(page.get_by_role("tab", selected=True)).to_have_attribute("id", "tab-private")


async def test_shift_and_enter_breaks_the_line_and_escape_does_nothing(page: Page, bot: ScriptedBot) -> None:
    await page.get_by_label("メッセージ").focus()
    await page.keyboard.type("一行目")
    await press(page, "Shift+Enter")
    await page.keyboard.type("二行目")
    await press(page, "Escape")
    await expect(page.get_by_label("メッセージ")).to_have_value("一行目\n二行目")
    await press(page, "Enter")
    await expect(page.get_by_role("log").get_by_text("聞きました: 一行目")).to_be_visible()
    assert bot.texts() == ["一行目\n二行目"]


async def test_the_enter_that_ends_a_kanji_conversion_sends_nothing(page: Page, bot: ScriptedBot) -> None:
    await page.get_by_label("メッセージ").fill("でんわ")
    await page.evaluate(
        """() => document.getElementById('text').dispatchEvent(
        new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"""
    )
    await expect(page.get_by_label("メッセージ")).to_have_value("でんわ")
    await press(page, "Enter")
    await expect(page.get_by_role("log").get_by_text("聞きました: でんわ")).to_be_visible()
    assert bot.texts() == ["でんわ"]


async def test_blank_text_is_not_sent(page: Page, bot: ScriptedBot) -> None:
    await page.get_by_label("メッセージ").fill("  \n ")
    await press(page, "Enter")
    await page.get_by_label("メッセージ").fill("110")
    await press(page, "Enter")
    await expect(page.get_by_role("log").get_by_text("聞きました: 110")).to_be_visible()
    assert bot.texts() == ["110"]


async def test_answers_land_in_a_polite_live_region_with_their_language(page: Page, bot: ScriptedBot) -> None:
    bot.script["hello"] = Reply(parts=(Text("Hello there"),), text="Hello there", language="en")
    await page.get_by_label("メッセージ").fill("hello")
    await press(page, "Enter")
    log = page.get_by_role("log", name="LINEの番号番")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(log.locator("[lang=en]").get_by_text("Hello there")).to_be_visible()
    assert await page.evaluate("document.documentElement.lang") == "ja"


async def test_every_control_has_a_name_and_every_id_is_used_once(page: Page, bot: ScriptedBot) -> None:
    bot.script["0120"] = card("danger")
    await page.get_by_label("メッセージ").fill("0120")
    await press(page, "Enter")
    await expect(page.get_by_role("article")).to_be_visible()
    for role in ("button", "link", "tab", "textbox", "radio", "log", "tabpanel"):
        for snapshot in re.findall(rf"- {role}\b[^\n]*", await page.locator("body").aria_snapshot()):
            assert '"' in snapshot, snapshot
    ids = await page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("verdict", VERDICTS)
async def test_text_stands_out_from_its_ground(
    page: Page, bot: ScriptedBot, scheme: str, verdict: Verdict
) -> None:
    """WCAG 2.2, 1.4.3: the contrast of every piece of text is 4.5:1 or more, in both colour schemes."""
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # the parameters are its literals
    bot.script["0120"] = card(verdict)
    await page.get_by_label("メッセージ").fill("0120")
    await press(page, "Enter")
    await expect(page.get_by_role("article")).to_be_visible()
    pairs: list[tuple[str, list[float], list[float]]] = await page.evaluate(
        """() => {
        const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
        const ground = (element) => {
            const color = rgb(getComputedStyle(element).backgroundColor);
            return color[3] === 0 ? ground(element.parentElement) : color;
        };
        return [...document.querySelectorAll('body *')]
            .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()))
            .filter((e) => e.checkVisibility() && !e.matches('script, template, noscript, .unseen, option'))
            .map((e) => [e.textContent.trim(), rgb(getComputedStyle(e).color), ground(e)]);
        }"""
    )
    assert len(pairs) > 20
    assert {text: contrast(ink, ground) for text, ink, ground in pairs if contrast(ink, ground) < 4.5} == {}


def contrast(ink: list[float], ground: list[float]) -> float:
    """The contrast ratio of two sRGB colours, after WCAG 2.2."""

    def luminance(color: list[float]) -> float:
        parts = [
            c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in color[:3]
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((luminance(ink), luminance(ground)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("width", [320, 360, 770, 820, 1000, 1280])
async def test_nothing_is_cut_off_at_any_width(page: Page, bot: ScriptedBot, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 640})
    bot.script["0120"] = card("caution")
    await page.get_by_label("メッセージ").fill("0120")
    await press(page, "Enter")
    await expect(page.get_by_role("article")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert await page.evaluate(
        "[...document.querySelectorAll('[role=log], .flex, .bubble, .key')].every((e) => e.scrollWidth <= e.clientWidth + 1)"
    )
    assert await page.evaluate(
        """[...document.querySelectorAll('button, label, textarea')].filter((e) => e.checkVisibility())
        .every((e) => e.getBoundingClientRect().right <= innerWidth)"""
    )


async def test_what_is_pressed_is_large_enough_for_a_finger(page: Page, bot: ScriptedBot) -> None:
    bot.script["0120"] = card("caution")
    await page.get_by_label("メッセージ").fill("0120")
    await press(page, "Enter")
    await expect(page.get_by_role("article")).to_be_visible()
    small = await page.evaluate(
        """() => [...document.querySelectorAll('button, .button, textarea')].filter((e) => e.checkVisibility())
        .filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.textContent)"""
    )
    assert small == []


async def test_a_long_answer_is_read_from_its_top(page: Page, bot: ScriptedBot) -> None:
    bot.script["0120"] = card("caution")
    await page.get_by_label("メッセージ").fill("0120")
    await press(page, "Enter")
    headline = page.locator(".line .flex .header p")
    await expect(headline).to_be_in_viewport()
    await expect(page.get_by_role("log").locator(".said .bubble")).to_be_in_viewport()


async def test_without_motion_nothing_moves(browser: Browser, served: ServedPage, bot: ScriptedBot) -> None:
    bot.open.clear()
    page = await browser.new_page(reduced_motion="reduce")
    await page.goto(served.address)
    dot = page.get_by_role("log").locator(".waiting i").first
    await expect(dot).to_be_visible()
    assert await dot.evaluate("(element) => getComputedStyle(element).animationName") == "none"
    await page.emulate_media(reduced_motion="no-preference")
    assert await dot.evaluate("(element) => getComputedStyle(element).animationName") == "wait"
    await page.close()
