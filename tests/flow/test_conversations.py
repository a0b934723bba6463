"""The same conversations through both platforms' webhooks, on one running server."""

import asyncio
import html
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Any

from tests.bots.telegram import updates
from tests.core.conversations import Conversation, Turn, conversations
from tests.flow.running import World, until
from tests.flow.said import line_event, line_person, line_text, telegram_text

ALL = conversations()
AT_ONCE = 8  # conversations side by side
_TAG = re.compile(r"<[^>]+>")

Answer = Sequence[dict[str, Any]]  # the platform's messages
Say = Callable[[int, Turn, Answer], Awaitable[Answer]]


async def test_every_conversation_on_line(world: World) -> None:
    """Each turn's answer on LINE says what it must, within LINE's limits."""
    bot = await world.bot()

    async def say(person: int, turn: Turn, before: Answer) -> Answer:
        source = line_person(900_000 + person)
        if turn.say:
            event = line_text(turn.say, source)
        else:
            data = _find(before, turn.press, "label", "data")
            event = line_event("postback", source, postback={"data": data})
        assert await bot.line(event) == 200
        token = event["replyToken"]
        await until(lambda: any(sent.to == token for sent in world.line.sent), f"{turn} is answered")
        return next(sent.messages for sent in world.line.sent if sent.to == token)

    await _hold_all(say)
    assert world.line.violations == []


async def test_every_conversation_on_telegram(world: World) -> None:
    """Each turn's answer on Telegram says what it must, within Telegram's limits."""
    bot = await world.bot()

    async def say(person: int, turn: Turn, before: Answer) -> Answer:
        chat = 800_000 + person
        seen = len(_to(world, chat))
        update = telegram_text(turn.say, chat) if turn.say else _pressed(before, turn, chat)
        assert await bot.telegram(update) == 200
        await until(lambda: len(_to(world, chat)) > seen, f"{turn} is answered")
        await _settled(world, chat)
        return _to(world, chat)[seen:]

    await _hold_all(say)
    assert world.telegram.violations == []


async def _hold_all(say: Say) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def hold(person: int, conversation: Conversation) -> list[str]:
        async with gate:
            return [problem async for problem in _problems(say, person, conversation)]

    found = await asyncio.gather(*(hold(person, each) for person, each in enumerate(ALL)))
    assert [] == [problem for problems in found for problem in problems]


async def _problems(say: Say, person: int, conversation: Conversation) -> AsyncIterator[str]:
    answer: Answer = ()
    for turn in conversation.turns:
        answer = await say(person, turn, answer)
        told = _plain("\n".join(_texts(answer)))
        for problem in turn.wrong_in(told):
            yield f"{conversation.about}: {turn.say or turn.press}: {problem}: {told[:300]}"


def _to(world: World, chat: int) -> list[dict[str, Any]]:
    return [message for message in world.telegram.sent() if message["chat_id"] == chat]


async def _settled(world: World, chat: int) -> None:
    """A long answer is several messages: wait until no more come."""
    count = 0
    while count != len(_to(world, chat)):
        count = len(_to(world, chat))
        await asyncio.sleep(0.1)


def _pressed(before: Answer, turn: Turn, chat: int) -> bytes:
    data = _find(before, turn.press, "text", "callback_data")
    person = updates.PERSON | {"id": chat}
    under = updates.message("card", updates.PRIVATE | {"id": chat}, sender=updates.BOT, date=int(time.time()))
    query = {"id": f"{chat}{time.monotonic_ns()}", "from": person, "message": under}
    return updates.update(
        time.monotonic_ns() % 10**9, callback_query={**query, "chat_instance": "1", "data": data}
    )


def _find(answer: Answer, label: str, named: str, holding: str) -> str:
    """What the button with that label carries."""
    for part in _objects(answer):
        if holding in part and str(part.get(named, "")).startswith(label):
            return str(part[holding])
    raise AssertionError(f"no button {label!r}")


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from _objects(part)


def _texts(answer: Answer) -> Iterator[str]:
    """What can be read, buttons aside."""
    for part in _objects(answer):
        for name in ("text", "altText"):
            if name in part and "callback_data" not in part and "data" not in part:
                yield str(part[name])


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub("", text))
