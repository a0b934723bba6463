"""What goes wrong at LINE, one thing at a time, while somebody else is served: figures for tests and docs."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bots.line import events as shapes
from tests.fakes.line import PUSH, QUOTA, RATE_LIMIT, REPLY, Fault
from tests.flow.running import LINE_SECRET, RunningBot, World, until
from tests.flow.said import line_text

QUIET = 2.5  # seconds without a call after which none comes
TAKEN = Fault(status=500, taken=True)


@dataclass(frozen=True)
class Wrong:
    """A fault: what the reply and the push meet, whether the reply token works, and how many answers arrive."""

    name: str
    reply: Sequence[Fault] = ()
    push: Sequence[Fault] = ()
    token: bool = True
    arrive: int = 1
    way: str = "reply"


FAULTS = (
    Wrong("none"),
    Wrong("slow (5 s)", [Fault(delay=5.0, taken=True)]),
    Wrong("429, rate limit", [Fault(429, RATE_LIMIT)]),
    Wrong("500, not taken", [Fault(500)]),
    Wrong("500, but taken", [TAKEN]),
    Wrong("connection dropped, not taken", [Fault(drop=True)]),
    Wrong("connection dropped, but taken", [Fault(drop=True, taken=True)]),
    Wrong("reply token invalid", token=False, way="push"),
    Wrong("reply token invalid, push 500", push=[Fault(500)], token=False, way="push"),
    Wrong("reply token invalid, push 500 but taken", push=[TAKEN], token=False, way="push"),
    Wrong("reply token invalid, 429 quota", push=[Fault(429, QUOTA)], token=False, arrive=0),
    Wrong("access token expired", [Fault(401)], arrive=0),
    Wrong("blocked by the user", [Fault(status=200)], arrive=0),
)


@dataclass(frozen=True)
class Row:
    """What came of it: answers that arrived, calls made, seconds until the last of them, and how long somebody
    else waited who wrote while the fault was under way.
    """

    wrong: Wrong
    arrived: int
    ways: tuple[str, ...]
    calls: int
    seconds: float
    beside: float


async def measured(world: World, bot: RunningBot) -> list[Row]:
    """Each fault in turn."""
    return [await _measure(world, bot, wrong) for wrong in FAULTS]


async def _measure(world: World, bot: RunningBot, wrong: Wrong) -> Row:
    line, event = world.line, line_text()
    line.fail(REPLY, *wrong.reply)
    line.fail(PUSH, *wrong.push)
    own = {event["replyToken"], event["source"]["userId"]}
    start, before = time.monotonic(), len(line.calls)
    body = shapes.delivery(event)
    line.tokens |= {event["replyToken"]} if wrong.token else set()
    await bot.line_raw(body, shapes.sign(LINE_SECRET, body))
    await until(lambda: len(line.calls) > before, "the fault is met")
    beside = await _answered(world, bot)

    def calls() -> int:
        made = line.calls[before:]
        return sum(bool(own & {call.body.get("replyToken"), call.body.get("to")}) for call in made)

    await until(lambda: calls() >= len(wrong.reply) + len(wrong.push), "all faults are met")
    count, ended = 0, start
    while time.monotonic() < ended + QUIET:
        if calls() > count:
            count, ended = calls(), time.monotonic()
        await asyncio.sleep(0.01)
    # A call is listed when it arrives: a slow one may still be under way.
    await until(lambda: sum(sent.to in own for sent in line.sent) >= wrong.arrive, "what can arrive did")
    sent = [one for one in line.sent if one.to in own]
    return Row(wrong, len(sent), tuple(one.way for one in sent), calls(), ended - start, beside)


async def _answered(world: World, bot: RunningBot) -> float:
    """Seconds until somebody else is answered."""
    event, start = line_text(), time.monotonic()
    await bot.line(event)
    while not any(sent.to == event["replyToken"] for sent in world.line.sent):
        assert time.monotonic() - start < 10, "somebody else waits for an answer"
        await asyncio.sleep(0.002)
    return time.monotonic() - start
