"""The verdict on a number: evidence first, then the word of its heaviest piece.

The heaviest wins: a doubt outweighs a publication, for a real number may be shown by a forger, and a
number that the plan does not have outweighs everything.
"""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from core.messages import Verdict
from core.recognise.numbers import Number
from core.registry.evidence import RULES, Evidence, Facts, Weight, named_together, owners
from core.registry.model import Claim, Source, SourceKind, official

_VERDICTS: Mapping[Weight, Verdict] = {
    Weight.REMARK: "unknown",
    Weight.UNKNOWN: "unknown",
    Weight.CLAIMED: "claimed",
    Weight.OFFICIAL: "official",
    Weight.CAUTION: "caution",
    Weight.DANGER: "danger",
    Weight.IMPOSSIBLE: "impossible",
}


class Judgement(msgspec.Struct, frozen=True):
    """The verdict, its evidence (heaviest first, never empty), and whose number it is said to be (an id).

    `organisation` is None where nobody names one, or where sources name different ones and none of
    them is official.
    """

    verdict: Verdict
    evidence: tuple[Evidence, ...]
    organisation: str | None = None


def judge(number: Number, claims: Iterable[Claim], source: Callable[[str], Source]) -> Judgement:
    """What is to be thought of a number, given what is said of it; `source` gives a claim's source."""
    facts = _sort(number, claims, source)
    evidence = [piece for rule in RULES if (piece := rule(facts))]
    evidence.sort(key=lambda piece: -piece.weight)
    return Judgement(_VERDICTS[evidence[0].weight], tuple(evidence), _owner(facts))


def _sort(number: Number, claims: Iterable[Claim], source: Callable[[str], Source]) -> Facts:
    heaps: dict[str, tuple[Claim, ...]] = {}
    kinds: dict[str, SourceKind] = {}
    for claim in claims:
        origin = source(claim.source)
        kinds[origin.id] = origin.kind
        heap = _heap(claim, origin)
        heaps[heap] = (*heaps.get(heap, ()), claim)
    return Facts(
        number=number,
        kinds=kinds,
        published=heaps.get("published", ()),
        said=heaps.get("said", ()),
        former=heaps.get("former", ()),
        unconfirmed=heaps.get("unconfirmed", ()),
        forged=heaps.get("forged", ()),
        fraud=heaps.get("fraud", ()),
    )


def _heap(claim: Claim, source: Source) -> str:
    if claim.stance != "owner":
        return claim.stance
    if claim.former:
        return "former"
    return "published" if official(claim, source) else "said"


def _owner(facts: Facts) -> str | None:
    for claims in (facts.published, facts.said, facts.unconfirmed, facts.former):
        named = owners(claims)
        if named:
            return named[0] if claims is facts.published or named_together(claims) else None
    return None
