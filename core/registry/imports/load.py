"""One file into the registry's database, whatever its kind."""

import csv
import hashlib
import io
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import cast, get_args

import msgspec

from core.content import ContentError
from core.faq.entries import Entry, load_faq
from core.registry.imports import FileRefusedError, Refused, Summary, refused_whole
from core.registry.imports.content import publish_blocks, publish_faq, publish_registry
from core.registry.imports.listed import Watch, checksum, publish, stage
from core.registry.imports.lists import ADDS, COUNTRIES, Form, open_list
from core.registry.imports.mic import read_blocks
from core.registry.imports.normal import normaliser
from core.registry.imports.registry import Known, check
from core.registry.imports.rows import read_rows
from core.registry.imports.runs import Staging, alone
from core.registry.imports.text import Recoded
from core.registry.listings import Import, ImportKind, ListKind
from core.registry.tags import Tags
from core.stores import StoreUnusableError
from core.stores.engine import migrate
from core.stores.publication import publishing

KEPT = 7 * 24 * 3600.0  # seconds that an unfinished import can be taken up again


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be imported, and how it is to be read; "" for what the file itself shows.

    `source` names the list (a later file of that name replaces it); for registry files it is the id of the
    source of claims that name none.
    """

    kind: ImportKind
    path: Path
    country: str = ""
    columns: Mapping[str, str] = {}
    delimiter: str = ""
    encoding: str = ""
    source: str = ""
    url: str = ""
    licence: str = ""
    date: str = ""
    force: bool = False
    dry_run: bool = False


class Place(msgspec.Struct, frozen=True):
    """Where imports go: the database's address, a folder for unfinished ones and for refused rows, and what the
    product's own content has; its FAQ `entries` are read when they are needed. `tags` are those that lists may have.
    """

    url: str
    folder: Path
    known: Known = Known()
    tags: Tags = Tags()
    entries: Callable[[], Sequence[Entry]] = tuple


class Loaded(msgspec.Struct, frozen=True):
    """What came of an import; `refusals` is the file of refused rows, where there are any. `names` are the tags of
    a list that are no complaints.
    """

    summary: Summary
    refusals: Path | None = None
    names: Sequence[str] = ()


def load(order: Order, place: Place, watch: Watch = lambda _: None) -> Loaded:
    """Import a file, in one transaction. Raises FileRefusedError or StoreUnusableError, and then nothing
    has changed; calling it again goes on where reading stopped.
    """
    loaded = _provenance(order)
    migrate(place.url)
    if order.kind in get_args(ListKind):
        return _load_list(order, place, loaded, watch)
    summary, refused = _load_content(order, place, loaded)
    return Loaded(summary, _write_refused(place, order, refused))


def _load_list(order: Order, place: Place, loaded: Import, watch: Watch) -> Loaded:
    kind: ListKind = order.kind  # type: ignore[assignment]  # the caller looked
    country = (order.country or COUNTRIES[kind]).upper()
    form = Form(country, order.delimiter, order.encoding, order.columns)
    read = msgspec.json.encode((loaded.sha256, kind, order.path.suffix, form), order="sorted")
    _sweep(place.folder)
    folder = place.folder / hashlib.sha256(read).hexdigest()[:24]
    normalise = normaliser(country)
    with alone(folder):
        staging = Staging(folder, adds=kind in ADDS)
        try:
            progress = stage(
                lambda skip: open_list(order.path, kind, form, normalise, skip),
                normalise,
                staging,
                watch,
                numberless=kind in ADDS,
            )
            with publishing(place.url, dry_run=order.dry_run) as publication:
                summary = publish(publication, loaded, staging, progress, force=order.force)
        except FileRefusedError:
            staging.clear()  # the file will be another one
            raise
        except OSError as error:
            raise _full(error) from None
        refusals = staging.refusals.read_bytes()
        staging.clear()
    names = place.tags.names(progress.tags, kind) if kind != "vcard" else ()
    return Loaded(summary, _keep_refused(place, order, refusals), names)


def _load_content(order: Order, place: Place, loaded: Import) -> tuple[Summary, Sequence[Refused]]:
    reading = {"encoding": order.encoding, "delimiter": order.delimiter, "columns": order.columns}
    match order.kind:
        case "faq":
            try:
                entries = load_faq(cast("Path", Recoded(order.path, order.encoding)))
            except ContentError as error:
                raise refused_whole(error) from None
            own = place.entries()
            with publishing(place.url, dry_run=order.dry_run) as publication:
                return publish_faq(publication, loaded, entries, own, force=order.force), ()
        case "mic":
            blocks, refused = read_blocks(order.path, **reading)  # type: ignore[arg-type]  # mixed values
            with publishing(place.url, dry_run=order.dry_run) as publication:
                return publish_blocks(publication, loaded, blocks, refused, force=order.force), refused
    rows, bad = read_rows(order.path, source=order.source, **reading)  # type: ignore[arg-type]  # mixed values
    with publishing(place.url, dry_run=order.dry_run) as publication:
        organisations, sources = publication.of_others(loaded)
        known = msgspec.structs.replace(place.known, organisations=organisations, sources=sources)
        checked = check(rows, known, force=order.force)
        checked.refused = sorted([*bad, *checked.refused], key=lambda one: one.line)
        if checked.refused and not checked.rows:
            raise FileRefusedError(f"line {checked.refused[0].line}: {checked.refused[0].reason}")
        return publish_registry(publication, loaded, checked, force=order.force), checked.refused


def _provenance(order: Order) -> Import:
    sha256 = checksum(order.path)
    name = "phoneblock" if order.kind == "phoneblock" else order.path.stem
    changed = datetime.fromtimestamp(order.path.stat().st_mtime, UTC).date().isoformat()
    return Import(
        kind=order.kind,
        name=(order.source if order.kind != "registry" else "") or name,
        file=order.path.name,
        sha256=sha256,
        url=order.url,
        licence=order.licence,
        date=order.date or changed,
    )


def _sweep(folder: Path) -> None:
    """Delete what imports left that nobody took up again."""
    for left in folder.glob("*/progress.json"):
        if left.stat().st_mtime < time.time() - KEPT:
            shutil.rmtree(left.parent, ignore_errors=True)


def _write_refused(place: Place, order: Order, refused: Sequence[Refused]) -> Path | None:
    text = io.StringIO()
    csv.writer(text).writerows((one.line, one.reason, one.row) for one in refused)
    return _keep_refused(place, order, text.getvalue().encode())


def _keep_refused(place: Place, order: Order, rows: bytes) -> Path | None:
    """Beside the unfinished imports, under the file's name; what an earlier import refused goes away."""
    kept = place.folder / f"refused-{order.kind}-{order.path.stem}.csv"
    if not rows:
        kept.unlink(missing_ok=True)
        return None
    place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept.write_bytes(b"line,reason,row\r\n" + rows)
    return kept


def _full(error: OSError) -> StoreUnusableError:
    reason = error.strerror or type(error).__name__
    return StoreUnusableError(f"The import could not be written: {reason}. Nothing was changed; try again.")
