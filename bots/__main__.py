"""The commands. `./run X` and `bangoban X` are the same."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from core.content import ContentError
from core.registry.listings import ImportKind

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    help="番号番 Bangoban, the number watchman: who called, how sure that is, and what to do next.",
)

telegram = typer.Typer(no_args_is_help=True, help="What concerns Telegram alone.")
app.add_typer(telegram, name="telegram")

Jsonl = Annotated[bool, typer.Option("--jsonl", help="JSON lines in on standard input, JSON lines out.")]


@app.callback(invoke_without_command=True)
def start(context: typer.Context) -> None:
    """Without a command: start the bot with the local chat page, and print its address."""
    if context.invoked_subcommand is None:
        from bots.serve import run_local

        raise typer.Exit(run_local())


@app.command()
def serve() -> None:
    """The production server: webhooks, health and metrics. Settings come from the environment or .env."""
    from bots.serve import run_production

    raise typer.Exit(run_production())


@app.command()
def chat(text: Annotated[list[str] | None, typer.Argument(help="What to say; one answer.")] = None) -> None:
    """Chat in the terminal; with TEXT, one answer; with piped input, one message a line."""
    from bots.registry import informed
    from bots.terminal import chat as chat_on

    lines = [" ".join(text)] if text else sys.stdin
    alone = not text and sys.stdin.isatty()
    asyncio.run(informed(lambda make: chat_on(make(), lines, interactive=alone)))


@app.command()
def check(
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBER...", help="0120397972, 110, '#9110', +81…")],
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one object a line.")] = False,
) -> None:
    """The card of each number, as in the chat."""
    from bots.checking import check_numbers

    raise typer.Exit(asyncio.run(check_numbers(numbers, as_json=as_json)))


@app.command()
def extract(jsonl: Jsonl = False) -> None:
    """The numbers in each text: {"id", "text"} in, {"id", "numbers"} out."""
    from bots.lines import ExtractLine, chunks, extractor, run_lines
    from core.recognise.plan import load_plan
    from core.recognise.reader import Reader

    _need_jsonl(jsonl)
    _exit(asyncio.run(run_lines(ExtractLine, extractor(Reader(load_plan())), chunks())))


@app.command()
def ask(
    jsonl: Jsonl = False,
    faq: Annotated[Path | None, typer.Option(help="Answer from this FAQ file and from nothing else.")] = None,
) -> None:
    """Answers: {"id", "conversation", "text"} in, an answer out."""
    from importlib.resources import files

    from bots.answering import faq_index, now
    from bots.lines import AskLine, asker, chunks, faq_asker, run_lines
    from bots.registry import informed
    from core.faq.entries import load_faq
    from core.texts import load_texts

    _need_jsonl(jsonl)
    if faq is None:
        valid = asyncio.run(informed(lambda make: run_lines(AskLine, asker(make(), now), chunks())))
    else:
        if faq.is_dir():
            raise typer.BadParameter(f"{faq} is a folder; name a FAQ file")
        entries = load_faq(faq)
        work = faq_asker(entries, faq_index(entries), load_texts(files("config") / "locales"))
        valid = asyncio.run(run_lines(AskLine, work, chunks()))
    _exit(valid)


@app.command()
def watch(
    jsonl: Jsonl = False,
    no_cooldown: Annotated[bool, typer.Option("--no-cooldown", help="Judge each line by itself.")] = False,
) -> None:
    """What the group watch would do: {"id", "conversation", "sender", "text"} in, silent or warn out."""
    from bots.answering import now
    from bots.lines import WatchLine, chunks, run_lines, watcher
    from bots.registry import informed

    _need_jsonl(jsonl)
    _exit(
        asyncio.run(
            informed(
                lambda make: run_lines(WatchLine, watcher(make, now, cooldown=not no_cooldown), chunks())
            )
        )
    )


@app.command("eval")
def eval_(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="What is judged: faq, watch or recognise.")],
    file: Annotated[Path, typer.Argument(help="Examples, each with what is right, a line each.")],
    faq: Annotated[Path | None, typer.Option(help="faq: ask this FAQ file and nothing else.")] = None,
    picture: Annotated[Path | None, typer.Option(help="Where the picture goes (SVG).")] = None,
) -> None:
    """How good the bot is on a file of labelled examples: figures and a picture."""
    from bots.evaluating.kinds import KINDS

    if kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is none of: {', '.join(KINDS)}")
    raise typer.Exit(KINDS[kind](file, faq, picture))


faq_app = typer.Typer(help="Questions and answers.", no_args_is_help=True)
app.add_typer(faq_app, name="faq")


@faq_app.callback()
def faq_commands() -> None:
    """Questions and answers."""


@faq_app.command("check")
def faq_check(
    path: Annotated[
        Path | None, typer.Argument(help="A FAQ file or folder; without it the bot's own.")
    ] = None,
) -> None:
    """Entries too close, ways to ask that another entry wins, missing translations, dead links."""
    from bots.reviewing import check_faq

    raise typer.Exit(check_faq(path))


@app.command()
def translations() -> None:
    """What each language does not say in its own words: missing, stale and too long texts of the content."""
    from bots.wording import check_translations

    raise typer.Exit(check_translations())


@telegram.command()
def setup() -> None:
    """Set webhook, commands, descriptions and menu at Telegram, and say what is missing or wrong."""
    from importlib.resources import files

    from bots.telegram.setup import run_setup
    from config.settings import load_settings
    from core.texts import load_texts

    texts = load_texts(files("config") / "locales")
    raise typer.Exit(asyncio.run(run_setup(load_settings(), texts, typer.echo)))


@app.command()
def train(
    what: Annotated[str, typer.Argument(help="watch: the group watch's model.")],
    more: Annotated[
        list[Path] | None, typer.Argument(help="Labelled messages beside the kinds' own.")
    ] = None,
) -> None:
    """Train a model anew and write its weights under config/. Works in a checkout."""
    from bots.watching import train_watch

    if what != "watch":
        raise typer.BadParameter("there is one model: watch")
    sys.stdout.write(train_watch(more or ()))


@app.command("import")
def import_(  # noqa: PLR0917 -- typer makes an option of each
    kind: Annotated[ImportKind, typer.Argument(help="registry, faq, mic, ftc, phoneblock, list or vcard.")],
    file: Annotated[Path, typer.Argument(help="The file to load.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Load a file with over 30 % fewer rows, or that replaces others' rows."),
    ] = False,
    column: Annotated[
        list[str] | None,
        typer.Option(help="Which column holds what: number=電話番号, tag=…, votes=…, date=…"),
    ] = None,
    country: Annotated[str, typer.Option(help="The country of numbers without one: JP, US, …")] = "",
    delimiter: Annotated[str, typer.Option(help="Between cells: , ; tab |")] = "",
    encoding: Annotated[str, typer.Option(help="utf-8, cp932, …")] = "",
    source: Annotated[
        str, typer.Option(help="The list's name; for registry files the id of claims' source.")
    ] = "",
    url: Annotated[str, typer.Option(help="Where the file comes from.")] = "",
    licence: Annotated[str, typer.Option(help="Under which licence it is used.")] = "",
    date: Annotated[str, typer.Option(help="Of which day it is: 2026-02-17.")] = "",
) -> None:
    """Load a file into the registry's database. A later file of the same name replaces it."""
    from bots.importing import day_given, pairs, run_import
    from config.settings import load_settings
    from core.registry.imports.load import Order

    try:
        columns, day = pairs(column or ()), day_given(date)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    order = Order(
        kind=kind,
        path=file,
        country=country,
        columns=columns,
        delimiter=delimiter,
        encoding=encoding,
        source=source,
        url=url,
        licence=licence,
        date=day,
        force=force,
        dry_run=dry_run,
    )
    raise typer.Exit(run_import(order, load_settings()))


@app.command()
def export(
    kind: Annotated[ImportKind, typer.Argument(help="registry, faq, mic, ftc, phoneblock, list or vcard.")],
    form: Annotated[str, typer.Option("--format", help="yaml, jsonl or csv; lists come as csv.")] = "yaml",
) -> None:
    """The same content out again, as a file that `import` reads."""
    from bots.importing import run_export
    from config.settings import load_settings

    raise typer.Exit(run_export(kind, form, load_settings()))


line = typer.Typer(no_args_is_help=True, help="LINE: set the account up for the bot, draw its menu.")
app.add_typer(line, name="line")


@line.command("setup")
def line_setup(
    check: Annotated[bool, typer.Option("--check", help="Say what is missing, and change nothing.")] = False,
) -> None:
    """Set webhook and rich menu, check token, secret, groups and quota, and say what is missing."""
    from bots.setting_up import set_up_line
    from config.settings import load_settings

    raise typer.Exit(asyncio.run(set_up_line(load_settings(), change=not check)))


@line.command("menu")
def line_menu() -> None:
    """Draw the rich menu's pictures anew (a developers' command; it needs Chromium)."""
    from bots.setting_up import draw

    raise typer.Exit(asyncio.run(draw()))


_TOOL = {"allow_extra_args": True, "ignore_unknown_options": True}


@app.command(context_settings=_TOOL)
def test(context: typer.Context) -> None:
    """All tests, the ones against a real Redis server included. Arguments go to pytest."""
    from bots.tools import run_tests

    raise typer.Exit(run_tests(context.args))


@app.command()
def lint() -> None:
    """Style, types, import rules, dependencies, Dockerfile and compose file."""
    from bots.tools import run_checks

    raise typer.Exit(run_checks())


@app.command(context_settings=_TOOL)
def bench(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Which one; without it, the whole bot.")] = "bot",
) -> None:
    """The benchmarks: figures for docs/."""
    from bots.tools import run_bench

    raise typer.Exit(run_bench(name, context.args))


@app.command()
def lock() -> None:
    """Pin the dependencies of pyproject.toml anew, with hashes."""
    from bots.tools import run_lock

    raise typer.Exit(run_lock())


@app.command()
def pictures() -> None:
    """Make the README's screenshots anew, from a real conversation."""
    from bots.serve import run_pictures

    raise typer.Exit(run_pictures())


def main() -> None:
    """Run a command. Content or settings that are refused end it with each reason."""
    # A sentence's matrices are small: threads cost more than they give, and a hundredfold on a busy machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from config.settings import SettingsError
    from core.stores import StoreUnusableError

    # Vectors are small: more threads than one wait for each other longer than they compute. Read when numpy is.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app()
    except ContentError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
    except (SettingsError, StoreUnusableError) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


def _need_jsonl(jsonl: bool) -> None:
    if not jsonl:
        raise typer.BadParameter("say --jsonl: this command reads and writes JSON lines")


def _exit(valid: bool) -> None:
    raise typer.Exit(0 if valid else 1)


if __name__ == "__main__":
    main()
