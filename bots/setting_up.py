"""`./run line setup` and `./run line menu`: what an operator does once for LINE."""

from collections.abc import Mapping
from importlib.resources import files

import typer

from bots.line.account import Account, wires
from bots.line.client import LineClient
from bots.line.setup import Wanted, set_up
from bots.metrics import Metrics
from bots.web.chromium import NoChromiumError
from config.settings import Settings
from core.messages import Language
from core.texts import Texts, load_texts

MARKS = {"ok": "ok     ", "look": "look   ", "missing": "MISSING"}


async def set_up_line(settings: Settings, *, change: bool) -> int:
    """Print each finding as it comes; 0 where nothing is missing, else 1."""
    if not settings.line_channel_access_token:
        typer.echo(
            f"{MARKS['missing']} access token: set LINE_CHANNEL_SECRET (the console's tab Basic settings) and "
            "LINE_CHANNEL_ACCESS_TOKEN (tab Messaging API)"
        )
        return 1
    token = settings.line_channel_access_token.get_secret_value()
    wanted = Wanted(settings.public_url or "", texts(), settings.default_language, change)
    to = wires(settings.line_api_url)
    missing = 0
    try:
        async for finding in set_up(Account(to, token), LineClient(to.api, token, Metrics()), wanted):
            typer.echo(f"{MARKS[finding.state]} {finding.about}: {finding.told}")
            missing += finding.state == "missing"
    finally:
        for wire in to:
            await wire.close()
    return int(missing > 0)


async def draw() -> int:
    """Draw the menu's pictures anew, and print their files; 1 where there is no Chromium."""
    from bots.drawing import draw_menus  # noqa: PLC0415 -- needs a developers' tool

    try:
        made = await draw_menus(texts())
    except NoChromiumError as error:
        typer.echo(error, err=True)
        return 1
    typer.echo("\n".join(map(str, made)))
    return 0


def texts() -> Mapping[Language, Texts]:
    """The product's own words, in every language: each has its menu."""
    return load_texts(files("config") / "locales")
