"""`check`: the card of each number, as text or as JSON."""

import sys
from collections.abc import Sequence

import msgspec

from bots.answering import now
from bots.lines import judged_fields
from bots.registry import informed
from core.bot import Bot
from core.messages import Message
from core.recognise.plan import load_plan
from core.recognise.reader import Reader


async def check_numbers(numbers: Sequence[str], *, as_json: bool) -> int:
    """Print what is known of each; exit status 1 where one is no number."""
    return await informed(lambda make: _check(make(), numbers, as_json=as_json))


async def _check(bot: Bot, numbers: Sequence[str], *, as_json: bool) -> int:
    reader = Reader(load_plan())
    status = 0
    for text in numbers:
        number = reader.canonical(text)
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
