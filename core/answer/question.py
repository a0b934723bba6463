"""Questions: the FAQ entry that answers, filled for the owner spoken of; else close ones; else "I don't know"."""

from collections.abc import Sequence

import msgspec

from core.answer.buttons import button, entry_button, lasting_button
from core.answer.desks import desk_line, desk_lines, is_official, name_of, owner_of
from core.answer.knowledge import Said, Turn
from core.answer.plain import source_line
from core.answer.unanswered import remember_question, say_unknown
from core.faq.entries import DAMAGE, DESKS, TRICK, Entry
from core.faq.search import Found, Hit
from core.faq.zones import zone
from core.messages import Button, Reply, SourceLine, Text
from core.sessions import Session

OFFERED = 3
SOURCES = 3
_BESIDE = 0.1  # of the first's probability: what is less likely has nothing to do with it
# Topics of what protects at once, and the probability from which on it is answered, with the others below it.
_PRESSING, _LIKELY_ENOUGH = frozenset((DAMAGE, TRICK)), 0.4
REMEMBERED = 30  # entries that a conversation does not offer again


def answer_question(turn: Turn) -> Said:
    """The answer to what was asked, or what is closest to it, or that the bot does not know."""
    found = find(turn)
    decided = zone(found)
    ids = tuple(hit.entry.id for hit in found.hits[:OFFERED])
    if decided == "faq" or (decided == "suggest" and _is_settled(turn, ids)):
        return give_entry(turn, found.hits[0].entry, found.hits)
    if decided == "suggest" and _is_pressing(found.hits[0]):
        return with_close(turn, give_entry(turn, found.hits[0].entry, found.hits), found)
    said = offer(turn, "faq.suggest", ids) if decided == "suggest" else say_unknown(turn)
    if said.reply is None:
        return said
    score = found.hits[0].score if found.hits else 0.0
    reply = msgspec.structs.replace(said.reply, kind=decided, score=score, suggestions=ids)
    return said._replace(reply=reply, session=remember_question(turn, said.session))


def _is_pressing(hit: Hit) -> bool:
    """Whoever may be in a fraud's hands, or types in panic, is not to choose from a list first."""
    return hit.score >= _LIKELY_ENOUGH and not _PRESSING.isdisjoint(hit.entry.topics)


def _is_settled(turn: Turn, ids: Sequence[str]) -> bool:
    """Asked again in other words: what is closest, and was offered already, is what is meant."""
    return bool(turn.session.asked) and ids[0] in turn.session.offered


def find(turn: Turn) -> Found:
    """The closest entries of those that may apply: one about other organisations alone never does."""
    spoken_of = turn.session.organisation
    found = turn.faq.search(turn.text, 4 * OFFERED)
    fitting = [
        hit for hit in found.hits if not hit.entry.organisations or spoken_of in hit.entry.organisations
    ]
    left = found.none + sum(hit.score for hit in fitting)
    hits = (msgspec.structs.replace(hit, score=hit.score / left) for hit in fitting[:OFFERED])
    return Found(tuple(hits), found.none / left) if fitting else Found()


def offer(turn: Turn, key: str, ids: Sequence[str], further: Sequence[str] = ()) -> Said:
    """That text and entries to choose from, numbered; `further` are offered when more is asked for."""
    entries = [entry for id_ in ids if (entry := turn.faq.entries.get(id_))]
    lines = [f"{place}. {entry.question}" for place, entry in enumerate(entries, 1)]
    choices = [entry_button(entry, turn.session) for entry in entries]
    if key == "faq.suggest":
        choices.append(button(turn.texts.say("button.none"), turn.session, "none"))
    reply = _reply(turn, "\n".join([turn.texts.say(key), *lines]), tuple(choices))
    return Said(reply, offering(turn, tuple(ids), tuple(further)), turn.preferences)


def with_close(turn: Turn, said: Said, found: Found) -> Said:
    """The same answer, with the entries beside it that may be what was asked as well, as buttons."""
    return said if zone(found) == "unknown" else _beside(turn, said, _closest(found))


def with_closest(turn: Turn, said: Said, found: Found) -> Said:
    """The same with what is closest, however unsure it is that it was asked; it can be chosen by its place."""
    ids = _closest(found)
    session = offering(turn._replace(session=said.session), ids, ())
    return _beside(turn, said._replace(session=session), ids)


def _closest(found: Found) -> tuple[str, ...]:
    return tuple(hit.entry.id for hit in found.hits[:OFFERED] if hit.score >= _BESIDE * found.hits[0].score)


def _beside(turn: Turn, said: Said, closest: Sequence[str]) -> Said:
    if said.reply is None:
        return said
    ids = tuple(id_ for id_ in closest if id_ != said.reply.faq)
    there = {choice.value for choice in said.reply.choices}
    further = [
        choice for choice in _offers(turn._replace(session=said.session), ids) if choice.value not in there
    ]
    reply = msgspec.structs.replace(said.reply, choices=(*said.reply.choices, *further), suggestions=ids)
    return said._replace(reply=reply)


def give_entry(turn: Turn, entry: Entry, hits: Sequence[Hit] = ()) -> Said:
    """That entry's answer, with the desks that help, its sources, and where to go on."""
    lines = [fill(entry.answer, turn), *_desks(turn, entry), *source_lines(turn, entry)]
    related = entry.related[:OFFERED]
    choices = (*_offers(turn, related), *_ways_on(turn, entry))
    reply = msgspec.structs.replace(
        _reply(turn, "\n\n".join(lines), choices),
        kind="faq",
        faq=entry.id,
        score=hits[0].score if hits else 1.0,
        suggestions=tuple(hit.entry.id for hit in hits[1:]),
    )
    session = offering(turn, related, entry.related[OFFERED:])
    return Said(reply, msgspec.structs.replace(session, entry=entry.id, asked=""), turn.preferences)


def give_longer(turn: Turn, entry: Entry) -> Said:
    """The long form of an entry's answer; where it has none, that all is told and whom to ask."""
    told = fill(entry.more, turn) if entry.more else turn.texts.say("talk.all_told")
    lines = [told, *desk_lines(turn), *source_lines(turn, entry)]
    reply = _reply(turn, "\n\n".join(lines), _offers(turn, entry.related[:OFFERED]))
    return Said(
        msgspec.structs.replace(reply, kind="faq", faq=entry.id, score=1.0),
        offering(turn, entry.related[:OFFERED], entry.related[OFFERED:]),
        turn.preferences,
    )


def source_lines(turn: Turn, entry: Entry) -> list[str]:
    """The entry's sources as one block, or nothing where it has none."""
    sources = [SourceLine(source.title, source.url, source.date) for source in entry.sources[:SOURCES]]
    lines = (f"・{source_line(source, turn.texts)}" for source in sources)
    return ["\n".join([turn.texts.say("card.sources"), *lines])] if sources else []


def fill(answer: str, turn: Turn) -> str:
    """The answer with the owner's name, or "that company". Operators' texts may hold other braces."""
    owner = owner_of(turn)
    return answer.replace("{organisation}", name_of(owner, turn) if owner else turn.texts.say("that_company"))


def _desks(turn: Turn, entry: Entry) -> list[str]:
    """After damage the desks that help, those officially published; else the owner's own, where they help."""
    damage = turn.know.damages.get(entry.id) if DAMAGE in entry.topics else None
    if damage is None:
        return desk_lines(turn) if DESKS in entry.topics else []
    desks = [
        f"・{name_of(turn.know.registry.organisation(name), turn)}: {desk_line(desk, turn)}"
        for name in damage.desks
        for desk in turn.know.registry.desks(name)[:1]
        if is_official(desk, turn)
    ]
    named = [owner for owner in turn.know.registry.named(turn.text) if owner.kind in ("bank", "card")]
    spoken_of = msgspec.structs.replace(turn.session, organisation=named[0].id) if named else None
    own = desk_lines(turn._replace(session=spoken_of)) if spoken_of else []
    return own + (["\n".join([turn.texts.say("talk.desks"), *desks])] if desks else [])


def _ways_on(turn: Turn, entry: Entry) -> list[Button]:
    guide = turn.know.guides.beside(entry.id)
    longer = [button(turn.texts.say("button.longer"), turn.session, "longer", entry.id)] if entry.more else []
    if guide is None:
        return longer
    return [*longer, lasting_button(turn.texts.choose(guide.label), "guide", f"{guide.guide}.0")]


def offering(turn: Turn, offered: tuple[str, ...], further: tuple[str, ...]) -> Session:
    """What was offered is known, so that it can be chosen by its place, and is not offered twice."""
    seen = tuple(dict.fromkeys((*turn.session.seen, *offered)))[-REMEMBERED:]
    return msgspec.structs.replace(turn.session, offered=offered, further=further, seen=seen)


def _offers(turn: Turn, ids: Sequence[str]) -> tuple[Button, ...]:
    entries = (turn.faq.entries.get(id_) for id_ in ids)
    return tuple(entry_button(entry, turn.session) for entry in entries if entry)


def _reply(turn: Turn, text: str, choices: tuple[Button, ...]) -> Reply:
    return Reply(parts=(Text(text),), text=text, choices=choices, language=turn.language)
