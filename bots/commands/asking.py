"""Commands that ask the bot: in a terminal, or in JSON lines for programs."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

Jsonl = Annotated[bool, typer.Option("--jsonl", help="JSON lines in on standard input, JSON lines out.")]


def add_asking(app: typer.Typer) -> None:
    """Add chat, check, extract, ask and watch."""
    for command in (chat, check, extract, ask, watch):
        app.command()(command)


def chat(text: Annotated[list[str] | None, typer.Argument(help="What to say; one answer.")] = None) -> None:
    """Chat in the terminal; with TEXT, one answer; with piped input, one message a line."""
    from bots.registry import informed
    from bots.terminal import chat as chat_on

    lines = [" ".join(text)] if text else sys.stdin
    alone = not text and sys.stdin.isatty()
    asyncio.run(informed(lambda make: chat_on(make(), lines, interactive=alone)))


def check(
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBER...", help="0120397972, 110, '#9110', +81…")],
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one object a line.")] = False,
) -> None:
    """The card of each number, as in the chat."""
    from bots.checking import check_numbers

    raise typer.Exit(asyncio.run(check_numbers(numbers, as_json=as_json)))


def extract(jsonl: Jsonl = False) -> None:
    """The numbers in each text: {"id", "text"} in, {"id", "numbers"} out."""
    from bots.lines import ExtractLine, chunks, extractor, run_lines
    from core.recognise.plan import load_plan
    from core.recognise.reader import Reader

    _need_jsonl(jsonl)
    _exit(asyncio.run(run_lines(ExtractLine, extractor(Reader(load_plan())), chunks())))


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


def _need_jsonl(jsonl: bool) -> None:
    if not jsonl:
        raise typer.BadParameter("say --jsonl: this command reads and writes JSON lines")


def _exit(valid: bool) -> None:
    raise typer.Exit(0 if valid else 1)
