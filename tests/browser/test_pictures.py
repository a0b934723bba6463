"""The pictures of the README and of the journeys."""

from pathlib import Path

import pytest
from playwright.async_api import Browser
from playwright.async_api import TimeoutError as WaitedTooLong

from bots.answering import lone_bot
from bots.web.chromium import NoChromiumError, chromium_path
from bots.web.journeys import JOURNEYS, Journey, Step, walk
from bots.web.pictures import take
from bots.web.visit import Visit
from tests.bots.web.scripted import ScriptedBot, said
from tests.browser.served import ServedPage
from tests.core.talk import product

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_all_pictures_are_taken_of_what_the_bot_really_says(tmp_path: Path) -> None:
    real = ServedPage(lone_bot(product()).answer)
    await real.start()
    try:
        pictures = await take(real.address, tmp_path / "new", seconds=20)
    finally:
        await real.stop()
    steps = range(1, 2 + len(JOURNEYS[0].steps))
    assert [picture.stem for picture in pictures] == [
        *("lookup", "followup", "group", "desktop"),
        *(f"journey-{journey.platform}-{step}" for journey in JOURNEYS for step in steps),
    ]
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)


async def test_without_a_warning_there_is_no_picture_of_one(served: ServedPage, tmp_path: Path) -> None:
    with pytest.raises(WaitedTooLong):
        await take(served.address, tmp_path, seconds=1)
    assert not (tmp_path / "group.png").exists()


async def test_a_step_that_lacks_its_words_has_no_picture(
    browser: Browser, served: ServedPage, bot: ScriptedBot, tmp_path: Path
) -> None:
    """Not even where an earlier step said them."""
    bot.script |= {"一": said("これです"), "二": said("ちがいます")}
    journey = Journey(
        "telegram",
        ("はじめまして",),
        (Step("one", ("一",), ("これです",)), Step("two", ("二",), ("これです",))),
    )
    with pytest.raises(WaitedTooLong):
        await walk(Visit(browser, served.address, 1), journey, tmp_path)
    assert (tmp_path / "journey-telegram-2.png").exists()
    assert not (tmp_path / "journey-telegram-3.png").exists()


async def test_a_picture_of_a_talk_ends_between_two_lines(
    browser: Browser, served: ServedPage, bot: ScriptedBot, tmp_path: Path
) -> None:
    bot.script["長い"] = said("\n".join(str(line) for line in range(200)))
    found = []
    for height in range(700, 726, 5):  # a line is about 25 high
        window = await Visit(browser, served.address, 5).open((390, height), "line", 1)
        await window.say("長い")
        before = await window.cuts_a_line()
        await window.shoot_talk(tmp_path / "talk.png")
        found.append((before, await window.cuts_a_line()))
        await window.close()
    assert {before for before, _ in found} == {True, False}
    assert {after for _, after in found} == {False}


async def test_without_chromium_it_says_what_to_install() -> None:
    """The path is asked of whoever knows it, so that the test needs no machine without Chromium."""
    with pytest.raises(NoChromiumError, match="apt-get install"):
        chromium_path(lambda name: None)
