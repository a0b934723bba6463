"""A group that goes on under another name keeps its settings."""

from core.messages import Message
from tests.core.talk import NOON, Talk, group, new_bot


def moved(former: str = "G1", now: str = "G2") -> Message:
    return Message(
        platform="test",
        conversation=now,
        sender="U1",
        time=NOON,
        happening="moved",
        group=True,
        moved_from=former,
    )


async def test_settings_go_with_the_group() -> None:
    """What the group chose before holds in its new place, and is kept no more in the old one."""
    bot = new_bot()
    await group(bot=bot).say("/language en")
    assert await bot.answer(moved()) is None
    reply = await group(bot=bot).say("番号番 110", conversation="G2")
    assert reply.language == "en"
    assert (await group(bot=bot).say("番号番 110")).language == "ja"


async def test_told_twice() -> None:
    """Told once more, later, it does not undo what was chosen since."""
    bot = new_bot()
    await group(bot=bot).say("/language en")
    await bot.answer(moved())
    await group(bot=bot).say("/language ja", conversation="G2")
    await bot.answer(moved())
    await bot.answer(moved())
    assert (await group(bot=bot).say("/help", conversation="G2")).language == "ja"


async def test_warned_before_the_move() -> None:
    """A number that the group was warned of is not warned of again because the group moved."""
    bot = new_bot()
    assert await group(bot=bot).happens(text="03-1234-5678 に電話して") is not None
    await bot.answer(moved())
    assert await group(bot=bot, sender="U2").happens(text="03-1234-5678", conversation="G2") is None


async def test_no_settings() -> None:
    """A group without settings has none after the move either."""
    bot = new_bot()
    await bot.answer(moved())
    assert (await group(bot=bot).say("番号番 110", conversation="G2")).language == "ja"


async def test_introduction_where_little_is_heard() -> None:
    """Where a group shows the bot only what is said to it, the bot does not promise to warn."""
    both = [await Talk().happens(happening="joined", group=True, hears_all=hears) for hears in (True, False)]
    texts = [reply.text for reply in both if reply]
    assert "お知らせします" in texts[0]
    assert "わたしあてのメッセージだけを読みます" in texts[1]
    assert "お知らせします" not in texts[1]
