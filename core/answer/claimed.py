"""Who the caller said to be, held against the registry: match, mismatch, or cannot say."""

from typing import Literal

import msgspec

from core.answer.desks import is_official
from core.answer.knowledge import Turn
from core.messages import Verdict
from core.recognise.numbers import Number
from core.registry.model import Organisation

Outcome = Literal["match_official", "match_third_party", "mismatch", "cannot_say"]


class Comparison(msgspec.Struct, frozen=True):
    """The organisation that was named, and whether the number is said to be its own."""

    organisation: Organisation
    outcome: Outcome

    @property
    def code(self) -> str:
        """The reason's code, for programs."""
        return f"claimed_{self.outcome}"

    def verdict(self, verdict: Verdict) -> Verdict:
        """A mismatch is a reason for caution, never proof: companies use more numbers than they publish."""
        return (
            "caution"
            if self.outcome == "mismatch" and verdict in ("official", "claimed", "unknown")
            else verdict
        )


def compare(turn: Turn, number: Number) -> Comparison | None:
    """Compare the number with the organisation named in the message; None where none is named."""
    named = turn.know.registry.named(turn.text)
    if not named:
        return None
    claims = [
        claim for claim in turn.know.registry.claims(number.e164) if claim.stance in ("owner", "unconfirmed")
    ]
    for organisation in named:
        own = [claim for claim in claims if claim.organisation == organisation.id and claim.stance == "owner"]
        if own:
            official = any(is_official(claim, turn) for claim in own)
            return Comparison(organisation, "match_official" if official else "match_third_party")
    unconfirmed = any(claim.organisation == named[0].id for claim in claims)
    return Comparison(named[0], "mismatch" if claims and not unconfirmed else "cannot_say")
