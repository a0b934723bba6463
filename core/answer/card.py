"""The card of a number: verdict, who, what for, hours, what is odd, what to do, who says so."""

from collections.abc import Iterable

import msgspec

from core.answer.buttons import lasting_button
from core.answer.claimed import Comparison
from core.answer.desks import by_language, desk_line, is_official, name_of, source_of
from core.answer.knowledge import Turn
from core.messages import Button, Card, Row, Verdict
from core.recognise.numbers import Number
from core.registry.evidence import Evidence, Weight
from core.registry.model import Claim, Organisation
from core.registry.reasons import reason
from core.registry.verdict import Judgement

SOURCES = 4
NOTES = 3
EMERGENCY = ("110", "118", "119")  # nobody is to ring these from a card, to see who answers


def number_card(turn: Turn, number: Number, judgement: Judgement, comparison: Comparison | None) -> Card:
    """All of it, the first screen first. What the caller claims, where it was said, is the first row."""
    verdict = comparison.verdict(judgement.verdict) if comparison else judgement.verdict
    claims = turn.know.registry.claims(number.e164)
    owner = turn.know.registry.organisation(judgement.organisation) if judgement.organisation else None
    return Card(
        title=number.written,
        verdict=verdict,
        headline=turn.texts.say(f"verdict.{verdict}"),
        rows=tuple(_rows(turn, number, claims, comparison)),
        notes=all_notes(turn, number, judgement),
        advice=tuple(_advice(turn, number, verdict, comparison.organisation if comparison else owner)),
        sources=tuple(dict.fromkeys(source_of(claim, turn) for claim in claims))[:SOURCES],
        buttons=_buttons(turn, number, comparison.organisation if comparison else owner),
    )


def _rows(
    turn: Turn, number: Number, claims: tuple[Claim, ...], comparison: Comparison | None
) -> Iterable[Row]:
    say = turn.texts.say
    if comparison:
        asked = name_of(comparison.organisation, turn)
        yield Row(
            say("row.asked", organisation=asked), say(f"claim.{comparison.outcome}", organisation=asked)
        )
    owners = _owners(turn, claims)
    if owners:
        yield Row(say("row.who"), say("list.or").join(owners))
    for label, texts in (
        ("row.purpose", [claim.purpose for claim in claims]),
        ("row.hours", [claim.hours for claim in claims]),
    ):
        values = list(dict.fromkeys(filter(None, (by_language(text, turn) for text in texts))))
        if values:
            yield Row(say(label), say("list.also").join(values[:3]))
    yield Row(say("row.kind"), _kind(turn, number))


def _kind(turn: Turn, number: Number) -> str:
    nowhere = number.kind == "international" and not number.country
    place = turn.know.reader.region(number, turn.language) or turn.texts.say("region.unknown")
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
    said = (by_language(claim.note, turn) for claim in turn.know.registry.claims(number.e164))
    return tuple(dict.fromkeys(filter(None, (*reasons, *said))))


def first_screen(turn: Turn, card: Card, number: Number) -> Card:
    """The card as it is shown at first: what is behind the button is in the reply's plain text all the same."""
    if len(card.notes) <= NOTES:
        return card
    more = lasting_button(turn.texts.say("button.more"), "more", number.e164)
    notes = (*card.notes[:NOTES], turn.texts.say("notes.more", count=len(card.notes) - NOTES))
    return msgspec.structs.replace(card, notes=notes, buttons=(*card.buttons, more))


def _matters(piece: Evidence, judgement: Judgement) -> bool:
    """That others say it too adds nothing to an official publication; a number that cannot be has no owner."""
    if judgement.verdict == "official":
        return piece.weight is not Weight.CLAIMED
    return judgement.verdict != "impossible" or piece.weight is not Weight.UNKNOWN


def _advice(turn: Turn, number: Number, verdict: Verdict, owner: Organisation | None) -> Iterable[str]:
    if number.kind != "short_code":
        yield from turn.texts.say(f"advice.{verdict}").splitlines()
    desks = turn.know.registry.desks(owner.id) if owner else ()
    if number.kind == "short_code":
        yield from turn.texts.say("advice.short_code").splitlines()
    elif owner and desks and verdict != "impossible":
        key = "advice.ring_back" if is_official(desks[0], turn) else "advice.ring_back_third_party"
        yield turn.texts.say(key, organisation=name_of(owner, turn), desk=desk_line(desks[0], turn))
    yield turn.texts.say("advice.forged")


def _buttons(turn: Turn, number: Number, owner: Organisation | None) -> tuple[Button, ...]:
    desks = turn.know.registry.desks(owner.id)[:1] if owner and number.e164 not in EMERGENCY else ()
    written = [turn.know.reader.written(desk.number) for desk in desks]
    calls = [
        Button(turn.texts.say("button.call", number=text), "call", text.replace("-", "")) for text in written
    ]
    return (*calls, Button(turn.texts.say("button.copy"), "copy", number.written))
