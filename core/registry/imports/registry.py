"""Rows of a registry file against each other and against what is known: which may stand, and why not."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import msgspec

from core.registry.imports import Refused
from core.registry.imports.normal import NotANumberError, normaliser
from core.registry.imports.rows import Item
from core.registry.listings import number_of
from core.registry.load import wrong_claim, wrong_organisation, wrong_source
from core.registry.model import Claim, Organisation, Source

T = TypeVar("T", Organisation, Source)
K = TypeVar("K", Organisation, Source, Claim)


def _every(number: str) -> bool:
    return bool(number)


class Known(msgspec.Struct, frozen=True):
    """The ids that a file's rows may refer to beside its own; `possible` says whether a number (E.164) can exist."""

    organisations: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    possible: Callable[[str], bool] = _every


class Checked(msgspec.Struct):
    """What may stand, and what may not."""

    organisations: dict[str, Organisation] = {}
    sources: dict[str, Source] = {}
    claims: list[Claim] = []
    refused: list[Refused] = []

    @property
    def items(self) -> Iterator[Item]:
        """All rows in the order in which files have them."""
        yield from self.organisations.values()
        yield from self.sources.values()
        yield from self.claims


def check(rows: Iterable[tuple[int, Item]], known: Known) -> Checked:
    """Rows with their lines; each that cannot stand is refused with its reasons."""
    rows = list(rows)
    result = Checked()
    result.organisations = _once(_of(rows, Organisation), result.refused, wrong_organisation)
    owners = {*known.organisations, *result.organisations}
    result.sources = _once(_of(rows, Source), result.refused, lambda row: wrong_source(row, owners))
    sources = {*known.sources, *result.sources}
    seen: set[bytes] = set()
    for line, row in _of(rows, Claim):
        claim = _with_stored_number(row)
        reasons = [*wrong_claim(claim, owners, sources), *_impossible(claim, known)]
        if reasons:
            result.refused.append(Refused(line, "; ".join(reasons), row.number))
        elif (body := msgspec.json.encode(claim)) not in seen:
            seen.add(body)
            result.claims.append(claim)
    result.refused.sort(key=lambda one: one.line)
    return result


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
