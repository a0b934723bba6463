"""What comes before anything else: damage that is done, and a call that is under way."""

import re
from collections.abc import Callable, Sequence

import msgspec

from core.answer.buttons import entry_button
from core.answer.guiding import show_step
from core.answer.knowledge import Said, Turn
from core.answer.lookup import answer_numbers
from core.answer.plain import plain
from core.answer.question import OFFERED, find, give_entry, with_close
from core.faq.entries import HELP, TRICK, Entry
from core.faq.zones import zone
from core.messages import Card, Text

_SENTENCES = re.compile(r"[。.!?！？\n、,;]|\band\b|\bbut\b")
SENTENCES = 8  # that are looked at
# The probability from which on it comes before the damage. "もう終わりだ" has less, and is a sigh.
PLAIN = 0.97


def answer_urgent(turn: Turn) -> Said | None:
    """The steps after damage, or in a call what the caller's trick is, else the first step of a guide; cards of numbers
    in the message follow. None where nothing is urgent.
    """
    if not any(map(str.isalpha, turn.text)):  # a number alone tells of nothing
        return None
    told = [kind.entry for kind in turn.know.damages.told_in(turn.text)]
    if told and (help_ := _help_in_other_words(turn, told)):
        return _with_cards(turn, lambda here: _with_others(here, give_entry(here, help_), told))
    guide = turn.know.guides.started_by(turn.text) if not told else None
    if told:
        return with_close(turn, _with_cards(turn, lambda here: _steps(here, told)), find(turn))
    if guide:
        return _with_cards(turn, lambda here: _trick(here) or show_step(here, guide, 0))
    return None


def _trick(turn: Turn) -> Said | None:
    """What a caller wants, where that is told as well: whoever is told to move money is to ask nothing, but to hang up."""
    found = find(turn)
    if zone(found) == "faq" and TRICK in found.hits[0].entry.topics:
        return give_entry(turn, found.hits[0].entry, found.hits)
    return None


def _help_in_other_words(turn: Turn, told: Sequence[str]) -> Entry | None:
    """The entry for somebody who tells of damage and, in one of the sentences, in words that no pattern has, of not
    wanting to live on.
    """
    if HELP in turn.faq.entries[told[0]].topics:
        return None
    for sentence in filter(str.strip, _SENTENCES.split(turn.text)[:SENTENCES]):
        found = find(turn._replace(text=sentence))
        if zone(found) == "faq" and found.hits[0].score > PLAIN and HELP in found.hits[0].entry.topics:
            return found.hits[0].entry
    return None


def look_up(turn: Turn) -> Said:
    """The answer to the numbers in the message. Where it also tells of damage, the steps go first."""
    said = answer_numbers(turn, turn.reading.numbers)
    entry = said.reply.faq if said.reply else ""
    if turn.know.damages.get(entry):
        return _with_cards(turn, lambda here: _steps(here, [entry]))
    return said._replace(session=msgspec.structs.replace(said.session, entry=entry, asked=""))


def _steps(turn: Turn, told: Sequence[str]) -> Said:
    said = give_entry(turn, turn.faq.entries[told[0]])
    before = [turn.texts.say("talk.hang_up_first")] if turn.session.guide else []
    return _with_others(turn, said, told[1:], before)


def _with_others(turn: Turn, said: Said, others: Sequence[str], before: Sequence[str] = ()) -> Said:
    """The answer, with what else is told of as its first buttons."""
    if said.reply is None:
        return said
    entries = [turn.faq.entries[id_] for id_ in others if id_ != said.reply.faq][:OFFERED]
    after = [turn.texts.say("talk.also")] if entries else []
    text = "\n\n".join([*before, said.reply.text, *after])
    choices = [entry_button(entry, turn.session) for entry in entries]
    choices += [choice for choice in said.reply.choices if choice not in choices]
    offered = tuple(dict.fromkeys((*(entry.id for entry in entries), *said.session.offered)))
    return said._replace(
        reply=msgspec.structs.replace(said.reply, parts=(Text(text),), text=text, choices=tuple(choices)),
        session=msgspec.structs.replace(said.session, offered=offered),
    )


def _with_cards(turn: Turn, first: Callable[[Turn], Said]) -> Said:
    """What is urgent, and below it the cards of the numbers in the same message."""
    if not turn.reading.numbers:
        return first(turn)
    looked_up = answer_numbers(turn, turn.reading.numbers)
    said = first(turn._replace(session=looked_up.session))
    if said.reply is None or looked_up.reply is None:
        return said
    parts = (*said.reply.parts, *(part for part in looked_up.reply.parts if isinstance(part, Card)))
    reply = msgspec.structs.replace(
        said.reply,
        parts=parts,
        text=plain(parts, turn.texts),
        kind=looked_up.reply.kind,
        numbers=looked_up.reply.numbers,
    )
    return said._replace(reply=reply)
