"""What trouble with some of Telegram's chats costs the others: `./run bench faults`.

A running server; 50 chats in trouble, each with three messages waiting; meanwhile 200 others ask, 50 a second.
Printed for each kind of trouble: how long the others waited for their answer, and how many copies of their own
first answer the chats in trouble got. A message that arrived though its call failed counts as a copy.
"""

import asyncio
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.fakes.telegram import Fault
from tests.flow.running import RunningBot, World, until, world
from tests.flow.said import telegram_text

TROUBLED, WAITING, OTHERS, A_SECOND = 50, 3, 200, 50
FIRST, OTHER = 10_000, 20_000
MOVED = -1_000_000  # less the former id: where each group goes on
TROUBLES = {
    "none": (),
    "slow: 8 s": (Fault(delay=8),),
    "429, wait 5 s": (Fault(429, "Too Many Requests", {"retry_after": 5}),) * 2,
    "500": (Fault(500, "Internal Server Error"),) * 3,
    "dropped before it arrived": (Fault(drop=True),) * 2,
    "dropped after it arrived": (Fault(drop=True, taken=True),) * 2,
    "token refused": (Fault(401, "Unauthorized"),) * 3,
    "blocked or kicked": (Fault(403, "Forbidden: bot was blocked by the user"),) * 9,
    "migrated": (Fault(400, "Bad Request: upgraded", {"migrate_to_chat_id": MOVED}),),
}


class Stamped(list[dict[str, Any]]):
    """Messages that arrived, and when the first one arrived in each chat."""

    def __init__(self) -> None:
        super().__init__()
        self.first: dict[int, float] = {}

    def append(self, item: dict[str, Any]) -> None:
        super().append(item)
        self.first.setdefault(item["chat_id"], time.perf_counter())


def main() -> None:
    """Print the table."""
    asyncio.run(_all())


async def _all() -> None:
    print("| trouble | others: p50 ms | p99 ms | longest ms | copies of an answer in trouble |")
    print("| --- | --- | --- | --- | --- |")
    for name, faults in TROUBLES.items():
        with tempfile.TemporaryDirectory() as folder:
            async with world(Path(folder)) as around:
                bot = await around.bot()
                await bot.telegram(telegram_text(chat=1))
                await until(lambda: around.telegram.delivered, "the first of all is answered")
                print(f"| {name} | {await _measured(around, bot, faults)} |", flush=True)


async def _measured(around: World, bot: RunningBot, faults: tuple[Fault, ...]) -> str:
    arrived = around.telegram.delivered = Stamped()
    for chat in range(FIRST, FIRST + TROUBLED):
        around.telegram.fail("sendMessage", *(_for(fault, chat) for fault in faults), chat=chat)
    for chat in range(FIRST, FIRST + TROUBLED):
        for text in ("0120-397-972", "/help", "/language")[:WAITING]:
            await bot.telegram(telegram_text(text, chat=chat))
    asked: dict[int, float] = {}
    start = time.perf_counter()
    for place in range(OTHERS):
        await asyncio.sleep(max(0.0, start + place / A_SECOND - time.perf_counter()))
        asked[OTHER + place] = time.perf_counter()
        await bot.telegram(telegram_text(chat=OTHER + place))
    await until(lambda: asked.keys() <= arrived.first.keys(), "the others are answered", 60)
    waits = sorted(1000 * (arrived.first[chat] - asked[chat]) for chat in asked)
    await asyncio.sleep(12)
    firsts = Counter(abs(message["chat_id"]) for message in arrived if "0120-397-972" in message["text"])
    copies = [firsts[chat] + firsts[chat - MOVED] for chat in range(FIRST, FIRST + TROUBLED)]
    p99 = waits[len(waits) * 99 // 100]
    return f"{waits[len(waits) // 2]:.1f} | {p99:.1f} | {waits[-1]:.1f} | {min(copies)} to {max(copies)}"


def _for(fault: Fault, chat: int) -> Fault:
    """The same for one chat: each group moves to a place of its own."""
    if "migrate_to_chat_id" not in fault.parameters:
        return fault
    return replace(fault, parameters={"migrate_to_chat_id": MOVED - chat})
