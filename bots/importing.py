"""`import` and `export`: files into the registry's database and out again, and what came of it."""

import asyncio
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from importlib.resources import files

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from bots.registry import make_data_folder, open_store, own_entries, own_rows
from config.settings import Settings
from core.recognise.plan import load_plan
from core.recognise.reader import Reader
from core.registry.imports import FileRefusedError
from core.registry.imports.export import FORMS, faq_text, list_text, registry_text
from core.registry.imports.joined import joined, joined_entries
from core.registry.imports.load import Loaded, Order, Place, load
from core.registry.imports.registry import Known
from core.registry.listings import ImportKind
from core.registry.load import is_date, load_words
from core.registry.tags import load_tags
from core.stores import StoreDownError, StoreUnusableError

REFUSED, WRONG = 1, 2  # exit statuses
SHOWN = 10  # tags


def run_import(order: Order, settings: Settings) -> int:
    """Import one file and say what changed; 1 where rows, or the whole file, were refused."""
    try:
        loaded = _with_progress(order, _place(settings))
    except (FileRefusedError, StoreUnusableError) as error:
        sys.stderr.write(f"{order.path}: {error}\n")
        return REFUSED
    print(_in_words(loaded, dry_run=order.dry_run))  # noqa: T201 -- the command's result
    return REFUSED if loaded.summary.refused else 0


def run_export(kind: ImportKind, form: str, settings: Settings) -> int:
    """Print all content of one kind, in a form that `import` reads."""
    if form not in FORMS or (kind == "faq" and form == "csv"):
        sys.stderr.write(f"--format {form}: {kind} comes as yaml or jsonl, the registry as csv as well\n")
        return WRONG
    try:
        for part in _parts(kind, form, settings):
            sys.stdout.write(part)
        sys.stdout.flush()
    except (StoreDownError, StoreUnusableError) as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    except OSError as error:  # a full disk, or a reader that has gone
        sys.stderr.write(f"The export could not be written: {error.strerror}\n")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what waits is dropped at the end
        return REFUSED
    return 0


def pairs(given: Sequence[str]) -> dict[str, str]:
    """--column number=電話番号, any number of times. Raises ValueError."""
    found = [one.partition("=") for one in given]
    wrong = [name for name, sign, value in found if not (name and sign and value)]
    if wrong:
        raise ValueError(f"--column {wrong[0]}: write it as number=電話番号")
    return {name: value for name, _, value in found}


def day_given(text: str) -> str:
    """--date as ISO, "" where none is given. Raises ValueError for what is no date, or one that is still to come."""
    if text and not (is_date(text) and text <= datetime.now(UTC).date().isoformat()):
        raise ValueError(f"--date {text}: write a day that has been as 2026-02-17")
    return text


def _place(settings: Settings) -> Place:
    """Where imports go. Raises StoreUnusableError where the data folder cannot be made."""
    make_data_folder(settings)
    own = own_rows()
    reader = Reader(load_plan())

    def possible(number: str) -> bool:
        found = reader.canonical(number)
        return (
            found is not None
            and found.kind != "unassigned"
            and not (found.kind == "international" and not found.country)
        )

    folder = files("config") / "registry"
    known = Known(own, possible=possible, words=load_words(folder / "no_names.yaml"))
    tags = load_tags(folder / "tags.yaml")
    return Place(settings.registry_url, settings.data_dir / "imports", known, tags, own_entries)


def _parts(kind: ImportKind, form: str, settings: Settings) -> Iterable[str]:
    if kind not in ("registry", "faq"):
        make_data_folder(settings)
        return list_text(settings.registry_url, kind)
    return [asyncio.run(_content(kind, form, settings))]


async def _content(kind: ImportKind, form: str, settings: Settings) -> str:
    async with AsyncExitStack() as stack:
        content = await (await open_store(settings, stack)).content()
    if kind == "faq":
        return faq_text(joined_entries(own_entries(), content.entries), form)
    return registry_text(joined(own_rows(), content), form)


def _with_progress(order: Order, place: Place) -> Loaded:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        size = order.path.stat().st_size if order.path.is_file() else None
        task = progress.add_task(order.path.name, total=size)
        return load(order, place, lambda done: progress.update(task, completed=done))


def _in_words(loaded: Loaded, *, dry_run: bool) -> str:
    summary = loaded.summary
    counts = f"added {summary.added:,}, changed {summary.changed:,}, removed {summary.removed:,}"
    lines = [f"{counts}, unchanged {summary.unchanged:,}, refused {summary.refused:,}"]
    if summary.skipped:
        lines.append(f"skipped {summary.skipped:,} rows without a number")
    if loaded.names:
        some = ", ".join(loaded.names[:SHOWN]) + (", …" if len(loaded.names) > SHOWN else "")
        lines.append(f"tags taken for names, not for complaints: {some}")
    if loaded.refusals:
        lines.append(f"refused rows: {loaded.refusals}")
    if dry_run:
        lines.append("dry run: nothing was changed")
    return "\n".join(lines)
