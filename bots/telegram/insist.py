"""Calls without which the bot cannot work: made until they succeed, each failure logged with what to do."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import msgspec
import structlog
from telegram.error import BadRequest, Conflict, InvalidToken, TelegramError

from bots.telegram.client import FloodWait, TelegramClient, reason

Sleep = Callable[[float], Awaitable[None]]
DELAYS = (1.0, 2.0, 5.0, 15.0, 60.0)  # seconds before each further try; the last one goes on


async def insist(
    client: TelegramClient,
    method: str,
    params: Mapping[str, object],
    delays: Sequence[float] = DELAYS,
    sleep: Sleep = asyncio.sleep,
) -> msgspec.Raw:
    """The method's result, after as many tries as it takes."""
    failures = 0
    while True:
        try:
            return await client.call(method, params)
        except TelegramError as error:
            await sleep(after_failure(method, error, failures, delays))
            failures += 1


def after_failure(method: str, error: TelegramError, failures: int, delays: Sequence[float]) -> float:
    """Log the failure; how many seconds to wait before the next try, after so many failures before it."""
    structlog.get_logger().error(
        f"Telegram's {method} failed, trying again",
        platform="telegram",
        reason=reason(error),
        do=_advice(error),
    )
    usual = delays[min(failures, len(delays) - 1)]
    return max(usual, error.seconds) if isinstance(error, FloodWait) else usual


def _advice(error: TelegramError) -> str:
    match error:
        case InvalidToken():
            return "copy TELEGRAM_BOT_TOKEN anew from @BotFather, and start again"
        case Conflict():
            return "another program uses this token: stop it, or give this bot a token of its own"
        case FloodWait():
            return "nothing: Telegram asks to wait"
        case BadRequest():
            return "check PUBLIC_URL: an https address on port 443, 80, 88 or 8443 that Telegram reaches"
        case _:
            return "check the network, and TELEGRAM_API_URL where it is set"
