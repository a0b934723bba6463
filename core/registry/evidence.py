"""What evidence is: a code, a weight, and what it rests on; and the facts that it is found in.

The weight of a piece is the verdict that it gives alone. No piece ever says that a number is harmless.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import NamedTuple, Protocol

import msgspec

from core.recognise.numbers import Number
from core.registry.groups import Party
from core.registry.listings import Block
from core.registry.model import Claim, SourceKind
from core.registry.reports import Reports


class Weight(IntEnum):
    """What a piece of evidence says on its own, the lightest first."""

    REMARK = 0
    UNKNOWN = 1
    CLAIMED = 2
    OFFICIAL = 3
    CAUTION = 4
    DANGER = 5
    IMPOSSIBLE = 6


# How much a piece of each weight speaks against the number, in points of 100.
POINTS: Mapping[Weight, int] = {
    Weight.REMARK: 0,
    Weight.UNKNOWN: 0,
    Weight.CLAIMED: 0,
    Weight.OFFICIAL: 0,
    Weight.CAUTION: 50,
    Weight.DANGER: 90,
    Weight.IMPOSSIBLE: 100,
}


class Evidence(msgspec.Struct, frozen=True):
    """One thing that is known. Its text is `reason.<code>`; `sources` and `organisations` are ids.

    `points`, of 100, say how much it speaks against the number; 0 leaves that to the weight. `numbers`
    (E.164) and `party` are what it speaks of beside the number, `reports` what was counted, `block` the part of
    the ministry's tables that the number lies in.
    """

    code: str
    weight: Weight
    sources: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    points: int = 0
    numbers: tuple[str, ...] = ()
    party: Party | None = None
    reports: Reports | None = None
    block: Block | None = None

    @property
    def against(self) -> int:
        """How much it speaks against the number, 0 to 100."""
        return self.points or POINTS[self.weight]


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """A number and what is said of it, sorted: `published` by the owner or a public body, `said` by others.

    `kinds` holds the kind of each source by its id. `alike` are claims on numbers that this one looks
    like (`crowded`: so does every other number around), `closed` those whose published hours the call was outside of. `party` is whom the caller claimed
    to be, `block` what the ministry's tables say of the range, where an operator imported them. `shown`: a caller's telephone
    showed the number; else it may be one to ring.
    """

    number: Number
    kinds: Mapping[str, SourceKind]
    published: tuple[Claim, ...] = ()
    said: tuple[Claim, ...] = ()
    former: tuple[Claim, ...] = ()
    unconfirmed: tuple[Claim, ...] = ()
    forged: tuple[Claim, ...] = ()
    fraud: tuple[Claim, ...] = ()
    alike: tuple[Claim, ...] = ()
    crowded: bool = False
    closed: tuple[Claim, ...] = ()
    party: Party | None = None
    reports: Reports | None = None
    block: Block | None = None
    shown: bool = False

    @property
    def owned(self) -> tuple[Claim, ...]:
        """All that is said on whose number it is today, the official ones first."""
        return self.published + self.said


class Finder(Protocol):
    """Finds one kind of evidence. Its name is the evidence's code, its docstring what that means."""

    __name__: str

    def __call__(self, facts: Facts, /) -> Evidence | None:
        """The evidence in these facts, or None."""
        ...


class Rule(NamedTuple):
    """A kind of evidence: how it is found, the weights that it may have, and its points where they are not
    those of its weight.
    """

    find: Finder
    weights: tuple[Weight, ...]
    points: str = ""

    @property
    def code(self) -> str:
        """The code of the evidence that it finds."""
        return self.find.__name__


def owners(claims: Iterable[Claim]) -> tuple[str, ...]:
    """The organisations that the claims name, each once, in their order."""
    return tuple(dict.fromkeys(claim.organisation for claim in claims if claim.organisation))


def named_together(claims: Iterable[Claim]) -> bool:
    """Whether one source names all the organisations that the claims name."""
    by_source: dict[str, set[str]] = {}
    for claim in claims:
        by_source.setdefault(claim.source, set()).add(claim.organisation)
    return any(set().union(*by_source.values()) == named for named in by_source.values())


def piece(code: str, weight: Weight, claims: Iterable[Claim]) -> Evidence | None:
    """The evidence that rests on these claims; None where there are none."""
    said = tuple(claims)
    sources = tuple(dict.fromkeys(claim.source for claim in said))
    return Evidence(code, weight, sources, owners(said)) if said else None
