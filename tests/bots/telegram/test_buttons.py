"""Every button that the bot sends, found by pressing from answer to answer, gives a sensible answer whenever and
by whomever it is pressed: all through Telegram's own payloads.
"""

import asyncio
from collections import deque
from collections.abc import Iterator
from functools import cache
from itertools import count
from typing import Any, NamedTuple

import pytest

from bots.telegram.parse import Incoming, parse
from bots.telegram.render import render
from bots.telegram.shapes import Me
from core.bot import Bot
from core.messages import Reply
from core.notebook import Note
from tests.bots.telegram.updates import BOT, GROUP, PERSON, PRIVATE, membership, pressed, update, written
from tests.core.talk import new_bot, product
from tests.fakes.bot_api import violations

ME = Me(1234, "BangobanBot")
BEGINNINGS = (
    *("/start", "/help", "/language", "/forget", "/check", "ありがとう", "もっと"),
    *("0120-397-972", "03-1234-5678", "110", "#9110", "+44 20 7946 0958", "0120-39"),
    "0120397972 0312345678 09012345678 0570000000",
    *(
        "アコムの電話番号は?",
        "三井住友の電話番号は?",
        "アコムを名乗る電話が0312345678から来た",
        "アコムから電話",
    ),
    *(
        "無視したらどうなる?",
        "折り返していい?",
        "いま電話中です",
        "あさっての天気は?",
        "詐欺かもしれない",
        "カードのこと",
    ),
    *("お金を払ってしまった", "カード番号を教えてしまった", "還付金があると言われた", "警察から電話が来た"),
    *("荷物の不在通知のSMSが来た", "会社に電話される?", "孫を名乗る電話が来た", "なりすまし"),
    *("What if I ignore it?", "I sent them money", "Is it a scam?", "the police called me"),
)
_ids = count(1)


class Pressed(NamedTuple):
    """A button: what was said first, the buttons pressed on the way to it, and what it carries."""

    said: str
    way: tuple[str, ...]
    data: str


class NoNotebook:
    """Takes questions that people give for keeping, and keeps none."""

    def count(self, topic: str) -> None:
        assert topic

    async def keep(self, note: Note) -> None:
        assert note.text

    async def forget(self, owner: str) -> int:
        assert owner
        return 0


def bot_of_a_server() -> Bot:
    """With a notebook, as a server's bot has one; nobody here writes too fast."""
    return new_bot(most_a_minute=None, notebook=NoNotebook())


class Chat:
    """A chat on Telegram, and one who speaks in it."""

    def __init__(self, bot: Bot, chat: dict[str, Any] | None = None, person: int | None = None) -> None:
        self._number = number = person or next(_ids)
        self._bot = bot
        self._person = PERSON | {"id": number}
        self._chat = chat or PRIVATE | {"id": number}

    async def say(self, text: str, **fields: Any) -> Reply | None:
        said = written(text, self._chat, sender=self._person, message_id=next(_ids), **fields)
        return await self._answer(said)

    async def press(self, data: str) -> Reply | None:
        press = pressed(data, self._chat).replace(b'"id":7001', b'"id":%d' % self._number)
        return await self._answer(press)

    async def _answer(self, payload: bytes) -> Reply | None:
        incoming = parse(payload, ME, now=1_764_000_000.0 + next(_ids))
        assert isinstance(incoming, Incoming)
        reply = await self._bot.answer(incoming.message)
        for message in render(reply) if reply else ():
            assert violations("sendMessage", {"chat_id": 1, **message}) == []
        return reply


def datas(reply: Reply) -> Iterator[str]:
    """What the keys below an answer carry."""
    for message in render(reply):
        for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
            yield from (str(key["callback_data"]) for key in row if "callback_data" in key)


def action(data: str) -> str:
    """The button without its conversation's mark: it does the same in every conversation."""
    return data if data.startswith("say:") else data.partition(":")[2]


async def walk(chat: Chat, button: Pressed) -> str:
    """Say and press all that leads to the button; the data it carries in this conversation."""
    reply = await chat.say(button.said, reply_to_message={"from": BOT})
    for step in button.way:
        assert reply is not None
        reply = await chat.press(next(data for data in datas(reply) if action(data) == step))
    assert reply is not None
    return next(data for data in datas(reply) if action(data) == action(button.data))


async def explored() -> list[Pressed]:
    """All buttons, each by the first way to it: breadth first, from all that people begin with."""
    bot = bot_of_a_server()
    found: dict[str, Pressed] = {}
    waiting: deque[Pressed] = deque()
    for said in BEGINNINGS:
        reply = await Chat(bot).say(said)
        waiting.extend(Pressed(said, (), data) for data in (datas(reply) if reply else ()))
    while waiting:
        button = waiting.popleft()
        if action(button.data) in found:
            continue
        found[action(button.data)] = button
        chat = Chat(bot)
        reply = await chat.press(await walk(chat, button))
        assert reply is not None, button
        way = (*button.way, action(button.data))
        waiting.extend(Pressed(button.said, way, data) for data in datas(reply))
    return list(found.values())


@cache
def every_button() -> list[Pressed]:
    return asyncio.run(explored())


def sensible(reply: Reply | None, button: Pressed) -> Reply:
    """An answer with words, which does not say that the button is unknown."""
    assert reply is not None, button
    assert reply.text.strip(), button
    for texts in product().texts.values():
        assert texts.say("button.unknown") not in reply.text, button
    return reply


@pytest.fixture(scope="module")
def buttons() -> list[Pressed]:
    """Found once: it takes a few seconds."""
    found = every_button()
    assert len(found) > 100
    assert {action(button.data).partition(":")[0] for button in found} >= {
        *("ask", "guide", "language", "help", "more", "done", "none", "nothing", "keep"),
    }
    return found


async def test_pressed_at_once_and_twice(buttons: list[Pressed]) -> None:
    """Pressed, each gives an answer; pressed again, it gives one again."""
    bot = bot_of_a_server()
    for button in buttons:
        chat = Chat(bot)
        data = await walk(chat, button)
        sensible(await chat.press(data), button)
        sensible(await chat.press(data), button)


async def test_pressed_after_half_an_hour(buttons: list[Pressed]) -> None:
    """With the conversation forgotten, as it is after thirty minutes, each still gives an answer; where that
    depends on a number spoken of, it says that the number is no longer known.
    """
    bot, later = bot_of_a_server(), bot_of_a_server()
    for button in buttons:
        person = next(_ids)
        data = await walk(Chat(bot, person=person), button)
        reply = sensible(await Chat(later, person=person).press(data), button)
        old = [texts.say("button.old") in reply.text for texts in product().texts.values()]
        if action(data).startswith("ask:") and not data.startswith("-:"):
            assert any(old), button


async def test_pressed_by_another_member(buttons: list[Pressed]) -> None:
    """In a group, another member's press is answered to them, and changes nothing for the first."""
    bot = bot_of_a_server()
    for place, button in enumerate(buttons):
        group = GROUP | {"id": -1000 - place}
        first, other = (Chat(bot, group, next(_ids)) for _ in range(2))
        data = await walk(first, button)
        sensible(await other.press(data), button)
        sensible(await first.press(data), button)


async def test_the_warning_and_the_introduction() -> None:
    """What the bot says unasked in a group has buttons that work for every member."""
    bot = new_bot()
    warning = await Chat(bot, GROUP, 1).say("03-1234-5678 に電話して")
    assert warning is not None
    joined = parse(membership("left", "member"), ME, 0)
    assert isinstance(joined, Incoming)
    introduction = await bot.answer(joined.message)
    assert introduction is not None
    found = [*datas(warning), *datas(introduction)]
    assert found
    for data in found:
        for person in (1, 2):
            sensible(await Chat(bot, GROUP, person).press(data), Pressed("", (), data))


@pytest.mark.parametrize(
    "data", ["", "strange", "ab12:ask:no_such_entry", "::", "ab12:check:nothing", "-:guide:x.9"]
)
async def test_what_no_button_of_ours_carries(data: str) -> None:
    """Data that no button of today carries, as those of an older release, is answered politely."""
    reply = await Chat(new_bot()).press(data)
    assert reply is not None
    assert "文字で送ってください" in reply.text


def test_a_press_without_a_message() -> None:
    """A press below a message sent from another chat has no chat to answer in, and no such button is sent."""
    query = {"id": "1", "from": PERSON, "inline_message_id": "x", "chat_instance": "1", "data": "a:b:c"}
    assert parse(update(callback_query=query), ME, 0) == "kind"
