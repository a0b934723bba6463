"""Rows of a registry file against each other and against what is known: which may stand, and why not."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

import msgspec

from core.registry.groups import Group
from core.registry.imports import Refused
from core.registry.imports.normal import NotANumberError, normaliser
from core.registry.imports.rows import Item
from core.registry.listings import number_of
from core.registry.load import Rows, folded_names, wrong_claim, wrong_organisation, wrong_source
from core.registry.model import Claim, Organisation, Source

T = TypeVar("T", Organisation, Source)
K = TypeVar("K", Organisation, Source, Claim)


def _every(number: str) -> bool:
    return bool(number)


class Known(msgspec.Struct, frozen=True):
    """What a file's rows stand beside: the product's `own` rows, and by id what other imports brought. `possible`
    says whether a number (E.164) can exist; `words` (folded) name nobody.
    """

    own: Rows = Rows((), (), ())
    organisations: Mapping[str, Organisation] = {}
    sources: Mapping[str, Source] = {}
    possible: Callable[[str], bool] = _every
    words: frozenset[str] = frozenset()


class Checked(msgspec.Struct):
    """What may stand, and what may not. `same` rows are the product's own, and need not be kept; those that
    `replace` another row of their id are named by table and id.
    """

    organisations: dict[str, Organisation] = {}
    sources: dict[str, Source] = {}
    claims: list[Claim] = []
    refused: list[Refused] = []
    same: int = 0
    replace: set[tuple[str, str]] = set()

    @property
    def rows(self) -> int:
        """How many rows may stand."""
        return len(self.organisations) + len(self.sources) + len(self.claims) + self.same


def check(rows: Iterable[tuple[int, Item]], known: Known, *, force: bool = False) -> Checked:
    """Rows with their lines; each that cannot stand is refused with its reasons. A row that would replace one of
    the product's, or another import's, is so unless forced: it changes what others' claims say.
    """
    rows = list(rows)
    result = Checked()
    standing = {row.id: row for row in (*known.own.organisations, *known.organisations.values())}
    origins = {row.id: row for row in (*known.own.sources, *known.sources.values())}
    names = _Names(standing.values(), known)
    organisations = _once(
        _of(rows, Organisation),
        result.refused,
        lambda row: (*wrong_organisation(row), *names.wrong(row), *_replaces(row, standing, force)),
    )
    owners = {*standing, *organisations}
    sources = _once(
        _of(rows, Source),
        result.refused,
        lambda row: (*wrong_source(row, owners), *_replaces(row, origins, force)),
    )
    claims: dict[bytes, Claim] = {}
    for line, row in _of(rows, Claim):
        claim = _with_stored_number(row)
        reasons = [*wrong_claim(claim, owners, {*origins, *sources}), *_impossible(claim, known)]
        if reasons:
            result.refused.append(Refused(line, "; ".join(reasons), row.number))
        else:
            claims[_body(claim)] = claim
    result.refused.sort(key=lambda one: one.line)
    everything: tuple[Item, ...] = (*known.own.organisations, *known.own.sources, *known.own.claims)
    own = set(map(_body, everything))
    result.organisations = {key: row for key, row in organisations.items() if _body(row) not in own}
    result.sources = {key: row for key, row in sources.items() if _body(row) not in own}
    result.claims = [claim for body, claim in claims.items() if body not in own]
    result.same = len(organisations) + len(sources) + len(claims) - result.rows
    result.replace = {("organisations", key) for key in result.organisations.keys() & standing.keys()}
    result.replace |= {("sources", key) for key in result.sources.keys() & origins.keys()}
    return result


def _body(row: Item) -> bytes:
    return msgspec.json.encode(row, order="deterministic")


def _replaces(row: T, standing: Mapping[str, T], force: bool) -> Iterator[str]:
    if not force and standing.get(row.id, row) != row:
        yield f"id {row.id!r} stands already with another content; say --force to replace it"


class _Names:
    """Whose each name is: a name that two have finds one of them, and the other's numbers would contradict it."""

    def __init__(self, standing: Iterable[Organisation], known: Known) -> None:
        self._words = known.words
        everyone: tuple[Group | Organisation, ...] = (*known.own.groups, *standing)
        self._taken = {name: row.id for row in everyone for name in folded_names(row)}

    def wrong(self, row: Organisation) -> Iterator[str]:
        names = folded_names(row)
        for name in names:
            if name in self._words:
                yield f"name {name!r} is a word that names nobody"
            elif self._taken.get(name, row.id) != row.id:
                yield f"name {name!r} is that of {self._taken[name]!r}: say that id, or give another name"
        self._taken |= {name: row.id for name in names if name not in self._taken}


def _impossible(claim: Claim, known: Known) -> Iterator[str]:
    """Nobody owns a number that cannot exist; that one was shown, or used in fraud, can well be said."""
    if claim.stance == "owner" and claim.number.startswith("+") and not known.possible(claim.number):
        yield f"the numbering plan has no number {claim.number}; look for a slip in its digits"


def _of(rows: Iterable[tuple[int, Item]], kind: type[K]) -> Iterator[tuple[int, K]]:
    return ((line, row) for line, row in rows if isinstance(row, kind))


def _once(
    rows: Iterable[tuple[int, T]], refused: list[Refused], wrong: Callable[[T], Iterable[str]]
) -> dict[str, T]:
    """By id; a second row with another content cannot be true beside the first."""
    found: dict[str, tuple[int, T]] = {}
    for line, row in rows:
        reasons = list(wrong(row))
        first, other = found.get(row.id, (0, row))
        if other != row:
            reasons.append(f"id {row.id!r} stands with another content in line {first}")
        if reasons:
            refused.append(Refused(line, "; ".join(reasons), row.id))
        else:
            found.setdefault(row.id, (line, row))
    return {identity: row for identity, (_, row) in found.items()}


def _with_stored_number(claim: Claim) -> Claim:
    try:
        return msgspec.structs.replace(claim, number=number_of(normaliser("JP")(claim.number)))
    except NotANumberError:
        return claim  # a carrier's code, or nothing: the check says which
