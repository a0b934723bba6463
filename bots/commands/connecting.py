"""Commands that set the bot's accounts up at LINE and Telegram."""

import asyncio
from typing import Annotated

import typer


def telegram_commands() -> typer.Typer:
    """What comes after `telegram`."""
    app = typer.Typer(no_args_is_help=True, help="What concerns Telegram alone.")
    app.command("setup")(telegram_setup)
    return app


def line_commands() -> typer.Typer:
    """What comes after `line`."""
    app = typer.Typer(no_args_is_help=True, help="LINE: set the account up for the bot, draw its menu.")
    app.command("setup")(line_setup)
    app.command("menu")(line_menu)
    return app


def telegram_setup() -> None:
    """Set webhook, commands, descriptions and menu at Telegram, and say what is missing or wrong."""
    from importlib.resources import files

    from bots.telegram.setup import run_setup
    from config.settings import load_settings
    from core.texts import load_texts

    texts = load_texts(files("config") / "locales")
    raise typer.Exit(asyncio.run(run_setup(load_settings(), texts, typer.echo)))


def line_setup(
    check: Annotated[bool, typer.Option("--check", help="Say what is missing, and change nothing.")] = False,
) -> None:
    """Set webhook and rich menu, check token, secret, groups and quota, and say what is missing."""
    from bots.setting_up import set_up_line
    from config.settings import load_settings

    raise typer.Exit(asyncio.run(set_up_line(load_settings(), change=not check)))


def line_menu() -> None:
    """Draw the rich menu's pictures anew (a developers' command; it needs Chromium)."""
    from bots.setting_up import draw

    raise typer.Exit(asyncio.run(draw()))
