"""The README's pictures."""

from pathlib import Path

import pytest
from playwright.async_api import TimeoutError as WaitedTooLong

from bots.web.chromium import NoChromiumError, chromium_path
from bots.web.pictures import FOLLOW_UP, GROUP_TALK, QUESTION, take
from tests.bots.web.scripted import ScriptedBot, said
from tests.browser.served import ServedPage

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_four_pictures_are_taken_of_what_the_bot_really_says(
    served: ServedPage, bot: ScriptedBot, tmp_path: Path
) -> None:
    bot.script[GROUP_TALK[-1][1]] = said("気をつけて")
    pictures = await take(served.address, tmp_path / "new")
    assert [picture.name for picture in pictures] == [
        "lookup.png",
        "followup.png",
        "group.png",
        "desktop.png",
    ]
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)
    assert bot.texts() == [QUESTION, FOLLOW_UP, *(text for _, text in GROUP_TALK), QUESTION]


async def test_without_a_warning_there_is_no_picture_of_one(served: ServedPage, tmp_path: Path) -> None:
    with pytest.raises(WaitedTooLong):
        await take(served.address, tmp_path, seconds=1)
    assert not (tmp_path / "group.png").exists()


async def test_without_chromium_it_says_what_to_install() -> None:
    """The path is asked of whoever knows it, so that the test needs no machine without Chromium."""
    with pytest.raises(NoChromiumError, match="apt-get install"):
        chromium_path(lambda name: None)
