"""Evidence beside what is said of a number itself: whom it looks like, who the caller claimed to be, when
the call came, and how many complain.
"""

from typing import Literal

from core.registry.evidence import Evidence, Facts, Rule, Weight, named_together, owners, piece
from core.registry.reports import CAUTION, DANGER

Outcome = Literal["match_official", "match_third_party", "mismatch", "cannot_say"]

LENDERS = "consumer_finance"
_LENDER_MOBILE = 30


def look_alike(facts: Facts) -> Evidence | None:
    """Nobody names this number, and it differs by a digit or a prefix from one that somebody owns. A remark where
    the numbers around are mostly somebody's.
    """
    weight = Weight.REMARK if facts.crowded else Weight.CAUTION
    found = piece("look_alike", weight, facts.alike)
    if found is None or facts.kinds:
        return None
    numbers = tuple(dict.fromkeys(claim.number for claim in facts.alike))
    return Evidence(found.code, found.weight, found.sources, found.organisations, numbers=numbers)


def code_shown(facts: Facts) -> Evidence | None:
    """A caller's telephone showed a code such as 110: codes are for ringing, and calls do not come from them."""
    shown = facts.shown and facts.number.kind == "short_code"
    return piece("code_shown", Weight.CAUTION, facts.owned) if shown else None


def outside_hours(facts: Facts) -> Evidence | None:
    """The call came outside the hours in which that desk is published to be open."""
    return piece("outside_hours", Weight.CAUTION, facts.closed)


def many_reports(facts: Facts) -> Evidence | None:
    """Many fresh reports from different people complain of the number, and no owner publishes it."""
    reports = facts.reports
    if reports is None or reports.points < DANGER or facts.published:
        return None
    return Evidence("many_reports", Weight.DANGER, points=reports.points, reports=reports)


def reports(facts: Facts) -> Evidence | None:
    """Several reports complain of the number."""
    found = facts.reports
    if found is None or found.points < CAUTION or many_reports(facts):
        return None
    return Evidence("reports", Weight.CAUTION, points=min(found.points, DANGER - 1), reports=found)


def few_reports(facts: Facts) -> Evidence | None:
    """A few reports, old ones, or such as others contradict, complain of the number."""
    found = facts.reports
    if found is None or not found.count or found.points >= CAUTION:
        return None
    return Evidence("few_reports", Weight.REMARK, points=found.points, reports=found)


def claimed_match_official(facts: Facts) -> Evidence | None:
    """The number is published as that of the one the caller claimed to be."""
    return _compared(facts, "match_official", Weight.REMARK)


def claimed_match_third_party(facts: Facts) -> Evidence | None:
    """Others say that the number is that of the one the caller claimed to be."""
    return _compared(facts, "match_third_party", Weight.REMARK)


def claimed_mismatch(facts: Facts) -> Evidence | None:
    """The number is said to be somebody else's than the one's the caller claimed to be."""
    return _compared(facts, "mismatch", Weight.CAUTION)


def claimed_cannot_say(facts: Facts) -> Evidence | None:
    """Nothing shows whether the number is that of the one the caller claimed to be."""
    return _compared(facts, "cannot_say", Weight.REMARK)


def lender_mobile(facts: Facts) -> Evidence | None:
    """A lender rang from a mobile number that nobody names: a registered one advertises a fixed line."""
    is_lender = facts.party is not None and facts.party.kind == LENDERS
    if not is_lender or facts.number.kind != "mobile" or facts.owned:
        return None
    return Evidence("lender_mobile", Weight.REMARK, points=_LENDER_MOBILE, party=facts.party)


def assigned_to(facts: Facts) -> Evidence | None:
    """The ministry's tables say to which carrier the number's range was assigned; that names no subscriber."""
    block = facts.block
    told = block is not None and block.in_use and block.carrier
    return Evidence("assigned_to", Weight.REMARK, block=block) if told else None


def not_in_use(facts: Facts) -> Evidence | None:
    """The ministry's tables have the number's range as not in use yet, and nobody names it as theirs."""
    block = facts.block
    if block is None or block.in_use or facts.owned or facts.number.kind == "unassigned":
        return None
    return Evidence("not_in_use", Weight.CAUTION, block=block)


def outcome(facts: Facts) -> Outcome | None:
    """How the number compares with whom the caller claimed to be; None where that is not told."""
    party = facts.party
    if party is None:
        return None
    if code_shown(facts) and any(claim.organisation in party.members for claim in facts.owned):
        return "cannot_say"
    own = [claim for claim in facts.owned if claim.organisation in party.members]
    if own and (facts.published or not _contested(facts)):
        if any(claim in facts.published for claim in own):
            return "match_official"
        return "mismatch" if facts.published else "match_third_party"
    doubtful = (*facts.unconfirmed, *facts.former)
    if own or any(claim.organisation in party.members for claim in doubtful):
        return "cannot_say"
    if any(claim.organisation in party.kin for claim in facts.owned):
        return "cannot_say"
    known = bool(party.id or party.kin)
    return "mismatch" if known and (facts.owned or facts.former) else "cannot_say"


def _contested(facts: Facts) -> bool:
    return len(owners(facts.owned)) > 1 and not named_together(facts.owned)


def _compared(facts: Facts, found: Outcome, weight: Weight) -> Evidence | None:
    if outcome(facts) != found:
        return None
    said = facts.owned
    if found.startswith("match") and facts.party:
        said = tuple(claim for claim in said if claim.organisation in facts.party.members)
    sources = tuple(dict.fromkeys(claim.source for claim in said))
    return Evidence(f"claimed_{found}", weight, sources, owners(said), party=facts.party)


RULES: tuple[Rule, ...] = (
    Rule(many_reports, (Weight.DANGER,), f"{DANGER} and more"),
    Rule(reports, (Weight.CAUTION,), f"{CAUTION} to {DANGER - 1}"),
    Rule(claimed_mismatch, (Weight.CAUTION,)),
    Rule(look_alike, (Weight.CAUTION, Weight.REMARK)),
    Rule(code_shown, (Weight.CAUTION,)),
    Rule(outside_hours, (Weight.CAUTION,)),
    Rule(not_in_use, (Weight.CAUTION,)),
    Rule(claimed_match_official, (Weight.REMARK,)),
    Rule(claimed_match_third_party, (Weight.REMARK,)),
    Rule(claimed_cannot_say, (Weight.REMARK,)),
    Rule(assigned_to, (Weight.REMARK,)),
    Rule(lender_mobile, (Weight.REMARK,), str(_LENDER_MOBILE)),
    Rule(few_reports, (Weight.REMARK,), f"1 to {CAUTION - 1}"),
)
