"""`./run telegram setup`: tells Telegram where updates go and how to present the bot, and says what is missing."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping

import msgspec
from telegram.error import TelegramError

from bots.metrics import Metrics
from bots.telegram.adapter import webhook_at
from bots.telegram.client import FloodWait, TelegramClient
from bots.telegram.findings import (
    Account,
    Finding,
    Webhook,
    line,
    of_account,
    of_address,
    of_error,
    of_server,
    of_webhook,
)
from bots.telegram.insist import Sleep
from bots.telegram.profile import Wish, wishes
from bots.telegram.webhook import PATH
from bots.wire import Wire, WireError
from config.settings import Settings, SettingsError
from core.messages import Language
from core.texts import Texts

LONGEST_WAIT = 60  # seconds of a flood wait that are waited for
PROBE = 5.0  # seconds for the server's own answer


async def run_setup(settings: Settings, texts: Mapping[Language, Texts], say: Callable[[str], object]) -> int:
    """Set everything up, one line a finding; 0, or 1 where something does not work. Raises SettingsError."""
    if not settings.telegram_bot_token:
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN: missing; talk to @BotFather, /newbot, and copy the token into .env"
        )
    wire = Wire(settings.telegram_api_url)
    client = TelegramClient(wire, settings.telegram_bot_token.get_secret_value(), Metrics())
    wrong = False
    try:
        async for finding in findings(settings, client, texts):
            say(line(finding))
            wrong = wrong or finding.state == "wrong"
    finally:
        await wire.close()
    return int(wrong)


async def findings(
    settings: Settings,
    client: TelegramClient,
    texts: Mapping[Language, Texts],
    sleep: Sleep = asyncio.sleep,
) -> AsyncIterator[Finding]:
    """Each step, as it is done. Without an answer to getMe there is nothing more to do."""
    try:
        account = msgspec.json.decode(await client.call("getMe", {}), type=Account)
    except TelegramError as error:
        yield of_error("getMe", error)
        return
    for finding in of_account(account):
        yield finding
    deliveries = _polled(client) if settings.telegram_mode == "polling" else _delivered(settings, client)
    async for finding in deliveries:
        yield finding
    ephemeral = await client.has_ephemeral()
    for wish in wishes(texts, settings.default_language, ephemeral=ephemeral):
        yield await _fulfilled(client, wish, sleep)


async def _polled(client: TelegramClient) -> AsyncIterator[Finding]:
    try:
        await client.call("deleteWebhook", {"drop_pending_updates": False})
    except TelegramError as error:
        yield of_error("webhook", error)
    else:
        yield Finding("ok", "no webhook: ./run serve fetches updates")


async def _delivered(settings: Settings, client: TelegramClient) -> AsyncIterator[Finding]:
    url = settings.public_url
    if (problem := of_address(url)) or url is None or settings.telegram_webhook_secret is None:
        if problem:
            yield problem
        return
    wanted = webhook_at(url, settings.telegram_webhook_secret.get_secret_value())
    try:
        await client.call("setWebhook", wanted)
        info = msgspec.json.decode(await client.call("getWebhookInfo", {}), type=Webhook)
    except TelegramError as error:
        yield of_error("webhook", error)
        return
    yield Finding("ok", f"updates go to {wanted['url']}: {', '.join(wanted['allowed_updates'])}")
    for finding in of_webhook(info, wanted["url"], time.time()):
        yield finding
    yield of_server(await knock(url))


async def knock(url: str) -> int:
    """The HTTP status that a delivery without the secret gets; 0 where nothing answers."""
    wire = Wire(url)
    try:
        return (await wire.post(wire.head(PATH), b"{}", PROBE)).status
    except WireError:
        return 0
    finally:
        await wire.close()


async def _fulfilled(client: TelegramClient, wish: Wish, sleep: Sleep) -> Finding:
    """What is so already is not told again: Telegram lets descriptions be changed only now and then."""
    for last in (False, True):
        try:
            if msgspec.json.decode(await client.call(wish.ask, wish.place)) == wish.kept:
                return Finding("ok", f"{wish.what}: as before")
            await client.call(wish.tell, wish.place | wish.value)
        except FloodWait as error:
            if last or error.seconds > LONGEST_WAIT:
                return of_error(wish.what, error)
            await sleep(error.seconds)
        except TelegramError as error:
            return of_error(wish.what, error)
        else:
            break
    return Finding("ok", wish.what)
