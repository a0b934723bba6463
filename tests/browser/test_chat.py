"""The chat page in a real browser: what a tester sees and does."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from core.messages import Button, Card, Reply, Row, SourceLine
from tests.bots.web.scripted import ScriptedBot, said
from tests.browser.served import ServedPage

pytestmark = pytest.mark.asyncio(loop_scope="session")

BUTTONS = (
    Button("くわしく見る", "press", "mark:more:1"),
    Button("無視したら?", "say", "無視したらどうなる?"),
    Button("サイトを見る", "link", "https://example.org/desk"),
    Button("電話をかける", "call", "0120629215"),
    Button("番号をコピー", "copy", "0120-629-215"),
)
CARD = Reply(
    parts=(
        Card(
            title="0120-397-972",
            verdict="claimed",
            headline="📋 アコムだと言われています",
            rows=(Row("用件", "お支払いのご案内"),),
            notes=("確かめられていません。",),
            advice=("いったん電話を切ってください。",),
            sources=(SourceLine("番号の本", "https://example.org/book", "2026-02-17"),),
            buttons=BUTTONS,
        ),
    ),
    text="0120-397-972\nアコムだと言われています",
    choices=(
        Button("かけ直したい", "say", "かけ直してもよいですか"),
        Button("使い方", "press", "mark:help:"),
    ),
)
EVIL = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"


async def send(page: Page, text: str) -> None:
    await page.get_by_label("メッセージ").fill(text)
    await page.keyboard.press("Enter")


async def test_a_message_is_shown_and_answered(page: Page) -> None:
    await send(page, "110は警察ですか")
    await expect(page.get_by_role("log").locator(".said .bubble")).to_have_text("110は警察ですか")
    await expect(page.get_by_role("log").locator(".bot .bubble").last).to_have_text(
        "聞きました: 110は警察ですか"
    )
    await expect(page.get_by_label("メッセージ")).to_have_value("")


async def test_while_the_bot_thinks_the_page_shows_it(page: Page, bot: ScriptedBot) -> None:
    bot.open.clear()
    await send(page, "110")
    await expect(page.get_by_role("log").locator(".waiting")).to_be_visible()
    bot.open.set()
    await expect(page.get_by_role("log").get_by_text("聞きました: 110")).to_be_visible()
    await expect(page.get_by_role("log").locator(".waiting")).to_have_count(0)


async def test_a_card_shows_verdict_rows_notes_advice_and_dated_sources(page: Page, bot: ScriptedBot) -> None:
    bot.script["0120397972"] = CARD
    await send(page, "0120397972")
    card = page.get_by_role("article", name="0120-397-972")
    for words in (
        "0120-397-972",
        "📋 アコムだと言われています",
        "お支払いのご案内",
        "確かめられていません。",
        "いったん電話を切ってください。",
        "2026-02-17",
    ):
        await expect(card.get_by_text(words)).to_have_count(1)
    source = card.get_by_role("link", name="番号の本")
    await expect(source).to_have_attribute("href", "https://example.org/book")
    await expect(source).to_have_attribute("rel", "noopener noreferrer")


async def test_a_press_button_comes_back_to_the_bot(page: Page, bot: ScriptedBot) -> None:
    bot.script["0120397972"] = CARD
    await send(page, "0120397972")
    await page.get_by_role("button", name="くわしく見る").click()
    await expect(page.get_by_role("log").get_by_text("聞きました: mark:more:1")).to_be_visible()
    assert (bot.heard()[-1].happening, bot.heard()[-1].button) == ("pressed", "mark:more:1")


async def test_a_say_button_speaks_in_the_testers_name(page: Page, bot: ScriptedBot) -> None:
    bot.script["0120397972"] = CARD
    await send(page, "0120397972")
    await page.get_by_role("button", name="無視したら?").click()
    await expect(page.get_by_role("log").locator(".said .bubble").last).to_have_text("無視したらどうなる?")
    await expect(page.get_by_role("log").get_by_text("聞きました: 無視したらどうなる?")).to_be_visible()
    assert bot.heard()[-1].happening == "said"


async def test_a_copy_button_fills_the_clipboard_and_says_so(page: Page, bot: ScriptedBot) -> None:
    bot.script["0120397972"] = CARD
    await send(page, "0120397972")
    await page.get_by_role("button", name="番号をコピー").click()
    await expect(page.get_by_role("status").filter(has_text="コピーしました")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == "0120-629-215"


async def test_link_and_call_buttons_are_links(page: Page, bot: ScriptedBot) -> None:
    bot.script["0120397972"] = CARD
    await send(page, "0120397972")
    site = page.get_by_role("link", name="サイトを見る")
    await expect(site).to_have_attribute("href", "https://example.org/desk")
    await expect(site).to_have_attribute("rel", "noopener noreferrer")
    call = page.get_by_role("link", name="電話をかける")
    await expect(call).to_have_attribute("href", "tel:0120629215")


async def test_choices_vanish_once_one_is_used_and_the_box_has_the_focus(
    page: Page, bot: ScriptedBot
) -> None:
    bot.script["0120397972"] = CARD
    await send(page, "0120397972")
    await page.get_by_role("group", name="えらんで送る").get_by_role("button", name="かけ直したい").click()
    await expect(page.get_by_role("log").get_by_text("聞きました: かけ直してもよいですか")).to_be_visible()
    await expect(page.get_by_role("log").locator(".choices")).to_have_count(0)
    await expect(page.get_by_label("メッセージ")).to_be_focused()


async def test_choices_vanish_when_something_else_is_said(page: Page, bot: ScriptedBot) -> None:
    bot.script["0120397972"] = CARD
    await send(page, "0120397972")
    await expect(page.get_by_role("log").locator(".choices")).to_have_count(1)
    await send(page, "110")
    await expect(page.get_by_role("log").locator(".choices")).to_have_count(0)


async def test_the_group_is_greeted_once_and_its_people_speak_under_their_names(
    page: Page, bot: ScriptedBot
) -> None:
    group = page.get_by_role("tab", name="家族グループ")
    await group.click()
    await expect(page.get_by_role("log").get_by_text("グループに入りました")).to_be_visible()
    await page.locator("#tab-private").click()
    await group.click()
    await page.get_by_role("radio", name="たろう").check()
    await send(page, "おはよう")
    await expect(page.get_by_role("log").get_by_text("番号番は黙っています")).to_be_visible()
    await expect(page.locator("#room-group .line .said .who")).to_have_text("たろう")
    assert [message.happening for message in bot.heard()] == ["met", "joined", "said"]
    assert bot.heard()[-1].sender.endswith("taro")
    assert (bot.heard()[-1].group, bot.heard()[-1].addressed) == (True, False)


async def test_in_the_group_the_mention_button_addresses_the_bot(page: Page) -> None:
    await page.get_by_role("tab", name="家族グループ").click()
    await page.get_by_label("メッセージ").fill("110は?")
    await page.get_by_role("button", name="@番号番").click()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log").get_by_text("聞きました: 110は?")).to_be_visible()


async def test_the_two_talks_are_kept_apart(page: Page, bot: ScriptedBot) -> None:
    await send(page, "ひみつ")
    await page.get_by_role("tab", name="家族グループ").click()
    await expect(page.get_by_role("log").get_by_text("グループに入りました")).to_be_visible()
    await expect(page.get_by_role("log").get_by_text("聞きました: ひみつ")).to_be_hidden()
    private, group = bot.heard()[0].conversation, bot.heard()[-1].conversation
    assert private != group


async def test_a_reload_goes_on_with_the_same_conversation_and_greets_nobody_again(
    page: Page, bot: ScriptedBot
) -> None:
    await send(page, "110")
    await expect(page.get_by_role("log").get_by_text("聞きました: 110")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("log").get_by_text("聞きました: 110")).to_be_visible()
    await send(page, "119")
    await expect(page.get_by_role("log").get_by_text("聞きました: 119")).to_be_visible()
    assert [message.happening for message in bot.heard()] == ["met", "said", "said"]
    assert len({message.conversation for message in bot.heard()}) == 1


async def test_starting_anew_is_a_new_conversation_with_an_empty_log(page: Page, bot: ScriptedBot) -> None:
    await send(page, "110")
    await expect(page.get_by_role("log").get_by_text("聞きました: 110")).to_be_visible()
    await page.get_by_role("button", name="はじめから").click()
    await expect(page.get_by_role("log").locator(".bot .bubble")).to_have_text(["はじめまして"])
    assert bot.heard()[-1].happening == "met"
    assert bot.heard()[-1].conversation != bot.heard()[0].conversation


async def test_another_tab_is_another_person(page: Page, served: ServedPage, bot: ScriptedBot) -> None:
    other = await page.context.new_page()
    await other.goto(served.address)
    await expect(other.get_by_role("log").get_by_text("はじめまして")).to_be_visible()
    assert bot.heard()[0].conversation != bot.heard()[1].conversation


async def test_text_is_shown_as_it_was_written_and_never_run(page: Page, bot: ScriptedBot) -> None:
    """HTML in what the tester writes and in what the bot says stays text."""
    bot.script[EVIL] = said(EVIL)
    title = await page.title()
    await send(page, EVIL)
    await expect(page.get_by_role("log").locator(".said .bubble")).to_have_text(EVIL)
    await expect(page.get_by_role("log").locator(".bot .bubble").last).to_have_text(EVIL)
    await page.reload()
    await expect(page.get_by_role("log").locator(".said .bubble")).to_have_text(EVIL)
    assert await page.title() == title
    assert await page.locator("[onerror], main script").count() == 0


async def test_a_text_too_long_is_not_sent_and_not_lost(page: Page, bot: ScriptedBot) -> None:
    await send(page, "あ" * 5_001)
    await expect(page.get_by_role("status").filter(has_text="5,000文字まで")).to_be_visible()
    assert bot.texts() == []
    await page.keyboard.press("Backspace")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log").get_by_text("聞きました: あああ")).to_be_visible()
    await expect(page.get_by_role("status").filter(has_text="5,000文字まで")).to_have_count(0)


async def test_a_frame_that_the_server_cannot_read_gets_its_bubble(page: Page, bot: ScriptedBot) -> None:
    """The answer has no id then; it ends the oldest wait, and the talk goes on."""
    await page.evaluate(
        """() => {
        const send = WebSocket.prototype.send;
        WebSocket.prototype.send = function (data) { send.call(this, data.includes("こわす") ? "no json" : data); };
        }"""
    )
    await send(page, "こわす")
    await expect(page.get_by_role("log").get_by_text("このメッセージは読み取れませんでした")).to_be_visible()
    await expect(page.get_by_role("log").locator(".waiting")).to_have_count(0)
    await send(page, "110")
    await expect(page.get_by_role("log").get_by_text("聞きました: 110")).to_be_visible()
    assert bot.texts() == ["110"]


async def test_a_lost_connection_is_told_and_taken_up_again(page: Page, served: ServedPage) -> None:
    status = page.get_by_role("status").filter(has_text="つな")
    await served.stop()
    await expect(status).to_contain_text("切れました")
    await send(page, "110")
    await expect(status).to_contain_text("まだ送れません")
    await expect(page.get_by_label("メッセージ")).to_have_value("110")
    await served.start()
    await expect(status).to_have_count(0)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log").get_by_text("聞きました: 110")).to_be_visible()


async def test_an_answer_that_was_lost_is_asked_for_again_only_by_hand(
    page: Page, served: ServedPage, bot: ScriptedBot
) -> None:
    bot.open.clear()
    await send(page, "110")
    await expect(page.get_by_role("log").locator(".waiting")).to_be_visible()
    await served.stop()
    await expect(page.get_by_role("log").get_by_text("答えが届きませんでした")).to_be_visible()
    bot.open.set()
    await served.start()
    await expect(page.get_by_role("status").filter(has_text="つな")).to_have_count(0)
    await asyncio.sleep(0.1)
    assert bot.texts() == ["110"]
    await page.get_by_role("button", name="もう一度送る").click()
    await expect(page.get_by_role("log").get_by_text("聞きました: 110")).to_be_visible()
    await expect(page.get_by_role("log").get_by_text("答えが届きませんでした")).to_have_count(0)
    await expect(page.get_by_role("log").locator(".said")).to_have_count(1)
    assert bot.texts() == ["110", "110"]
    assert bot.heard()[-1].message_id != bot.heard()[-2].message_id
