"""Sets LINE up for the bot, and says what is missing, each thing with what to do."""

from collections.abc import AsyncIterator, Mapping
from typing import Literal, NamedTuple

from bots.line.account import Account, Tried
from bots.line.client import AccessError, LineClient, LineError, NotSentError, RefusedError
from bots.line.menu import OWN, alias, menus
from core.messages import Language
from core.texts import Texts

PATH = "/line/webhook"
CONSOLE = "https://developers.line.biz/console/"
MANAGER = "https://manager.line.biz/"
FEW = 0.9  # of the month's messages: when so many are used, an operator wants to know

State = Literal["ok", "look", "missing"]


class Finding(NamedTuple):
    """How a thing is: "ok"; "look": only a person can see it, or may want to change it; or "missing"."""

    state: State
    about: str
    told: str


class Wanted(NamedTuple):
    """What LINE is to be set to; `change` of False looks only."""

    public_url: str
    texts: Mapping[Language, Texts]
    language: Language
    change: bool = True


# What LINE says of a webhook that it could not use, and what to do. Source: LINE Developers, "Check webhook
# error causes and statistics", read 2026-11.
REASONS: Mapping[str, str] = {
    "could_not_connect": "LINE cannot connect to it: check the name in DNS, that port 443 is open, that the certificate is valid with its whole chain, and that the reverse proxy runs",
    "request_timeout": "no answer within 2 seconds: check that ./run serve runs behind the reverse proxy, and is not overloaded",
}
STATUSES: Mapping[int, str] = {
    401: "LINE_CHANNEL_SECRET is not this channel's: copy it from the console, tab Basic settings, and start the server anew",
    404: "the server does not know the address: start ./run serve with LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN set, and let the reverse proxy keep the path",
    502: "the reverse proxy does not reach the server: start ./run serve, and check HOST and PORT",
    503: "the server cannot store events: see /healthz",
}


REFUSED = (
    f"LINE refuses LINE_CHANNEL_ACCESS_TOKEN: issue one at {CONSOLE}, tab Messaging API, and copy it whole"
)
UNREACHED = "no connection: check LINE_API_URL and this machine's network, then try again"
UNTOLD: Mapping[str, str] = {
    "groups": f'at {CONSOLE}, tab Messaging API, "Allow bot to join group chats" is to be on',
    "redelivery": f'at {CONSOLE}, tab Messaging API, "Webhook redelivery" is to be on',
    "greeting": f'at {MANAGER}, Response settings, "Greeting message" and "Auto-response" are to be off: the bot greets by itself',
}


async def set_up(account: Account, client: LineClient, wanted: Wanted) -> AsyncIterator[Finding]:
    """Each thing in turn. Where LINE refuses the token, or cannot be reached, nothing else is tried."""
    steps = {
        "account": _account(account),
        "webhook": _webhook(account, wanted),
        "month": _month(client),
        "rich menu": _menus(account, wanted),
    }
    for about, step in steps.items():
        try:
            async for finding in step:
                yield finding
        except AccessError:
            yield Finding("missing", "access token", REFUSED)
            return
        except NotSentError:
            yield Finding("missing", "LINE", UNREACHED)
            return
        except LineError as error:
            yield Finding("missing", about, f"{error}: {_todo(error)}")
    for about, told in UNTOLD.items():
        yield Finding("look", about, f"LINE tells no program: {told}")


def _todo(error: LineError) -> str:
    if isinstance(error, RefusedError):
        return "LINE does not take this; see that LINE_API_URL is LINE's, and that this bot is the newest"
    return "LINE is busy or in trouble; try again in some minutes"


async def _account(account: Account) -> AsyncIterator[Finding]:
    info = await account.info()
    yield Finding("ok", "access token", f"this is {info.display_name} ({info.basic_id})")
    yield _chats(info.chat_mode)


def _chats(mode: str) -> Finding:
    if mode != "chat":
        return Finding("ok", "chats", "answered by the bot")
    return Finding(
        "look",
        "chats",
        f'"Chat" is on: people who answer by hand and the bot share the chats. If nobody does, switch it off at {MANAGER}, Response settings',
    )


async def _webhook(account: Account, wanted: Wanted) -> AsyncIterator[Finding]:
    address = wanted.public_url.rstrip("/") + PATH
    if not wanted.public_url.startswith("https://"):
        told = "set PUBLIC_URL to the https address that LINE reaches this server at, like https://bot.example.jp"
        yield Finding("missing", "webhook address", told)
        return
    found = await account.endpoint()
    if found.endpoint == address:
        yield Finding("ok", "webhook address", address)
    elif wanted.change:
        await account.set_endpoint(address)  # LINE may show the former one for a minute
        yield Finding("ok", "webhook address", f"set to {address}")
        found = await account.endpoint()
    else:
        told = f"LINE has {found.endpoint or 'none'}, not {address}: run this without --check"
        yield Finding("missing", "webhook address", told)
        return
    if found.endpoint and not found.active:
        told = f'switched off: at {CONSOLE}, tab Messaging API, switch on "Use webhook"'
        yield Finding("missing", "webhook", told)
    yield _reached(await account.try_endpoint(address))


def _reached(tried: Tried) -> Finding:
    if tried.success:
        return Finding("ok", "webhook", "LINE reaches the server, and the channel secret is right")
    what = REASONS.get(tried.reason.casefold()) or STATUSES.get(tried.status_code)
    told = f"{tried.reason} {tried.status_code} {tried.detail}".strip()
    return Finding("missing", "webhook", f"{what or 'see what the server logs'} (LINE says: {told})")


async def _month(client: LineClient) -> AsyncIterator[Finding]:
    quota = await client.quota()
    told = f"{quota.used} of {'any number' if quota.allowed is None else quota.allowed} messages pushed"
    if quota.allowed is None or quota.used < FEW * quota.allowed:
        yield Finding("ok", "month", told)
        return
    why = "answers whose reply token is gone will be lost; replies go on, they are free"
    yield Finding("look", "month", f"{told}: {why}. Change the plan at {MANAGER}, or wait for the next month")


async def _menus(account: Account, wanted: Wanted) -> AsyncIterator[Finding]:
    """Make the menus that are not there, show the one in the bot's language, take old ones of ours away."""
    made = menus(wanted.texts)
    known = {menu.name: menu.rich_menu_id for menu in await account.menus() if menu.name.startswith(OWN)}
    ids = {name: known.get(str(menu["name"]), "") for name, (menu, _) in made.items()}
    first = alias(wanted.language)
    there = all(ids.values()) and await account.default_menu() == ids[first]
    for name, id_ in ids.items():
        there = there and await account.alias(name) == id_
    told = "in " + ", ".join(wanted.texts)
    if there and len(known) == len(made):
        yield Finding("ok", "rich menu", f"there, {told}")
        return
    if not wanted.change:
        yield Finding("missing", "rich menu", "not there, or an older one: run this without --check")
        return
    for name, (menu, picture) in made.items():
        ids[name] = ids[name] or await account.add_menu(menu, picture)
        await account.set_alias(name, ids[name])
    await account.set_default_menu(ids[first])
    for id_ in set(known.values()) - set(ids.values()):
        await account.remove_menu(id_)
    yield Finding("ok", "rich menu", f"made, {told}")
