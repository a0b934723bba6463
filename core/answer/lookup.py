"""The answer to numbers: who each is said to be, how sure that is, who says so, and what to do."""

from collections.abc import Sequence

import msgspec

from core.answer.buttons import button
from core.answer.card import all_notes, first_screen, number_card
from core.answer.claimed import Comparison, compare
from core.answer.desks import name_of, source_of
from core.answer.knowledge import Said, Turn
from core.answer.plain import plain
from core.answer.question import find, give_entry
from core.faq.zones import zone
from core.messages import Button, Card, Judged, Reply, Text
from core.recognise.numbers import Number
from core.registry.verdict import Judgement, judge
from core.sessions import Session

CARDS = 3
LISTED = 20


def judge_number(number: Number, turn: Turn) -> Judgement:
    """The verdict on a number, with its evidence."""
    return judge(number, turn.know.registry.claims(number.e164), turn.know.registry.source)


def answer_numbers(turn: Turn, numbers: Sequence[Number]) -> Said:
    """A card for each of the first numbers, a line for each further one."""
    numbers = list({number.e164: number for number in numbers}.values())
    judged = [(number, judge_number(number, turn)) for number in numbers]
    session = _remember(turn, judged)
    turn = turn._replace(session=session)
    comparison = compare(turn, judged[0][0])
    cards = [
        number_card(turn, number, judgement, comparison if place == 0 else None)
        for place, (number, judgement) in enumerate(judged[:CARDS])
    ]
    rest = _rest(turn, judged[CARDS:])
    reply = Reply(
        parts=(*_shown(turn, cards), *rest),
        text=plain((*cards, *rest), turn.texts),
        choices=_followups(turn, judged[0][0]),
        language=turn.language,
        kind="claim_check" if comparison else "lookup",
        numbers=tuple(
            to_judged(turn, *pair, comparison if place == 0 else None) for place, pair in enumerate(judged)
        ),
    )
    return _with_question(turn, reply)


def to_judged(turn: Turn, number: Number, judgement: Judgement, comparison: Comparison | None) -> Judged:
    """The same for programs."""
    owner = turn.know.registry.organisation(judgement.organisation) if judgement.organisation else None
    claims = turn.know.registry.claims(number.e164)
    return Judged(
        e164=number.e164,
        verdict=comparison.verdict(judgement.verdict) if comparison else judgement.verdict,
        organisation=name_of(owner, turn) if owner else "",
        reasons=tuple(evidence.code for evidence in judgement.evidence)
        + ((comparison.code,) if comparison else ()),
        sources=tuple(dict.fromkeys(source_of(claim, turn) for claim in claims)),
    )


def answer_partials(turn: Turn) -> Said:
    """Why what was meant as a number cannot be looked up, and how to write it."""
    lines = [
        turn.texts.say(f"partial.{partial.why}", raw=partial.raw[:40])
        for partial in turn.reading.partials[:3]
    ]
    text = "\n\n".join([*lines, turn.texts.say("partial.how")])
    reply = Reply(parts=(Text(text),), text=text, language=turn.language, kind="lookup")
    return Said(reply, turn.session, turn.preferences)


def _remember(turn: Turn, judged: Sequence[tuple[Number, Judgement]]) -> Session:
    return msgspec.structs.replace(
        turn.session,
        numbers=tuple(number.e164 for number, _ in judged[:LISTED]),
        organisation=judged[0][1].organisation or "",
        message_id=turn.message.message_id,
        offered=(),
    )


def _shown(turn: Turn, cards: Sequence[Card]) -> Sequence[Card]:
    """One card keeps its further notes behind a button; several have no room for them."""
    return [first_screen(turn, card) for card in cards] if len(cards) == 1 else cards


def more_notes(turn: Turn, number: Number) -> Said:
    """All that the card kept behind its button."""
    notes = all_notes(turn, number, judge_number(number, turn))
    text = "\n\n".join(
        [turn.texts.say("notes.title", number=number.written), *(f"・{note}" for note in notes)]
    )
    reply = Reply(parts=(Text(text),), text=text, language=turn.language, kind="lookup")
    return Said(reply, turn.session, turn.preferences)


def _rest(turn: Turn, judged: Sequence[tuple[Number, Judgement]]) -> list[Text]:
    if not judged:
        return []
    lines = [
        turn.texts.say(
            "numbers.line",
            number=number.written,
            verdict=turn.texts.say(f"verdict.{judgement.verdict}.short"),
        )
        for number, judgement in judged[:LISTED]
    ]
    left = len(judged) - len(lines)
    title = turn.texts.say("numbers.more", count=len(judged))
    after = [turn.texts.say("numbers.left", left=left)] if left else []
    return [Text("\n".join([title, *lines, *after]))]


def _followups(turn: Turn, number: Number) -> tuple[Button, ...]:
    """What people ask next of a caller; nobody asks it of 110."""
    if number.kind == "short_code":
        return ()
    return tuple(
        button(followup.label(turn.language), turn.session, "ask", followup.entry)
        for followup in turn.know.followups
    )


def _with_question(turn: Turn, reply: Reply) -> Said:
    """Where the same message asks something as well, and the answer is sure, it follows the card."""
    asked = turn._replace(text=_without_numbers(turn))
    hits = find(asked)
    if reply.kind == "claim_check" or zone(hits) != "faq":
        return Said(reply, turn.session, turn.preferences)
    answer = give_entry(asked, hits[0].entry, hits)
    if answer.reply is None:
        return Said(reply, turn.session, turn.preferences)
    parts = (*reply.parts, *answer.reply.parts)
    both = msgspec.structs.replace(
        answer.reply, parts=parts, text=plain(parts, turn.texts), kind="lookup", numbers=reply.numbers
    )
    return Said(both, answer.session, turn.preferences)


def _without_numbers(turn: Turn) -> str:
    text = turn.text
    for number in reversed(turn.reading.numbers):
        text = text[: number.start] + " " + text[number.end :]
    return text
