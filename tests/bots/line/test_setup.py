"""Setting LINE up: each thing that can be wrong is named, with what to do."""

from collections.abc import Mapping
from typing import Any

import pytest

from bots.line.account import Account, wires
from bots.line.client import LineClient
from bots.line.menu import alias, menu_of, menus, picture_of
from bots.line.setup import Finding, Wanted, set_up
from bots.metrics import Metrics
from bots.setting_up import set_up_line
from bots.setting_up import texts as menu_texts
from config.settings import load_settings
from core.messages import Language
from core.texts import Texts
from tests.bots.line.conftest import ACCESS_TOKEN
from tests.fakes.line import FakeLine, Fault

URL = "https://bot.example.jp"
ADDRESS = f"{URL}/line/webhook"
INFO = "/v2/bot/info"


@pytest.fixture(scope="module")
def texts() -> Mapping[Language, Texts]:
    return menu_texts()


async def found(line: FakeLine, texts: Mapping[Language, Texts], **wanted: Any) -> dict[str, Finding]:
    """What setting up finds, by what it is about; no request breaks a rule of LINE's."""
    to = wires(line.url)
    token = wanted.pop("token", ACCESS_TOKEN)
    given = Wanted(**{"public_url": URL, "texts": texts, "language": "ja", **wanted})
    try:
        findings = [
            finding
            async for finding in set_up(Account(to, token), LineClient(to.api, token, Metrics()), given)
        ]
    finally:
        for wire in to:
            await wire.close()
    assert line.violations == []
    assert all(len(finding.told) > 10 for finding in findings)
    return {finding.about: finding for finding in findings}


def missing(findings: Mapping[str, Finding]) -> list[str]:
    return [about for about, finding in findings.items() if finding.state == "missing"]


async def test_all_is_set(line: FakeLine, texts: Mapping[Language, Texts]) -> None:
    """A fresh account gets its webhook and all menus; what only a person can see is named."""
    findings = await found(line, texts)

    assert missing(findings) == []
    assert line.account.webhook["endpoint"] == ADDRESS
    assert line.account.aliases.keys() == menus(texts).keys()
    assert line.account.default == line.account.aliases["bangoban-ja"]
    assert line.account.pictures.keys() == set(line.account.aliases.values())
    assert {"groups", "redelivery", "greeting"} == {
        about for about, finding in findings.items() if finding.state == "look"
    }


async def test_the_default_menu_is_in_the_bots_language(
    line: FakeLine, texts: Mapping[Language, Texts]
) -> None:
    """With DEFAULT_LANGUAGE=zh-Hant everybody sees that menu first."""
    await found(line, texts, language="zh-Hant")

    assert line.account.default == line.account.aliases["bangoban-zh-hant"]


async def test_a_second_time_changes_nothing(line: FakeLine, texts: Mapping[Language, Texts]) -> None:
    """What is set already is left alone."""
    await found(line, texts)
    before = len(line.calls)

    findings = await found(line, texts)

    assert missing(findings) == []
    assert [call.path for call in line.calls[before:]] == ["/v2/bot/channel/webhook/test"]


async def test_an_older_menu_is_replaced(line: FakeLine, texts: Mapping[Language, Texts]) -> None:
    """A menu of an earlier release goes; one that the operator made by hand stays."""
    line.account.menus = {"old": {"name": "bangoban-ja-0"}, "theirs": {"name": "summer"}}

    await found(line, texts)

    assert line.account.menus.keys() == {"theirs", *line.account.aliases.values()}


async def test_only_looking(line: FakeLine, texts: Mapping[Language, Texts]) -> None:
    """With --check what is missing is named, and nothing is changed."""
    findings = await found(line, texts, change=False)

    assert missing(findings) == ["webhook address", "rich menu"]
    assert line.calls == []
    assert "without --check" in findings["rich menu"].told


async def test_the_token_is_wrong(line: FakeLine, texts: Mapping[Language, Texts]) -> None:
    """A token that LINE refuses is named first, and nothing else is tried."""
    findings = await found(line, texts, token="expired")

    assert missing(findings) == ["access token"] == list(findings)
    assert "LINE_CHANNEL_ACCESS_TOKEN" in findings["access token"].told
    assert "expired" not in str(findings)


async def test_line_cannot_be_reached(texts: Mapping[Language, Texts]) -> None:
    """Without LINE the address and the network are to be checked."""
    nowhere = FakeLine(ACCESS_TOKEN)
    nowhere.url = "http://127.0.0.1:9"

    assert "LINE_API_URL" in (await found(nowhere, texts))["LINE"].told


@pytest.mark.parametrize("fault", [Fault(500), Fault(429), Fault(drop=True)])
async def test_line_fails(line: FakeLine, texts: Mapping[Language, Texts], fault: Fault) -> None:
    """A fault of LINE's is told in a line, not in a traceback, and the rest is done."""
    line.fail(INFO, fault)

    findings = await found(line, texts)

    assert missing(findings) == ["account"]
    assert "try again" in findings["account"].told
    assert line.account.default


async def test_a_menu_refused(line: FakeLine, texts: Mapping[Language, Texts]) -> None:
    """What LINE does not take is told by its status."""
    line.fail("/v2/bot/richmenu", Fault(400))

    assert "400" in (await found(line, texts))["rich menu"].told


async def test_a_strange_answer(line: FakeLine, texts: Mapping[Language, Texts]) -> None:
    """An answer without what LINE documents is no crash."""
    line.fail("/v2/bot/richmenu", Fault(200, body={}))

    assert missing(await found(line, texts)) == ["rich menu"]


@pytest.mark.parametrize("url", ["", "http://bot.example.jp"])
async def test_no_public_address(line: FakeLine, texts: Mapping[Language, Texts], url: str) -> None:
    """LINE takes https alone; the menu is set all the same."""
    findings = await found(line, texts, public_url=url)

    assert missing(findings) == ["webhook address"]
    assert "PUBLIC_URL" in findings["webhook address"].told
    assert line.account.default


async def test_the_webhook_is_off(line: FakeLine, texts: Mapping[Language, Texts]) -> None:
    """An address that LINE has and does not use is named with the switch."""
    line.account.active = False
    to = wires(line.url)

    findings = [
        finding
        async for finding in set_up(
            Account(to, ACCESS_TOKEN),
            LineClient(to.api, ACCESS_TOKEN, Metrics()),
            Wanted(URL, texts, "ja"),
        )
    ]

    assert any(finding.state == "missing" and "Use webhook" in finding.told for finding in findings)


@pytest.mark.parametrize(
    ("tried", "word"),
    [
        ({"statusCode": 0, "reason": "COULD_NOT_CONNECT", "detail": "TLS handshake failure"}, "certificate"),
        ({"statusCode": 0, "reason": "REQUEST_TIMEOUT", "detail": "Request timeout"}, "2 seconds"),
        ({"statusCode": 401, "reason": "ERROR_STATUS_CODE", "detail": "401"}, "LINE_CHANNEL_SECRET"),
        ({"statusCode": 404, "reason": "ERROR_STATUS_CODE", "detail": "404"}, "./run serve"),
        ({"statusCode": 502, "reason": "ERROR_STATUS_CODE", "detail": "502"}, "reverse proxy"),
        ({"statusCode": 503, "reason": "ERROR_STATUS_CODE", "detail": "503"}, "/healthz"),
        ({"statusCode": 418, "reason": "ERROR_STATUS_CODE", "detail": "418"}, "418"),
    ],
)
async def test_the_webhook_is_not_reached(
    line: FakeLine, texts: Mapping[Language, Texts], tried: dict[str, Any], word: str
) -> None:
    """What LINE says of a webhook that it cannot use is told as what to do."""
    line.account.tried = {"success": False, **tried}

    findings = await found(line, texts)

    assert missing(findings) == ["webhook"]
    assert word in findings["webhook"].told


@pytest.mark.parametrize(("used", "state"), [(0, "ok"), (179, "ok"), (180, "look"), (200, "look")])
async def test_the_month(line: FakeLine, texts: Mapping[Language, Texts], used: int, state: str) -> None:
    """When most of the month's messages are used, what that means is told."""
    line.account.used = used

    assert (await found(line, texts))["month"].state == state


async def test_no_quota(line: FakeLine, texts: Mapping[Language, Texts]) -> None:
    """A plan without a limit never runs out."""
    line.account.quota, line.account.used = {"type": "none"}, 10_000

    assert (await found(line, texts))["month"].state == "ok"


async def test_chat_is_on(line: FakeLine, texts: Mapping[Language, Texts]) -> None:
    """Where people may answer by hand as well, that is told."""
    line.account.info["chatMode"] = "chat"

    assert (await found(line, texts))["chats"].state == "look"


async def test_without_settings(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a token the command names both settings and where to find them."""
    assert await set_up_line(load_settings(_env_file=None), change=True) == 1
    assert "LINE_CHANNEL_SECRET" in capsys.readouterr().out


async def test_the_command(line: FakeLine, capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints a line a finding, and no secret."""
    settings = load_settings(
        _env_file=None,
        line_channel_secret="channel-secret",
        line_channel_access_token=ACCESS_TOKEN,
        line_api_url=line.url,
        public_url=URL,
    )

    assert await set_up_line(settings, change=True) == 0
    told = capsys.readouterr().out
    assert len(told.splitlines()) == 9
    assert ACCESS_TOKEN not in told
    assert "channel-secret" not in told


def test_pictures_have_their_own_address() -> None:
    """LINE takes pictures at another host; a stand-in for LINE takes them at its own."""
    assert b"Host: api-data.line.me" in wires("https://api.line.me").data.head("/")
    assert b"Host: 127.0.0.1:1" in wires("http://127.0.0.1:1").data.head("/")


def test_a_changed_picture_makes_another_menu(texts: Mapping[Language, Texts]) -> None:
    """A menu's name changes with its picture: that is how an old one is known."""
    assert menu_of(texts["ja"], b"one")["name"] != menu_of(texts["ja"], b"two")["name"]
    assert str(menu_of(texts["en"], picture_of("en"))["name"]).startswith(alias("en"))
