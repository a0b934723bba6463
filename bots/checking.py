"""`check`: the card of each number, as text or as JSON."""

import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack

import msgspec

from bots.answering import lone_bot, now, product_knowledge
from bots.lines import judged_fields
from bots.registry import current_if_any
from config.settings import load_settings
from core.answer.knowledge import Knowledge
from core.bot import Bot
from core.messages import Message


async def check_numbers(numbers: Sequence[str], *, as_json: bool) -> int:
    """Print what is known of each; exit status 1 where one is no number."""
    know = product_knowledge()
    async with AsyncExitStack() as stack:
        bot = lone_bot(know, current=await current_if_any(load_settings(), know, stack))
        return await _check(bot, know, numbers, as_json=as_json)


async def _check(bot: Bot, know: Knowledge, numbers: Sequence[str], *, as_json: bool) -> int:
    status = 0
    for text in numbers:
        number = know.reader.canonical(text)
        if number is None:
            status = 1
            problem = {"number": text, "error": "not a telephone number; write all digits from the leading 0"}
            line = msgspec.json.encode(problem).decode() if as_json else f"{text}: {problem['error']}"
            print(line)  # noqa: T201 -- this is the command's result
            continue
        message = Message(
            platform="terminal", conversation=text, time=now(), happening="contact", contact=text
        )
        reply = await bot.answer(message)
        if reply:
            fields = judged_fields(reply.numbers[0])
            print(msgspec.json.encode(fields).decode() if as_json else reply.text + "\n")  # noqa: T201
    sys.stdout.flush()
    return status
