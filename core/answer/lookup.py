"""The answer to numbers: who each is said to be, how sure that is, who says so, and what to do."""

from collections.abc import Sequence

import msgspec

from core.answer.buttons import button
from core.answer.claimed import claimed_party, key_of, tells_of_call
from core.answer.dossier import Dossier, dossier_of
from core.answer.knowledge import FollowUp, Said, Turn
from core.answer.plain import plain
from core.answer.question import find, give_entry, with_close
from core.faq.entries import TRICK
from core.faq.search import Found, Hit
from core.faq.zones import zone
from core.messages import Button, Reply, Text
from core.recognise.calls import called_at
from core.recognise.numbers import Number
from core.registry.groups import Party
from core.sessions import Session

CARDS = 3
LISTED = 20
SHORTEST_QUESTION = 3  # letters beside the number
SHORTEST_CLOSE = 8  # … beside which more may be asked than whose it is
# Probability from which on a trick is told of beside a caller's claim; who calls, the card says itself.
CERTAIN = 0.8


def answer_numbers(turn: Turn, numbers: Sequence[Number]) -> Said:
    """A card for each of the first numbers, a line for each further one."""
    numbers = list({number.e164: number for number in numbers}.values())
    beside = _without_numbers(turn)
    party = claimed_party(turn._replace(text=beside), numbers[0])
    rang = party is not None or tells_of_call(beside)
    first = dossier_of(turn, numbers[0], party, called_at(beside, turn.message.time), shown=rang)
    dossiers = [first, *(dossier_of(turn, number) for number in numbers[1:])]
    turn = turn._replace(session=_remember(turn, dossiers, party))
    cards, rest = dossiers[:CARDS], _rest(turn, dossiers[CARDS:])
    shown = [dossier.shown for dossier in cards]
    reply = Reply(
        parts=(*shown, *rest),
        text="\n\n".join([*(dossier.text for dossier in cards), *(text.text for text in rest)]),
        choices=_followups(turn, first.number),
        language=turn.language,
        kind="claim_check" if party else "lookup",
        numbers=tuple(dossier.judged for dossier in dossiers),
    )
    return _with_question(turn, len(beside), Said(reply, turn.session, turn.preferences))


def answer_partials(turn: Turn) -> Said:
    """Why what was meant as a number cannot be looked up, and how to write it."""
    lines = [
        turn.texts.say(f"partial.{partial.why}", raw=partial.raw[:40])
        for partial in turn.reading.partials[:3]
    ]
    text = "\n\n".join([*lines, turn.texts.say("partial.how")])
    reply = Reply(parts=(Text(text),), text=text, language=turn.language, kind="lookup")
    return Said(reply, turn.session, turn.preferences)


def more_notes(turn: Turn, number: Number) -> Said:
    """All that the card kept behind its button."""
    notes = dossier_of(turn, number).card.notes
    title = turn.texts.say("notes.title", number=number.written)
    text = "\n\n".join([title, *(f"・{note}" for note in notes)])
    reply = Reply(parts=(Text(text),), text=text, language=turn.language, kind="lookup")
    return Said(reply, turn.session, turn.preferences)


def _remember(turn: Turn, dossiers: Sequence[Dossier], party: Party | None) -> Session:
    return msgspec.structs.replace(
        turn.session,
        numbers=tuple(dossier.number.e164 for dossier in dossiers[:LISTED]),
        organisation=dossiers[0].judgement.organisation or "",
        message_id=turn.message.message_id,
        time=turn.message.time,
        offered=(),
        claimed="",
        caller=key_of(party) if party else "",
    )


def _rest(turn: Turn, dossiers: Sequence[Dossier]) -> list[Text]:
    if not dossiers:
        return []
    lines = [
        turn.texts.say(
            "numbers.line",
            number=dossier.number.written,
            verdict=turn.texts.say(f"verdict.{dossier.judged.verdict}.short"),
        )
        for dossier in dossiers[:LISTED]
    ]
    left = len(dossiers) - len(lines)
    title = turn.texts.say("numbers.more", count=len(dossiers))
    after = [turn.texts.say("numbers.left", left=left)] if left else []
    return [Text("\n".join([title, *lines, *after]))]


def _followups(turn: Turn, number: Number) -> tuple[Button, ...]:
    """What people ask next of a caller; nobody asks it of 110."""
    if number.kind == "short_code":
        return ()
    return tuple(_followup(turn, followup) for followup in turn.know.followups)


def _followup(turn: Turn, followup: FollowUp) -> Button:
    entry = turn.faq.entries.get(followup.entry)
    short = (entry.label or "") if entry else ""
    return button(followup.label(turn.texts), turn.session, "ask", followup.entry, short)


def _with_question(turn: Turn, letters: int, said: Said) -> Said:
    """Where the same message asks something as well, in so many letters beside the numbers: the answer follows the
    card where it is sure, where the card judges a caller's claim only that to a trick; else what is close is offered.
    """
    if said.reply is None:
        return said
    found = find(turn) if letters >= SHORTEST_QUESTION else Found()
    follows = zone(found) == "faq" and (said.reply.kind == "lookup" or _is_trick(found.hits[0]))
    answer = give_entry(turn, found.hits[0].entry, found.hits) if follows else None
    if answer is None or answer.reply is None:
        return with_close(turn, said, found if letters >= SHORTEST_CLOSE else Found())
    parts = (*said.reply.parts, *answer.reply.parts)
    both = msgspec.structs.replace(
        answer.reply,
        parts=parts,
        text=plain(parts, turn.texts),
        kind=said.reply.kind,
        numbers=said.reply.numbers,
    )
    return Said(both, answer.session, turn.preferences)


def _is_trick(hit: Hit) -> bool:
    return hit.score >= CERTAIN and TRICK in hit.entry.topics


def _without_numbers(turn: Turn) -> str:
    text = turn.text
    for number in reversed(turn.reading.numbers):
        text = text[: number.start] + " " + text[number.end :]
    return text.strip()
