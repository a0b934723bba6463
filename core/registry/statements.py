"""Evidence from what is said of a number, and from its form: a small function each, which sees the facts
and nothing else.
"""

from collections.abc import Callable

from core.registry.evidence import Evidence, Facts, Rule, Weight, named_together, owners, piece
from core.registry.model import Claim, SourceKind


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
    """The numbering plan has no such number, nobody names it as theirs, and no newer table has it in use."""
    # A carrier's code that somebody names as a sender is no number of the plan, and yet exists.
    known = facts.owned or unassigned_country(facts) or (facts.block and facts.block.in_use)
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
    """The number belongs to a machine, not to a telephone (020), and nobody names it as theirs."""
    machine = facts.number.kind == "m2m" and not facts.owned
    return Evidence("machine_number", Weight.CAUTION) if machine else None


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
