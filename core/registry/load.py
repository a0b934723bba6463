"""The registry's content: organisations.yaml, sources.yaml and claims/*.yaml of one folder, all checked."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib.resources.abc import Traversable
from typing import NamedTuple, TypeVar

import msgspec

from core.content import ContentError, Problem, rows
from core.registry.groups import Group
from core.registry.hours import opening
from core.registry.model import Claim, Organisation, Source
from core.registry.names import fold
from core.registry.registry import Registry
from core.registry.sounds import Reading

T = TypeVar("T", bound=msgspec.Struct)

_LANGUAGES = {"ja", "en"}
# E.164 with Japan's lengths (national numbers have 10 or 11 digits, some of machines 14; a carrier's code, 00XY,
# is written behind +81 as the reader does), or a code as dialled: three digits, or # and four.
_NUMBER = re.compile(
    r"\+81[1-9]\d{8,9}|\+81200\d{10}|\+8100\d{4,10}|\+(?!81)[1-9]\d{6,14}|1\d\d|#\d{4}", re.ASCII
)
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)
_IDENTITY = re.compile(r"[a-z][a-z0-9_]*")


class _Table(list[tuple[Traversable, int, T]]):
    """Rows with the file and line that each stands on."""

    def rows(self) -> list[T]:
        return [row for _, _, row in self]

    def wrong(self, reasons: Callable[[T], Iterable[str]]) -> Iterator[Problem]:
        for file, line, row in self:
            for reason in reasons(row):
                yield Problem(str(file), line, reason)


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that name nobody."""

    words: tuple[str, ...]


class Rows(NamedTuple):
    """What a registry is made of."""

    organisations: Sequence[Organisation]
    sources: Sequence[Source]
    claims: Sequence[Claim]
    groups: Sequence[Group] = ()
    readings: Sequence[Reading] = ()


def load_registry(folder: Traversable) -> Registry:
    """Read and check the folder; raises ContentError with all that is wrong, by file, line and reason."""
    return Registry(*load_rows(folder))


def load_rows(folder: Traversable) -> Rows:
    """The same rows, not yet a registry. Raises ContentError."""
    problems: list[Problem] = []
    organisations = _read([folder / "organisations.yaml"], Organisation, problems)
    sources = _read([folder / "sources.yaml"], Source, problems)
    groups = _read(filter(_is_there, [folder / "groups.yaml"]), Group, problems)
    readings = _read(filter(_is_there, [folder / "readings.yaml"]), Reading, problems)
    whole = not problems  # otherwise claims would be blamed for what is missing there
    claims = _read(_claim_files(folder), Claim, problems)
    owners = {row.id for row in organisations.rows()}
    problems += organisations.wrong(_Once("id", lambda row: [row.id]))
    problems += organisations.wrong(_Once("name", folded_names))
    problems += organisations.wrong(wrong_organisation)
    problems += groups.wrong(_Once("id", lambda row: [row.id]))
    problems += sources.wrong(_Once("id", lambda row: [row.id]))
    problems += sources.wrong(lambda row: wrong_source(row, owners))
    if whole:
        named = {name: row.id for row in organisations.rows() for name in folded_names(row)}
        problems += groups.wrong(lambda row: _wrong_group(row, owners, named))
        known = {row.id for row in sources.rows()}
        problems += claims.wrong(lambda row: wrong_claim(row, owners, known))
    if problems:
        raise ContentError(problems)
    return Rows(organisations.rows(), sources.rows(), claims.rows(), groups.rows(), readings.rows())


def load_words(file: Traversable) -> frozenset[str]:
    """Words, folded, that name nobody. Raises ContentError."""
    return frozenset(fold(word) for _, row in rows(file, Words) for word in row.words)


def _read(files: Iterable[Traversable], kind: type[T], problems: list[Problem]) -> _Table[T]:
    table: _Table[T] = _Table()
    for file in files:
        try:
            table += [(file, line, row) for line, row in rows(file, kind)]
        except ContentError as error:
            problems += error.problems
    return table


def _claim_files(folder: Traversable) -> list[Traversable]:
    files = sorted((folder / "claims").iterdir(), key=lambda file: file.name)
    return [file for file in files if file.name.endswith(".yaml")]


def _is_there(file: Traversable) -> bool:
    return file.is_file()


class _Once:
    """Reasons against whatever came before in another row."""

    def __init__(self, what: str, keys: Callable[..., Iterable[str]]) -> None:
        self._what = what
        self._keys = keys
        self._seen: set[str] = set()

    def __call__(self, row: msgspec.Struct) -> list[str]:
        keys = set(self._keys(row))
        twice = keys & self._seen
        self._seen |= keys
        return [f"{self._what} {key!r} stands twice" for key in sorted(twice)]


def folded_names(row: Organisation | Group) -> list[str]:
    """All that it is called, in the form in which names are compared."""
    return [fold(name) for name in (row.name, row.name_en, *row.names) if name]


def wrong_organisation(row: Organisation) -> Iterator[str]:
    """What is wrong with an organisation."""
    if not _IDENTITY.fullmatch(row.id):
        yield f"id {row.id!r}: small letters, digits and _ are expected"
    if any(len(fold(name)) < 2 for name in (row.name, row.name_en, *row.names)):
        yield "a name has fewer than two characters"


def wrong_source(row: Source, owners: set[str]) -> Iterator[str]:
    """What is wrong with a source."""
    if not row.title:
        yield "a source needs a title"
    if row.date and not is_date(row.date):
        yield f"date {row.date!r}: 2026, 2026-02 or 2026-02-17 is expected"
    if row.url and not row.url.startswith(("http://", "https://")):
        yield f"url {row.url!r}: http or https is expected"
    if row.publisher and row.publisher not in owners:
        yield f"unknown organisation {row.publisher!r}"
    if row.kind == "organisation" and not row.publisher:
        yield "an organisation's own source needs its publisher"


def is_date(text: str) -> bool:
    """Whether it is an ISO date: 2026, 2026-02 or 2026-02-17."""
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(f"{text}-01-01"[:10]))
    except ValueError:
        return False


def wrong_claim(row: Claim, owners: set[str], sources: set[str]) -> Iterator[str]:
    """What is wrong with a claim."""
    if not _NUMBER.fullmatch(row.number):
        yield f"impossible number {row.number!r}"
    if row.organisation not in owners and not (row.organisation == "" and row.stance == "fraud"):
        yield f"unknown organisation {row.organisation!r}"
    if row.source not in sources:
        yield f"unknown source {row.source!r}"
    for field, texts in (("purpose", row.purpose), ("hours", row.hours), ("note", row.note)):
        yield from _wrong_texts(field, texts)
    if row.opening:
        try:
            opening(row.opening)
        except ValueError as error:
            yield f"opening: {error}"


def _wrong_texts(field: str, texts: Mapping[str, str]) -> Iterator[str]:
    if texts and (texts.keys() != _LANGUAGES or not all(texts.values())):
        yield f"{field}: a text in ja and one in en are expected"


def _wrong_group(row: Group, owners: set[str], named: Mapping[str, str]) -> Iterator[str]:
    for owner in (*row.organisations, *row.kin, *filter(None, [row.desk])):
        if owner not in owners:
            yield f"unknown organisation {owner!r}"
    if row.id not in owners and not (row.name and row.name_en):
        yield "a group that is no organisation needs a name and a name_en"
    for name in filter(None, (row.name, row.name_en, *row.names)):
        if named.get(fold(name), row.id) != row.id:
            yield f"name {name!r} is that of {named[fold(name)]!r}"
