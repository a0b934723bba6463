"""What can go wrong between a running server and Telegram, one by one: the answer arrives where it can, is not said
again beyond what may have arrived, and no other chat waits for it.
"""

import time
from typing import NamedTuple

import pytest

from tests.bots.telegram import updates as shapes
from tests.fakes.telegram import Fault
from tests.flow.running import RunningBot, World, quiet, until
from tests.flow.said import telegram_text

CHAT, OTHER, NEW = 71, 7, -100777
AT_ONCE = 2.0  # seconds within which the other chat is answered, on a machine that does other things as well


class Trouble(NamedTuple):
    """Faults that wait for the first sends, and how many copies of the answer arrive: least and most."""

    faults: tuple[Fault, ...]
    least: int = 1
    most: int = 1


TROUBLES = {
    "slow": Trouble((Fault(delay=3),)),
    "a flood wait": Trouble((Fault(429, "Too Many Requests: retry after 2", {"retry_after": 2}),)),
    "a flood wait without its length": Trouble((Fault(429, "Too Many Requests"),)),
    "a server error": Trouble((Fault(500, "Internal Server Error"), Fault(502, "Bad Gateway"))),
    "a dropped connection": Trouble((Fault(drop=True),)),
    "a connection dropped after it arrived": Trouble((Fault(drop=True, taken=True),), most=2),
    "dropped again and again after it arrived": Trouble((Fault(drop=True, taken=True),) * 9, most=3),
    "no JSON": Trouble((Fault(200, body=b"<html>"),)),
    "refused markup": Trouble((Fault(400, "Bad Request: can't parse entities"),)),
    "a token that is replaced": Trouble((Fault(401, "Unauthorized"), Fault(401, "Unauthorized"))),
    "blocked by the user": Trouble((Fault(403, "Forbidden: bot was blocked by the user"),), 0, 0),
    "kicked from the group": Trouble((Fault(403, "Forbidden: bot was kicked from the supergroup chat"),), 0, 0),
    "a deactivated user": Trouble((Fault(403, "Forbidden: user is deactivated"),), 0, 0),
    "migrated": Trouble((Fault(400, "Bad Request: upgraded", {"migrate_to_chat_id": NEW}),)),
}  # fmt: skip


async def test_each_trouble_in_a_chat_of_its_own(world: World) -> None:
    """Each answer arrives as often as it may and no more; other chats are answered at once meanwhile."""
    bot = await world.bot()
    await _warm(world, bot)
    chats = {name: CHAT + place for place, name in enumerate(TROUBLES)}
    for name, chat in chats.items():
        world.telegram.fail("sendMessage", *TROUBLES[name].faults, chat=chat)

    for chat in chats.values():
        await bot.telegram(telegram_text(chat=chat))
    await until(lambda: {message["chat_id"] for message in world.telegram.sent()} >= {*chats.values()}, "all")
    asked = time.monotonic()
    await bot.telegram(telegram_text(chat=OTHER))
    await until(lambda: _arrived(world, OTHER), "the other is answered")
    other = time.monotonic() - asked
    due = [chat for name, chat in chats.items() if TROUBLES[name].least]
    await until(lambda: all(_arrived(world, chat) for chat in due), "every answer arrives that can")
    await quiet(lambda: len(world.telegram.sent()), 3.0)

    wrong = {
        name: _arrived(world, chat)
        for name, chat in chats.items()
        if not TROUBLES[name].least <= _arrived(world, chat) <= TROUBLES[name].most
    }
    assert wrong == {}
    assert _arrived(world, OTHER) == 1
    assert other < AT_ONCE


@pytest.mark.parametrize("method", ["getMe", "setWebhook", "answerCallbackQuery", "sendChatAction"])
async def test_trouble_beside_the_answer(world: World, method: str) -> None:
    """Whatever goes wrong with other calls, at the start or beside an answer, the answer comes."""
    world.telegram.fail(
        method, Fault(delay=2, status=500), Fault(drop=True), Fault(429, "", {"retry_after": 1})
    )
    bot = await world.bot(PUBLIC_URL="https://bot.example")

    await bot.telegram(shapes.pressed("-:help:"))

    await until(lambda: _arrived(world, 7001), "it is answered")
    assert await quiet(lambda: len(world.telegram.delivered)) == 1


async def test_a_chat_that_hangs_holds_up_only_itself(world: World) -> None:
    """While one chat's send hangs, its next messages wait in their order, and a hundred others are answered."""
    bot = await world.bot()
    await _warm(world, bot)
    world.telegram.fail("sendMessage", Fault(delay=4), chat=CHAT)

    await bot.telegram(telegram_text("0120-397-972", chat=CHAT))
    await until(lambda: len(world.telegram.sent()) == 2, "the first is under way")
    await bot.telegram(telegram_text("/help", chat=CHAT))
    start = time.monotonic()
    for chat in range(1000, 1100):
        await bot.telegram(telegram_text(chat=chat))
    await until(lambda: len(world.telegram.delivered) >= 101, "the others are answered")
    others = time.monotonic() - start
    held = _arrived(world, CHAT)
    await until(lambda: _arrived(world, CHAT) == 2, "then its own")

    assert (held, others < 4.0) == (0, True)
    own = [message["text"] for message in world.telegram.delivered if message["chat_id"] == CHAT]
    assert ["0120-397-972" in text for text in own] == [True, False]


async def test_more_messages_than_a_group_takes(world: World) -> None:
    """A group gets twenty answers at once; what is asked beyond waits its turn, and other chats do not."""
    bot = await world.bot()
    for person in range(25):
        sender = shapes.PERSON | {"id": 9000 + person}
        asked = shapes.message("番号番 110", shapes.GROUP, sender=sender, date=int(time.time()))
        await bot.telegram(shapes.update(60_000 + person, message=asked))
    await until(lambda: len(world.telegram.delivered) >= 20, "twenty are answered")
    await bot.telegram(telegram_text(chat=OTHER))
    await until(lambda: _arrived(world, OTHER), "the other is answered")

    await quiet(lambda: len(world.telegram.sent()), 1.0)
    assert _arrived(world, -100500) == 20


async def test_a_token_replaced_by_a_restart(world: World) -> None:
    """What came while the token was refused is answered after the start with a good one."""
    bot = await world.bot()
    world.telegram.fail("sendMessage", *[Fault(401, "Unauthorized")] * 3)

    await bot.telegram(telegram_text(chat=CHAT))
    await until(lambda: len(world.telegram.sent()) == 2, "it is tried")
    status = await bot.terminated()
    world.telegram.faults.clear()
    await bot.start()

    await until(lambda: _arrived(world, CHAT), "it is answered")
    assert (status, await quiet(lambda: len(world.telegram.delivered))) == (0, 1)


async def _warm(world: World, bot: RunningBot) -> None:
    """The first message of a process takes longer than any other."""
    await bot.telegram(telegram_text(chat=1))
    await until(lambda: len(world.telegram.delivered) == 1, "the first of all is answered")


def _arrived(world: World, chat: int) -> int:
    """How many messages arrived there; what was sent on to where the group moved to counts for the group."""
    here = {chat, NEW} if chat == CHAT + list(TROUBLES).index("migrated") else {chat}
    return sum(message["chat_id"] in here for message in world.telegram.delivered)
