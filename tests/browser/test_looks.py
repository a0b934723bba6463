"""Both platforms' looks beside each other: what is typed once is answered in both, and axe has nothing against them."""

from collections.abc import Set

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, expect

from core.messages import Button, Card, Reply, Row, SourceLine, Text, Verdict
from tests.bots.web.scripted import ScriptedBot, said

pytestmark = pytest.mark.asyncio(loop_scope="session")

VERDICTS: tuple[Verdict, ...] = ("official", "claimed", "unknown", "caution", "danger", "impossible")
# What axe must have judged; a rule that finds nothing to look at says nothing.
JUDGED = {"color-contrast", "button-name", "link-name", "label", "aria-roles", "scrollable-region-focusable"}


def card(verdict: Verdict) -> Card:
    return Card(
        title="0120-397-972",
        verdict=verdict,
        headline="📋 だれの番号か、言われていることがあります",
        rows=(Row("用件", "おしらせ"),),
        notes=("確かめられていません。",),
        advice=("電話を切る",),
        sources=(SourceLine("番号の本", "https://example.org/book", "2026-02-17"), SourceLine("新聞")),
        buttons=(
            Button("くわしく見る", "press", "m:more:1"),
            Button("無視したら?", "say", "無視したらどうなる?"),
            Button("サイトを見る", "link", "https://example.org/desk"),
            Button("電話をかける", "call", "0120629215"),
            Button("番号をコピー", "copy", "0120-629-215"),
        ),
    )


FULL = Reply(
    parts=(
        Text("調べました。 https://example.org/ 03-1234-5678"),
        *(card(verdict) for verdict in VERDICTS[:3]),
        Text("ほかにも"),
        *(card(verdict) for verdict in VERDICTS[3:]),
    ),
    text="調べました",
    choices=(Button("使い方", "say", "使い方"),),
    quote=True,
)


def pane(page: Page, platform: str) -> Locator:
    return page.locator(f".{platform} [role=log]:visible")


async def send(page: Page, text: str) -> None:
    await page.get_by_label("メッセージ").fill(text)
    await page.keyboard.press("Enter")
    await page.locator(".waiting").first.wait_for(state="detached")


@pytest_asyncio.fixture(loop_scope="session")
async def wide(page: Page) -> Page:
    await page.set_viewport_size({"width": 1200, "height": 800})
    await expect(page.locator("body")).to_have_attribute("data-view", "both")
    return page


async def test_what_is_typed_once_is_answered_as_both_platforms_show_it(wide: Page, bot: ScriptedBot) -> None:
    await send(wide, "110は?")
    for platform in ("line", "telegram"):
        await expect(pane(wide, platform).get_by_text("聞きました: 110は?")).to_be_visible()
        await expect(pane(wide, platform).locator(".said .bubble").last).to_have_text("110は?")
    assert bot.texts("line") == ["110は?"]
    assert bot.texts("telegram") == ["/start", "110は?"]


@pytest.mark.parametrize("platform", ["line", "telegram"])
async def test_a_press_on_either_side_comes_back_to_the_bot_on_both(
    wide: Page, bot: ScriptedBot, platform: str
) -> None:
    """LINE shows the press as words of the presser's, Telegram shows none."""
    bot.script["0120"] = Reply(parts=(card("claimed"),), text="x")
    await send(wide, "0120")
    await pane(wide, platform).get_by_role("button", name="くわしく見る").click()
    for each in ("line", "telegram"):
        await expect(pane(wide, each).get_by_text("聞きました: m:more:1")).to_be_visible()
    await expect(pane(wide, "line").locator(".said .bubble").last).to_have_text("くわしく見る")
    await expect(pane(wide, "telegram").locator(".said .bubble").last).to_have_text("0120")


@pytest.mark.parametrize("platform", ["line", "telegram"])
async def test_a_button_that_speaks_is_said_in_line_and_pressed_in_telegram(
    wide: Page, bot: ScriptedBot, platform: str
) -> None:
    bot.script["0120"] = Reply(parts=(card("claimed"),), text="x")
    await send(wide, "0120")
    await pane(wide, platform).get_by_role("button", name="無視したら?").click()
    for each in ("line", "telegram"):
        await expect(pane(wide, each).get_by_text("聞きました: 無視したらどうなる?")).to_be_visible()
    await expect(pane(wide, "line").locator(".said .bubble").last).to_have_text("無視したらどうなる?")
    await expect(pane(wide, "telegram").locator(".said .bubble").last).to_have_text("0120")


async def test_telegrams_person_begins_with_start_and_lines_with_nothing_said(wide: Page) -> None:
    await expect(pane(wide, "telegram").locator(".said .bubble")).to_have_text(["/start"])
    await expect(pane(wide, "line").locator(".said")).to_have_count(0)


async def test_a_number_to_ring_is_dialled_on_line_and_copied_on_telegram(
    wide: Page, bot: ScriptedBot
) -> None:
    bot.script["0120"] = Reply(parts=(card("claimed"),), text="x")
    await send(wide, "0120")
    call = pane(wide, "line").get_by_role("link", name="電話をかける")
    await expect(call).to_have_attribute("href", "tel:0120629215")
    await pane(wide, "telegram").get_by_role("button", name="0120629215 をコピー").click()
    await expect(wide.get_by_role("status").filter(has_text="コピーしました")).to_be_visible()
    assert await wide.evaluate("navigator.clipboard.readText()") == "0120629215"


async def test_the_colours_of_a_card_are_those_of_its_payload_after_a_reload_too(
    page: Page, bot: ScriptedBot
) -> None:
    bot.script["0120"] = Reply(parts=(card("danger"),), text="x")
    await send(page, "0120")
    header = page.locator(".line .header .box")
    colour = "(element) => getComputedStyle(element).backgroundColor"
    assert await header.evaluate(colour) == "rgb(179, 38, 30)"
    await page.reload()
    assert await header.evaluate(colour) == "rgb(179, 38, 30)"


async def test_on_a_narrow_screen_a_switch_shows_one_of_them(page: Page) -> None:
    await expect(page.get_by_role("log")).to_have_count(1)
    await expect(page.get_by_role("log", name="LINEの番号番")).to_be_visible()
    await expect(page.get_by_text("両方", exact=True)).to_be_hidden()
    await page.get_by_role("radio", name="Telegram").check()
    await expect(page.get_by_role("log")).to_have_count(1)
    await expect(page.get_by_role("log", name="Telegramの番号番")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("log", name="Telegramの番号番")).to_be_visible()


@pytest.mark.parametrize(
    ("view", "read"),
    [("line", ["polite", "off"]), ("telegram", ["off", "polite"]), ("both", ["polite", "off"])],
)
async def test_of_two_logs_that_say_the_same_one_is_read_out(wide: Page, view: str, read: list[str]) -> None:
    await wide.locator(f"[name=view][value={view}]").check()
    live = "[...document.querySelectorAll('#room-private [role=log]')].map((log) => log.ariaLive)"
    assert await wide.evaluate(live) == read


async def test_in_the_group_both_point_to_whom_they_answer(wide: Page, bot: ScriptedBot) -> None:
    bot.script["110は?"] = Reply(parts=(Text("警察です"),), text="警察です", quote=True)
    await wide.get_by_role("tab", name="家族グループ").click()
    await wide.get_by_role("radio", name="たろう").check()
    await send(wide, "@番号番 110は?")
    answer = pane(wide, "line").locator(".bot").last
    await expect(answer.locator(".mention")).to_have_text("@たろう")
    await expect(answer.locator("blockquote")).to_contain_text("@番号番 110は?")
    await expect(pane(wide, "telegram").locator(".bot blockquote")).to_contain_text("@番号番 110は?")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["line", "telegram", "both"])
async def test_axe_finds_nothing_in_a_whole_conversation(
    wide: Page, bot: ScriptedBot, scheme: str, view: str
) -> None:
    """Every rule of axe-core, on each look and both, light and dark; with cards of all verdicts in carousels."""
    await wide.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # the parameters are its literals
    await wide.locator(f"[name=view][value={view}]").check()
    bot.script |= {"0120": FULL, "ねえ": None, "短い": said("はい"), "だめ": ValueError()}
    for text in ("短い", "だめ", "0120"):
        await send(wide, text)
    assert await complaints(wide, JUDGED) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_in_the_group_on_a_phone(page: Page, bot: ScriptedBot, scheme: str) -> None:
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    bot.script["110は?"] = FULL
    for platform in ("LINE", "Telegram"):
        await page.get_by_role("radio", name=platform).check()
        await page.get_by_role("tab", name="家族グループ").click()
        await page.get_by_role("radio", name="たろう").check()
        await send(page, "おはよう")
        await send(page, "@番号番 110は?")
        assert await complaints(page, JUDGED) == []


async def test_axe_would_find_a_button_without_a_name(page: Page) -> None:
    await page.evaluate("document.querySelector('#send').textContent = ''")
    assert [rule for rule, _ in await complaints(page)] == ["button-name"]


async def complaints(page: Page, judged: Set[str] = frozenset()) -> list[tuple[str, str]]:
    """Each rule that is broken, and where. What rules did not look at would be no praise: these must have."""
    found = (await Axe().run(page)).response
    assert {rule["id"] for rule in (*found["passes"], *found["violations"])} >= judged
    return [
        (rule["id"], node["html"][:200] + str(node.get("failureSummary", ""))[:300])
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
