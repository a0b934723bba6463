"""The kinds of evidence on a number: a small function each, which sees the facts and nothing else.

The weight of a piece is the verdict that it gives alone. No piece ever says that a number is harmless.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum
from typing import NamedTuple, Protocol

import msgspec

from core.recognise.numbers import Number
from core.registry.groups import Party
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
    (E.164) and `party` are what it speaks of beside the number, `reports` what was counted.
    """

    code: str
    weight: Weight
    sources: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    points: int = 0
    numbers: tuple[str, ...] = ()
    party: Party | None = None
    reports: Reports | None = None

    @property
    def against(self) -> int:
        """How much it speaks against the number, 0 to 100."""
        return self.points or POINTS[self.weight]


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """A number and what is said of it, sorted: `published` by the owner or a public body, `said` by others.

    `kinds` holds the kind of each source by its id. `alike` are claims on numbers that this one looks
    like, `closed` those whose published hours the call was outside of. `party` is whom the caller claimed
    to be.
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
    closed: tuple[Claim, ...] = ()
    party: Party | None = None
    reports: Reports | None = None

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


def _from(facts: Facts, *kinds: SourceKind) -> Callable[[Claim], bool]:
    return lambda claim: facts.kinds[claim.source] in kinds


def published_by_owner(facts: Facts) -> Evidence | None:
    """The organisation itself publishes the number."""
    own = filter(_from(facts, "organisation"), facts.published)
    return piece("published_by_owner", Weight.OFFICIAL, own)


def published_by_public_body(facts: Facts) -> Evidence | None:
    """A public body publishes the number."""
    public = filter(_from(facts, "public_body"), facts.published)
    return piece("published_by_public_body", Weight.OFFICIAL, public)


def said_by_third_parties(facts: Facts) -> Evidence | None:
    """Third parties say whose number it is."""
    # An organisation that writes about another's number is a third party too.
    others = filter(_from(facts, "third_party", "organisation"), facts.said)
    return piece("said_by_third_parties", Weight.CLAIMED, others)


def said_by_article(facts: Facts) -> Evidence | None:
    """An article says whose number it is."""
    return piece("said_by_article", Weight.CLAIMED, filter(_from(facts, "article"), facts.said))


def said_by_users(facts: Facts) -> Evidence | None:
    """Users say whose number it is; nobody has checked it, so this alone leaves it unknown."""
    return piece("said_by_users", Weight.UNKNOWN, filter(_from(facts, "user"), facts.said))


def not_published(facts: Facts) -> Evidence | None:
    """Others say whose number it is, and neither the owner nor a public body does."""
    return None if facts.published else piece("not_published", Weight.REMARK, facts.said)


def formerly(facts: Facts) -> Evidence | None:
    """Whose number it was; where nobody names today's owner, that is all that is claimed."""
    return piece("formerly", Weight.REMARK if facts.owned else Weight.CLAIMED, facts.former)


def unconfirmed(facts: Facts) -> Evidence | None:
    """One source names an owner, nothing confirms it, and no other claim stands beside it."""
    return None if facts.owned else piece("unconfirmed", Weight.CAUTION, facts.unconfirmed)


def owners_differ(facts: Facts) -> Evidence | None:
    """Sources name different owners. A publication is not outweighed by that; it is said all the same."""
    claims = facts.owned + facts.unconfirmed
    if len(owners(claims)) < 2 or named_together(claims):
        return None
    return piece("owners_differ", Weight.REMARK if facts.published else Weight.CAUTION, claims)


def shared_number(facts: Facts) -> Evidence | None:
    """One source gives the number under several names: owners share it, or the source errs."""
    claims = facts.owned + facts.unconfirmed
    if len(owners(claims)) < 2 or not named_together(claims):
        return None
    return piece("shared_number", Weight.REMARK, claims)


def forged_display(facts: Facts) -> Evidence | None:
    """Callers are reported to have shown this number falsely."""
    return piece("forged_display", Weight.CAUTION, facts.forged)


def listed_as_fraud(facts: Facts) -> Evidence | None:
    """A public body, or the organisation concerned, lists the number as used in fraud."""
    listed = filter(_from(facts, "public_body", "organisation"), facts.fraud)
    return piece("listed_as_fraud", Weight.DANGER, listed)


def said_fraud(facts: Facts) -> Evidence | None:
    """Others say that the number is used in fraud."""
    others = filter(_from(facts, "third_party", "article", "user"), facts.fraud)
    return piece("said_fraud", Weight.CAUTION, others)


def not_in_plan(facts: Facts) -> Evidence | None:
    """The numbering plan has no such number, and nobody names it as theirs."""
    # A carrier's code that somebody names as a sender is no number of the plan, and yet exists.
    known = facts.owned or unassigned_country(facts)
    impossible = facts.number.kind == "unassigned" and not known
    return Evidence("not_in_plan", Weight.IMPOSSIBLE) if impossible else None


def unassigned_country(facts: Facts) -> Evidence | None:
    """No country has that country code."""
    number = facts.number
    nowhere = "unassigned_country" in number.signs or (number.kind == "international" and not number.country)
    return Evidence("unassigned_country", Weight.IMPOSSIBLE) if nowhere else None


def international(facts: Facts) -> Evidence | None:
    """The number is a foreign one, and neither its owner nor a public body publishes it."""
    abroad = facts.number.kind == "international" and unassigned_country(facts) is None
    weight = Weight.REMARK if facts.published else Weight.CAUTION
    return Evidence("international", weight) if abroad else None


def ends_0110_international(facts: Facts) -> Evidence | None:
    """A foreign number with the ending of Japan's police stations (0110)."""
    imitation = facts.number.kind == "international" and facts.number.e164.endswith("0110")
    return Evidence("ends_0110_international", Weight.CAUTION) if imitation else None


def premium_rate(facts: Facts) -> Evidence | None:
    """Who rings this number pays for more than the call (0990)."""
    return Evidence("premium_rate", Weight.CAUTION) if facts.number.kind == "premium" else None


def machine_number(facts: Facts) -> Evidence | None:
    """The number belongs to a machine, not to a telephone (020)."""
    return Evidence("machine_number", Weight.CAUTION) if facts.number.kind == "m2m" else None


def caller_pays(facts: Facts) -> Evidence | None:
    """The caller pays, and flat rates do not cover the call (0570)."""
    return Evidence("caller_pays", Weight.REMARK) if facts.number.kind == "navi_dial" else None


def fax_line(facts: Facts) -> Evidence | None:
    """A fax answers there."""
    return piece("fax_line", Weight.REMARK, (claim for claim in facts.owned if claim.line == "fax"))


def sms_sender(facts: Facts) -> Evidence | None:
    """Text messages come from there."""
    return piece("sms_sender", Weight.REMARK, (claim for claim in facts.owned if claim.line == "sms"))


def nobody_said(facts: Facts) -> Evidence | None:
    """Nobody has said anything about the number."""
    return None if facts.kinds else Evidence("nobody_said", Weight.UNKNOWN)


def ends_0110(facts: Facts) -> Evidence | None:
    """The ending of Japan's police stations (0110) on a number that is a mobile or an IP phone's, and nobody's."""
    imitation = facts.number.kind in ("mobile", "ip_phone")
    found = imitation and facts.number.e164.endswith("0110") and not facts.owned
    return Evidence("ends_0110", Weight.CAUTION) if found else None


RULES: tuple[Rule, ...] = (
    Rule(not_in_plan, (Weight.IMPOSSIBLE,)),
    Rule(unassigned_country, (Weight.IMPOSSIBLE,)),
    Rule(listed_as_fraud, (Weight.DANGER,)),
    Rule(said_fraud, (Weight.CAUTION,)),
    Rule(forged_display, (Weight.CAUTION,)),
    Rule(ends_0110_international, (Weight.CAUTION,)),
    Rule(ends_0110, (Weight.CAUTION,)),
    Rule(international, (Weight.CAUTION, Weight.REMARK)),
    Rule(premium_rate, (Weight.CAUTION,)),
    Rule(machine_number, (Weight.CAUTION,)),
    Rule(unconfirmed, (Weight.CAUTION,)),
    Rule(owners_differ, (Weight.CAUTION, Weight.REMARK)),
    Rule(published_by_owner, (Weight.OFFICIAL,)),
    Rule(published_by_public_body, (Weight.OFFICIAL,)),
    Rule(said_by_third_parties, (Weight.CLAIMED,)),
    Rule(said_by_article, (Weight.CLAIMED,)),
    Rule(said_by_users, (Weight.UNKNOWN,)),
    Rule(formerly, (Weight.CLAIMED, Weight.REMARK)),
    Rule(nobody_said, (Weight.UNKNOWN,)),
    Rule(not_published, (Weight.REMARK,)),
    Rule(shared_number, (Weight.REMARK,)),
    Rule(fax_line, (Weight.REMARK,)),
    Rule(sms_sender, (Weight.REMARK,)),
    Rule(caller_pays, (Weight.REMARK,)),
)
