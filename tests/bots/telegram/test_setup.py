"""`./run telegram setup` against a Telegram of our own: everything is set, and each thing that can be wrong is named."""

from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from aiohttp import web

from bots.telegram.client import TelegramClient
from bots.telegram.findings import Account, Finding, Webhook, of_account, of_address, of_server, of_webhook
from bots.telegram.profile import CODES, SCOPES, wishes
from bots.telegram.setup import findings, knock, run_setup
from config.settings import Settings, SettingsError, load_settings
from core.commands import load_commands
from core.messages import Language
from core.texts import Texts, load_texts
from tests.fakes.telegram import TOKEN, FakeTelegram, Fault

URL = "https://bot.example.jp"


@cache
def texts() -> dict[Language, Texts]:
    return load_texts(files("config") / "locales")


def settings(fake: FakeTelegram, **given: Any) -> Settings:
    usual = {
        "telegram_bot_token": TOKEN,
        "telegram_webhook_secret": "hook-secret",
        "telegram_api_url": fake.url,
        "public_url": URL,
        "telegram_mode": "webhook",
    }
    return load_settings(**(usual | given))


class Waits:
    """A sleep that only notes how long."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


async def found(fake: FakeTelegram, client: TelegramClient, **given: Any) -> list[Finding]:
    return [finding async for finding in findings(settings(fake, **given), client, texts(), Waits())]


def wrong(report: list[Finding]) -> list[str]:
    return [f"{finding.what} → {finding.do}" for finding in report if finding.state == "wrong"]


async def test_everything_is_set(fake: FakeTelegram, client: TelegramClient) -> None:
    """Webhook, commands in each language and scope, descriptions and menu are set, all within Telegram's limits."""
    assert wrong(await found(fake, client)) == []
    assert fake.violations == []
    (hook,) = fake.of("setWebhook")
    assert hook["url"] == f"{URL}/telegram/webhook"
    assert "inline_query" in hook["allowed_updates"]
    places = {(told["scope"]["type"], told.get("language_code")) for told in fake.of("setMyCommands")}
    assert places == {(scope, language) for scope in SCOPES for language in (None, *CODES.values())}
    assert {told.get("language_code") for told in fake.of("setMyDescription")} == {None, *CODES.values()}
    assert fake.of("setChatMenuButton") == [{"menu_button": {"type": "commands"}}]


async def test_a_second_time(fake: FakeTelegram, client: TelegramClient) -> None:
    """What is so already is not told again."""
    await found(fake, client)
    told = len(fake.of("setMyCommands")) + len(fake.of("setMyDescription"))
    report = await found(fake, client)
    assert len(fake.of("setMyCommands")) + len(fake.of("setMyDescription")) == told
    assert (
        sum(finding.what.endswith("as before") for finding in report)
        == (len(CODES) + 1) * (len(SCOPES) + 2) + 1
    )


async def test_polling(fake: FakeTelegram, client: TelegramClient) -> None:
    """Where updates are fetched, a webhook is removed, and what waits is kept."""
    assert wrong(await found(fake, client, telegram_mode="polling", public_url=None)) == []
    assert fake.of("deleteWebhook") == [{"drop_pending_updates": False}]
    assert fake.of("setWebhook") == []


async def test_commands_that_nobody_else_sees(fake: FakeTelegram, client: TelegramClient) -> None:
    """With a Bot API that has them, a group's /help and /forget are between their sender and the bot."""
    fake.later = True
    assert wrong(await found(fake, client)) == []
    assert fake.violations == []
    alone = {
        (told["scope"]["type"], command["command"])
        for told in fake.of("setMyCommands")
        for command in told["commands"]
        if command.get("is_ephemeral")
    }
    groups = ("all_group_chats", "all_chat_administrators")
    assert alone == {(scope, name) for scope in groups for name in ("help", "forget")}


def test_every_command_is_one_of_ours() -> None:
    """What the menu offers, the bot understands."""
    known = load_commands(files("config") / "commands.yaml")
    for wish in wishes(texts(), "ja", ephemeral=True):
        for command in wish.value.get("commands", []):
            assert known.is_given(f"/{command['command']}")


@pytest.mark.parametrize(
    ("method", "fault", "words"),
    [
        ("getMe", Fault(401, "Unauthorized"), "@BotFather"),
        ("getMe", Fault(404, "Not Found"), "@BotFather"),
        ("getMe", Fault(502), "network"),
        ("getMe", Fault(drop=True), "TELEGRAM_API_URL"),
        ("setWebhook", Fault(400, "Bad Request: bad webhook: Failed to resolve host: none"), "DNS"),
        ("setWebhook", Fault(400, "Bad Request: bad webhook: IP address 10.0.0.1 is reserved"), "private"),
        ("setWebhook", Fault(400, "Bad Request: secret token contains unallowed characters"), "SECRET"),
        ("setWebhook", Fault(400, "Bad Request: bad webhook"), "PUBLIC_URL"),
        ("getWebhookInfo", Fault(500), "network"),
        ("setMyCommands", Fault(400, "Bad Request: BOT_COMMAND_INVALID"), "developers"),
        ("setMyDescription", Fault(429, "", {"retry_after": 9000}), "9000 seconds"),
        ("setChatMenuButton", Fault(502), "network"),
    ],
)
async def test_what_telegram_refuses(
    fake: FakeTelegram, client: TelegramClient, method: str, fault: Fault, words: str
) -> None:
    """Each refusal is named once, with what to do, without the token; what does not depend on it is done."""
    fake.fail(method, fault)
    report = await found(fake, client)
    (problem,) = wrong(report)
    assert words in problem
    assert TOKEN not in problem
    assert bool(fake.of("setMyShortDescription")) == (method != "getMe")


async def test_a_short_flood_wait(fake: FakeTelegram, client: TelegramClient) -> None:
    """Where Telegram asks to wait a little, that is waited for."""
    fake.fail("setMyCommands", Fault(429, "", {"retry_after": 7}))
    waits = Waits()
    report = [finding async for finding in findings(settings(fake), client, texts(), waits)]
    assert (wrong(report), waits.seconds) == ([], [7])


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (None, "PUBLIC_URL"),
        ("http://bot.example.jp", "https"),
        ("https://bot.example.jp:8000", "8443"),
    ],
)
def test_addresses(address: str | None, words: str) -> None:
    """An address that Telegram does not deliver to is known before it is asked."""
    finding = of_address(address)
    assert finding is not None
    assert words in finding.do
    assert of_address("https://bot.example.jp:8443") is None


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("Wrong response from the webhook: 401 Unauthorized", "TELEGRAM_WEBHOOK_SECRET"),
        ("Wrong response from the webhook: 404 Not Found", "TELEGRAM_BOT_TOKEN"),
        ("Wrong response from the webhook: 413 Request Entity Too Large", "1 MB"),
        ("Wrong response from the webhook: 502 Bad Gateway", "./run serve"),
        ("SSL error {error:0A000086:SSL routines::certificate verify failed}", "certificate"),
        ("Failed to resolve host: Name or service not known", "DNS"),
        ("Connection refused", "port"),
        ("Connection timed out", "firewall"),
        ("Something new", "log"),
    ],
)
def test_failed_deliveries(told: str, words: str) -> None:
    """Why deliveries failed is read from Telegram's words; an old failure is over."""
    hook = Webhook(f"{URL}/telegram/webhook", last_error_date=5000, last_error_message=told)
    (finding,) = of_webhook(hook, hook.url, now=5100)
    assert (finding.state, words in finding.do) == ("wrong", True)
    assert list(of_webhook(hook, hook.url, now=5000 + 3601)) == []


def test_another_program_took_the_webhook() -> None:
    """An address other than the one just set, and many updates waiting, are told."""
    hook = Webhook("https://other.example.jp/", pending_update_count=5000)
    states = [finding.state for finding in of_webhook(hook, f"{URL}/telegram/webhook", now=0)]
    assert states == ["wrong", "todo"]


@pytest.mark.parametrize(
    ("account", "words"),
    [
        (Account("b", can_join_groups=False, can_read_all_group_messages=True, supports_inline_queries=True), "setjoingroups"),
        (Account("b", can_join_groups=True, can_read_all_group_messages=False, supports_inline_queries=True), "setprivacy"),
        (Account("b", can_join_groups=True, can_read_all_group_messages=True, supports_inline_queries=False), "setinline"),
    ],
)  # fmt: skip
def test_switches(account: Account, words: str) -> None:
    """What @BotFather has switched off is named with the command that switches it on; the bot works without."""
    _, finding = of_account(account)
    assert (finding.state, words in finding.do) == ("todo", True)


@pytest.mark.parametrize(("status", "state"), [(401, "ok"), (0, "todo"), (404, "wrong"), (502, "wrong")])
def test_the_server_itself(status: int, state: str) -> None:
    """Whether the server answers at its public address is told by what a delivery without the secret gets."""
    assert of_server(status).state == state


async def testknocking_at_the_server(fake: FakeTelegram, client: TelegramClient, server_port: int) -> None:
    """The server's own address is knocked at without the secret."""
    assert await knock(f"http://127.0.0.1:{server_port}") == 401
    assert await knock("http://127.0.0.1:9") == 0


@pytest.fixture
async def server_port() -> Any:
    async def refuse(request: web.Request) -> web.Response:
        return web.Response(status=401 if request.path == "/telegram/webhook" else 404)

    app = web.Application()
    app.router.add_post("/{tail:.*}", refuse)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield runner.addresses[0][1]
    await runner.cleanup()


async def test_the_command(fake: FakeTelegram) -> None:
    """The report is one line a finding with what to do below; the exit status says whether all works."""
    said: list[str] = []
    assert await run_setup(settings(fake), texts(), said.append) == 0
    assert said[0] == "ok    the token is that of @BangobanBot"
    assert any("@BotFather: /setprivacy" in line for line in said)
    fake.fail("getMe", Fault(401, "Unauthorized"))
    said.clear()
    assert await run_setup(settings(fake), texts(), said.append) == 1
    assert said == [
        "WRONG getMe: InvalidToken\n      → copy TELEGRAM_BOT_TOKEN anew from @BotFather: /mybots, API Token"
    ]


async def test_without_a_token(fake: FakeTelegram) -> None:
    """Without a token the setting is named, with where to get one."""
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN: missing; talk to @BotFather"):
        await run_setup(settings(fake, telegram_bot_token=None), texts(), print)
