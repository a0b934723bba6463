"""Developers' commands. They work in a checkout."""

from typing import Annotated

import typer

_TOOL = {"allow_extra_args": True, "ignore_unknown_options": True}


def add_developing(app: typer.Typer) -> None:
    """Add test, lint, bench, lock and pictures."""
    app.command(context_settings=_TOOL)(test)
    app.command()(lint)
    app.command(context_settings=_TOOL)(bench)
    app.command()(lock)
    app.command()(pictures)


def test(context: typer.Context) -> None:
    """All tests, the ones against a real Redis server included. Arguments go to pytest."""
    from bots.tools import run_tests

    raise typer.Exit(run_tests(context.args))


def lint() -> None:
    """Style, types, import rules, dependencies, Dockerfile and compose file."""
    from bots.tools import run_checks

    raise typer.Exit(run_checks())


def bench(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Which one; without it, the whole bot.")] = "bot",
) -> None:
    """The benchmarks: figures for docs/."""
    from bots.tools import run_bench

    raise typer.Exit(run_bench(name, context.args))


def lock() -> None:
    """Pin the dependencies of pyproject.toml anew, with hashes."""
    from bots.tools import run_lock

    raise typer.Exit(run_lock())


def pictures() -> None:
    """Make the README's screenshots anew, from a real conversation."""
    from bots.serve import run_pictures

    raise typer.Exit(run_pictures())
