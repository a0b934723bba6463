"""Questions: the FAQ entry that answers, filled for the owner spoken of; else close ones; else "I don't know"."""

from collections.abc import Sequence

import msgspec

from core.answer.buttons import button
from core.answer.desks import desk_lines, name_of, owner_of
from core.answer.knowledge import Said, Turn
from core.answer.plain import source_line
from core.faq.entries import Entry
from core.faq.search import Hit
from core.faq.zones import zone
from core.messages import Button, Reply, SourceLine, Text

OFFERED = 3
SOURCES = 3
_OWNER_LEAD = 0.05  # an entry about the owner spoken of goes before a general one as close


def answer_question(turn: Turn) -> Said:
    """The answer to what was asked, or what is closest to it, or that the bot does not know."""
    hits = find(turn)
    decided = zone(hits)
    if decided == "faq":
        return give_entry(turn, hits[0].entry, hits)
    ids = tuple(hit.entry.id for hit in hits[:OFFERED])
    if decided == "suggest":
        reply = _reply(turn, turn.texts.say("faq.suggest"), _offers(turn, ids))
    else:
        reply = _reply(
            turn,
            turn.texts.say("faq.unknown"),
            (button(turn.texts.say("button.help"), turn.session, "help"),),
        )
    score = hits[0].score if hits else 0.0
    reply = msgspec.structs.replace(reply, kind=decided, score=score, suggestions=ids)
    session = msgspec.structs.replace(turn.session, offered=ids if decided == "suggest" else ())
    return Said(reply, session, turn.preferences)


def find(turn: Turn) -> list[Hit]:
    """The closest entries of those that may apply: one about other organisations alone never does."""
    spoken_of = turn.session.organisation
    hits = turn.faq.index.search(turn.text, most=4 * OFFERED)
    fitting = [
        Hit(hit.entry, min(1.0, hit.score + _OWNER_LEAD)) if hit.entry.organisations else hit
        for hit in hits
        if not hit.entry.organisations or spoken_of in hit.entry.organisations
    ]
    return sorted(fitting, key=lambda hit: -hit.score)[:OFFERED]


def give_entry(turn: Turn, entry: Entry, hits: Sequence[Hit] = ()) -> Said:
    """That entry's answer, with the owner's desks where they help, its sources, and where to go on."""
    lines = [fill(entry.answer, turn)]
    if "desks" in entry.topics:
        lines += desk_lines(turn)
    lines += _source_lines(turn, entry)
    reply = _reply(turn, "\n\n".join(lines), _offers(turn, entry.related[:OFFERED]))
    reply = msgspec.structs.replace(
        reply,
        kind="faq",
        faq=entry.id,
        score=hits[0].score if hits else 1.0,
        suggestions=tuple(hit.entry.id for hit in hits[1:]),
    )
    session = msgspec.structs.replace(turn.session, offered=entry.related[:OFFERED])
    return Said(reply, session, turn.preferences)


def _source_lines(turn: Turn, entry: Entry) -> list[str]:
    sources = [SourceLine(source.title, source.url, source.date) for source in entry.sources[:SOURCES]]
    lines = (f"・{source_line(source, turn.texts)}" for source in sources)
    return ["\n".join([turn.texts.say("card.sources"), *lines])] if sources else []


def fill(answer: str, turn: Turn) -> str:
    """The answer with the owner's name, or "that company". Operators' texts may hold other braces."""
    owner = owner_of(turn)
    return answer.replace("{organisation}", name_of(owner, turn) if owner else turn.texts.say("that_company"))


def _offers(turn: Turn, ids: Sequence[str]) -> tuple[Button, ...]:
    entries = (turn.faq.entries.get(id_) for id_ in ids)
    return tuple(button(entry.question, turn.session, "ask", entry.id) for entry in entries if entry)


def _reply(turn: Turn, text: str, choices: tuple[Button, ...]) -> Reply:
    return Reply(parts=(Text(text),), text=text, choices=choices, language=turn.language)
