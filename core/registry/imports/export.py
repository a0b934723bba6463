"""The same content out again, in forms that `import` reads."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

import msgspec
import yaml
from sqlalchemy import select

from core.faq.entries import Entry
from core.registry.imports.rows import WRITERS
from core.registry.listings import ImportKind, ListKind, iso, number_of
from core.registry.load import Rows
from core.registry.model import Claim
from core.stores.engine import migrate, transaction
from core.stores.registry import Content
from core.stores.schema import blocks, imports, listings, tags

FORMS = ("yaml", "jsonl", "csv")
_CHUNK = 10_000  # rows


def joined(own: Rows, content: Content) -> Rows:
    """The product's rows and the imported ones: a later organisation or source replaces an earlier one of the
    same id, the same claim stands once, and a claim whose owner or source has gone is left out.
    """
    organisations = {row.id: row for row in (*own.organisations, *content.organisations)}
    sources = {
        row.id: row
        for row in (*own.sources, *content.sources)
        if not row.publisher or row.publisher in organisations
    }
    claims = {msgspec.json.encode(row): row for row in (*own.claims, *content.claims)}
    return Rows(
        tuple(organisations.values()),
        tuple(sources.values()),
        tuple(row for row in claims.values() if _stands(row, organisations, sources)),
        own.groups,
    )


def _stands(claim: Claim, organisations: Iterable[str], sources: Iterable[str]) -> bool:
    return claim.source in sources and (not claim.organisation or claim.organisation in organisations)


def registry_text(rows: Rows, form: str) -> str:
    """Organisations, sources and claims as a registry file: yaml, jsonl or csv."""
    return WRITERS[form]((*rows.organisations, *rows.sources, *rows.claims))


def faq_text(entries: Sequence[Entry], form: str) -> str:
    """FAQ entries as a FAQ file: yaml or jsonl."""
    rows = [{k: v for k, v in msgspec.to_builtins(entry).items() if v} for entry in entries]
    if form == "jsonl":
        return "".join(f"{msgspec.json.encode(row).decode()}\n" for row in rows)
    return yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=110)


def list_text(url: str, kind: ImportKind) -> Iterator[str]:
    """All rows of one kind of list, or of the ministry's tables, as CSV; a part of the text at a time."""
    migrate(url)
    if kind in get_args(ListKind):
        query = (
            select(listings.c.number, tags.c.text, listings.c.votes, listings.c.last, imports.c.name)
            .join(imports, imports.c.id == listings.c["import"])
            .join(tags, tags.c.id == listings.c.tag)
            .where(imports.c.kind == kind)
            .order_by(imports.c.id, listings.c.number)
        )
        header: tuple[str, ...] = ("number", "tag", "votes", "date", "list")
    else:
        query = select(blocks.c.prefix, blocks.c.carrier, blocks.c.area, blocks.c.status).order_by(
            blocks.c.prefix
        )
        header = ("番号", "指定事業者", "番号区画", "使用状況")
    with transaction(url) as connection:
        rows = connection.execution_options(yield_per=_CHUNK).execute(query)
        yield _csv([header])
        for part in rows.partitions():
            if kind in get_args(ListKind):
                yield _csv((number_of(n), tag, votes, iso(last), name) for n, tag, votes, last, name in part)
            else:
                yield _csv(tuple(row) for row in part)


def _csv(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
