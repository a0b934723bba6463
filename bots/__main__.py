"""The commands. `./run X` and `bangoban X` are the same."""

import gc
import os
import sys

import typer

from bots.commands.asking import add_asking
from bots.commands.connecting import line_commands, telegram_commands
from bots.commands.developing import add_developing
from bots.commands.feeding import add_feeding
from bots.commands.judging import add_judging, faq_commands
from core.content import ContentError


def commands() -> typer.Typer:
    """All of them, in the order in which `--help` names them."""
    app = typer.Typer(
        add_completion=False,
        no_args_is_help=False,
        pretty_exceptions_enable=False,
        help="番号番 Bangoban, the number watchman: who called, how sure that is, and what to do next.",
    )
    app.callback(invoke_without_command=True)(start)
    app.command()(serve)
    add_asking(app)
    add_judging(app)
    add_feeding(app)
    add_developing(app)
    app.add_typer(telegram_commands(), name="telegram")
    app.add_typer(faq_commands(), name="faq")
    app.add_typer(line_commands(), name="line")
    return app


def start(context: typer.Context) -> None:
    """Without a command: start the bot with the local chat page, and print its address."""
    if context.invoked_subcommand is None:
        from bots.serve import run_local

        raise typer.Exit(run_local())


def serve() -> None:
    """The production server: webhooks, health and metrics. Settings come from the environment or .env."""
    from bots.serve import run_production

    raise typer.Exit(run_production())


def main() -> None:
    """Run a command. Content or settings that are refused end it with each reason."""
    # Vectors are small: more threads than one wait for each other longer than they compute. Read when numpy is.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What a command reads in stays, and little of what it makes then is cyclic: walking through it rarely is enough.
    gc.set_threshold(20_000, 20, 50)
    from config.settings import SettingsError
    from core.stores import StoreUnusableError

    try:
        commands()()
    except ContentError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
    except (SettingsError, StoreUnusableError) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
