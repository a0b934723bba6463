"""The card of a number: verdict, who, what for, hours, what is odd, what to do, who says so."""

from collections.abc import Iterable

import msgspec

from core.answer.buttons import lasting_button
from core.answer.desks import desk_line, hours, is_official, name_of
from core.answer.knowledge import Turn
from core.messages import Button, Card, Row, SourceLine, Verdict
from core.recognise.numbers import Number
from core.registry.evidence import Evidence, Weight
from core.registry.groups import Party
from core.registry.lookalike import difference
from core.registry.model import Claim, Organisation
from core.registry.reasons import reason
from core.registry.verdict import Judgement

SOURCES = 4
NOTES = 3
FAMILY = "family"  # config/registry/groups.yaml: their number stands in no registry
EMERGENCY = ("110", "118", "119")  # nobody is to ring these from a card, to see who answers


def number_card(
    turn: Turn, number: Number, judgement: Judgement, party: Party | None, sources: tuple[SourceLine, ...]
) -> Card:
    """All of it, the first screen first. Whom the caller claimed to be, where that was said, is the first row."""
    desk = _desk(turn, judgement, party)
    return Card(
        title=number.written,
        verdict=judgement.verdict,
        headline=turn.texts.say(f"verdict.{judgement.verdict}"),
        rows=tuple(_rows(turn, number, judgement, party)),
        notes=all_notes(turn, number, judgement),
        advice=tuple(_advice(turn, number, judgement.verdict, desk, party)),
        sources=sources[:SOURCES],
        buttons=_buttons(turn, number, desk),
    )


def _rows(turn: Turn, number: Number, judgement: Judgement, party: Party | None) -> Iterable[Row]:
    say, claims = turn.texts.say, turn.know.registry.claims(number.e164)
    shown = any(piece.code == "code_shown" for piece in judgement.evidence)  # which says all that matters
    for piece in judgement.evidence:
        if party and piece.code.startswith("claimed_") and not shown:
            asked = say("row.asked", organisation=party.called(turn.texts))
            yield Row(asked, reason(piece, turn.texts, turn.know.registry))
    owners = _owners(turn, claims)
    if owners:
        yield Row(say("row.who"), say("list.or").join(owners))
    for label, values in (
        ("row.purpose", [turn.texts.choose(claim.purpose) for claim in claims]),
        ("row.hours", [hours(claim, turn) for claim in claims]),
    ):
        different = list(dict.fromkeys(filter(None, values)))
        fullest = [one for one in different if not any(one != other and one in other for other in different)]
        if fullest:
            yield Row(say(label), say("list.also").join(fullest[:3]))
    yield from _alike(turn, number, judgement)
    yield Row(say("row.kind"), _kind(turn, number))


def _alike(turn: Turn, number: Number, judgement: Judgement) -> Iterable[Row]:
    """The number beside the one it looks like, the difference marked in both."""
    for other in (other for piece in judgement.evidence for other in piece.numbers):
        owned = turn.know.registry.claims(other)
        owner = next(claim for claim in owned if claim.stance == "owner" and not claim.former)
        written = turn.know.reader.written(other)
        yield Row(
            turn.texts.say("row.alike"),
            turn.texts.say(
                "alike.beside",
                number=difference(number.written, written),
                other=difference(written, number.written),
                organisation=_owner(turn, owner),
            ),
        )


def _kind(turn: Turn, number: Number) -> str:
    nowhere = number.kind == "international" and not number.country
    place = turn.texts.name_of(*turn.know.reader.region(number)) or turn.texts.say("region.unknown")
    return turn.texts.say("kind.unassigned" if nowhere else f"kind.{number.kind}", region=place)


def _owners(turn: Turn, claims: tuple[Claim, ...]) -> Iterable[str]:
    """Each owner named once, by the best claim: what is published goes before what others say."""
    ranked = sorted(claims, key=lambda claim: (not is_official(claim, turn), claim.stance != "owner"))
    best: dict[str, Claim] = {}
    for claim in ranked:
        if claim.organisation:
            best.setdefault(claim.organisation, claim)
    return [_owner(turn, claim) for claim in best.values()]


def _owner(turn: Turn, claim: Claim) -> str:
    key = "owner.official" if is_official(claim, turn) else f"owner.{claim.stance}"
    return turn.texts.say(
        key, organisation=name_of(turn.know.registry.organisation(claim.organisation), turn)
    )


def all_notes(turn: Turn, number: Number, judgement: Judgement) -> tuple[str, ...]:
    """Why the verdict is what it is, and what each source adds, contradictions included."""
    reasons = (
        reason(piece, turn.texts, turn.know.registry)
        for piece in judgement.evidence
        if _matters(piece, judgement)
    )
    said = (turn.texts.choose(claim.note) for claim in turn.know.registry.claims(number.e164))
    return tuple(dict.fromkeys(filter(None, (*reasons, *said))))


def first_screen(turn: Turn, card: Card, number: Number) -> Card:
    """The card as it is shown at first: what is behind the button is in the reply's plain text all the same."""
    if len(card.notes) <= NOTES:
        return card
    more = lasting_button(turn.texts.say("button.more"), "more", number.e164)
    notes = (*card.notes[:NOTES], turn.texts.say("notes.more", count=len(card.notes) - NOTES))
    return msgspec.structs.replace(card, notes=notes, buttons=(*card.buttons, more))


def _matters(piece: Evidence, judgement: Judgement) -> bool:
    """Not what is a row of its own. That others say it too adds nothing to an official publication; a number
    that cannot be has no owner.
    """
    if piece.code.startswith("claimed_"):
        return False
    if judgement.verdict == "official":
        return piece.weight is not Weight.CLAIMED
    return judgement.verdict != "impossible" or piece.weight is not Weight.UNKNOWN


class _Desk(msgspec.Struct, frozen=True):
    """Where to ring back."""

    owner: Organisation
    claim: Claim


def _desk(turn: Turn, judgement: Judgement, party: Party | None) -> _Desk | None:
    """The desk of the one that the caller claimed to be, else that of the number's owner, else that of the
    one whose number it looks like.
    """
    likened = [one for piece in judgement.evidence if piece.numbers for one in piece.organisations]
    owner = next(filter(None, (judgement.organisation, *likened)), None)
    if party and (party.id or party.desk):
        owner = party.desk
    desks = turn.know.registry.desks(owner) if owner else ()
    return _Desk(turn.know.registry.organisation(owner), desks[0]) if owner and desks else None


def _advice(
    turn: Turn, number: Number, verdict: Verdict, desk: _Desk | None, party: Party | None
) -> Iterable[str]:
    say = turn.texts.say
    rung = number.kind == "short_code"
    yield from say("advice.short_code" if rung else f"advice.{verdict}").splitlines()
    if desk and (party or (not rung and verdict != "impossible")):
        key = "advice.ring_back" if is_official(desk.claim, turn) else "advice.ring_back_third_party"
        yield say(key, organisation=name_of(desk.owner, turn), desk=desk_line(desk.claim, turn))
    elif party:
        key = "advice.ring_family" if party.id == FAMILY else "advice.look_up"
        yield say(key, organisation=party.called(turn.texts))
    yield say("advice.forged")


def _buttons(turn: Turn, number: Number, desk: _Desk | None) -> tuple[Button, ...]:
    rung = desk is not None and not {number.e164, desk.claim.number} & set(EMERGENCY)
    written = [turn.know.reader.written(desk.claim.number)] if desk and rung else []
    calls = [
        Button(turn.texts.say("button.call", number=text), "call", text.replace("-", "")) for text in written
    ]
    return (*calls, Button(turn.texts.say("button.copy"), "copy", number.written))
