"""Commands that bring content in and out."""

from pathlib import Path
from typing import Annotated

import typer

from core.registry.listings import ImportKind


def add_feeding(app: typer.Typer) -> None:
    """Add import and export."""
    app.command("import")(import_)
    app.command()(export)


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


def export(
    kind: Annotated[ImportKind, typer.Argument(help="registry, faq, mic, ftc, phoneblock, list or vcard.")],
    form: Annotated[str, typer.Option("--format", help="yaml, jsonl or csv; lists come as csv.")] = "yaml",
) -> None:
    """The same content out again, as a file that `import` reads."""
    from bots.importing import run_export
    from config.settings import load_settings

    raise typer.Exit(run_export(kind, form, load_settings()))
