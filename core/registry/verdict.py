"""The verdict on a number: evidence first, then the word of its heaviest piece.

The heaviest wins: a doubt outweighs a publication, for a real number may be shown by a forger, and a
number that the plan does not have outweighs everything. Lighter doubts that add up to a heavy one are a
caution too; no sum of them is ever a danger.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import msgspec

from core.messages import Verdict
from core.recognise.calls import JAPAN, Call
from core.recognise.numbers import Number
from core.registry import circumstances as beside
from core.registry import statements as said
from core.registry.evidence import POINTS, Evidence, Facts, Rule, Weight, named_together, owners
from core.registry.groups import Party
from core.registry.hours import opening
from core.registry.listings import Block, Listing
from core.registry.model import Claim, Source, SourceKind, official
from core.registry.reports import weigh

RULES: tuple[Rule, ...] = (*said.RULES, *beside.RULES)

VERDICTS: Mapping[Weight, Verdict] = {
    Weight.REMARK: "unknown",
    Weight.UNKNOWN: "unknown",
    Weight.CLAIMED: "claimed",
    Weight.OFFICIAL: "official",
    Weight.CAUTION: "caution",
    Weight.DANGER: "danger",
    Weight.IMPOSSIBLE: "impossible",
}


class Circumstances(msgspec.Struct, frozen=True):
    """What bears on a number beside what is said of it: whom the caller claimed to be, what lists say, when
    the call came, when this is asked (Unix seconds; 0 where that is no matter), what the ministry's tables say, and whether a caller's telephone
    showed the number.
    """

    party: Party | None = None
    listings: tuple[Listing, ...] = ()
    call: Call | None = None
    at: int = 0
    block: Block | None = None
    shown: bool = False


NONE = Circumstances()


class Judgement(msgspec.Struct, frozen=True):
    """The verdict, its evidence (heaviest first, never empty), and whose number it is said to be (an id).

    `organisation` is None where nobody names one, or where sources name different ones and none of
    them is official. `score` is how much speaks against trusting a call that shows this number, 0 to 100;
    0 is no statement that it is harmless.
    """

    verdict: Verdict
    evidence: tuple[Evidence, ...]
    organisation: str | None = None
    score: int = 0


def judge(
    number: Number,
    claims: Iterable[Claim],
    source: Callable[[str], Source],
    circumstances: Circumstances = NONE,
    alike: Iterable[Claim] = (),
    *,
    crowded: bool = False,
) -> Judgement:
    """What is to be thought of a number, given what is said of it; `source` gives a claim's source.

    `alike` are claims on numbers that this one looks like; `crowded`: so does every other number around it.
    """
    facts = _gather(number, claims, source, circumstances, tuple(alike))
    facts = msgspec.structs.replace(facts, crowded=crowded) if crowded else facts
    evidence = [piece for rule in RULES if (piece := rule.find(facts))]
    evidence.sort(key=lambda piece: (-piece.weight, -piece.points))
    score, weight = _score(evidence), evidence[0].weight
    if weight < Weight.CAUTION and score >= POINTS[Weight.CAUTION]:
        weight = Weight.CAUTION
    return Judgement(VERDICTS[weight], tuple(evidence), _owner(facts), score)


def _score(evidence: Iterable[Evidence]) -> int:
    """Each piece takes its share of what the others leave: 50 and 50 make 75. Only a piece that is a danger
    by itself makes one.
    """
    left, heaviest = 1.0, Weight.REMARK
    for piece in evidence:
        left *= 1 - piece.against / 100
        heaviest = max(heaviest, piece.weight)
    most = POINTS[Weight.DANGER] - 1 if heaviest < Weight.DANGER else 100
    return min(most, round(100 * (1 - left)))


def _gather(
    number: Number,
    claims: Iterable[Claim],
    source: Callable[[str], Source],
    circumstances: Circumstances,
    alike: tuple[Claim, ...],
) -> Facts:
    heaps, kinds = _heaps(claims, source)
    owned = (*heaps.get("published", ()), *heaps.get("said", ()))
    return Facts(
        number=number,
        kinds=kinds,
        published=heaps.get("published", ()),
        said=heaps.get("said", ()),
        former=heaps.get("former", ()),
        unconfirmed=heaps.get("unconfirmed", ()),
        forged=heaps.get("forged", ()),
        fraud=heaps.get("fraud", ()),
        alike=alike,
        closed=_closed(owned, circumstances.call) if circumstances.call else (),
        party=circumstances.party,
        reports=weigh(circumstances.listings, circumstances.at) if circumstances.listings else None,
        block=circumstances.block,
        shown=circumstances.shown,
    )


def _closed(owned: Iterable[Claim], call: Call) -> tuple[Claim, ...]:
    """The claims whose hours leave the call out, unless those of another may cover it."""
    hourly = tuple(claim for claim in owned if claim.opening or claim.hours)
    if not all(claim.opening for claim in hourly):
        return ()
    start, end = (datetime.fromtimestamp(moment, JAPAN) for moment in (call.start, call.end))
    open_then = any(opening(claim.opening).is_open_within(start, end) for claim in hourly)
    return () if open_then else hourly


def _heaps(
    claims: Iterable[Claim], source: Callable[[str], Source]
) -> tuple[dict[str, tuple[Claim, ...]], dict[str, SourceKind]]:
    heaps: dict[str, tuple[Claim, ...]] = {}
    kinds: dict[str, SourceKind] = {}
    for claim in claims:
        origin = source(claim.source)
        kinds[origin.id] = origin.kind
        heap = _heap(claim, origin)
        heaps[heap] = (*heaps.get(heap, ()), claim)
    return heaps, kinds


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
