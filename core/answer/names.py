"""Questions by name: an organisation's numbers, each with purpose, hours and sources."""

import re

import msgspec

from core.answer.desks import by_language, is_official, name_of, source_of
from core.answer.knowledge import Said, Turn
from core.answer.plain import plain
from core.messages import Card, Reply, Row
from core.registry.model import Organisation

LISTED = 8
_ASKS_FOR_NUMBER = re.compile(
    r"電話番号|番号(?:は|を|って|教|知|わか|分か|[?\uff1f]|$)|連絡先|窓口|問い?合わ?せ先|デスク|電話したい|かけ(?:たい|直したい)"
    r"|phone|number|contact|call them|hotline",
    re.IGNORECASE,
)


def asked_for(turn: Turn) -> Organisation | None:
    """The organisation whose number the message asks for, or None."""
    if not _ASKS_FOR_NUMBER.search(turn.text):
        return None
    named = turn.know.registry.named(turn.text)
    return named[0] if named else None


def answer_name(turn: Turn, organisation: Organisation) -> Said:
    """The organisation's desks, best first."""
    say = turn.texts.say
    desks = turn.know.registry.desks(organisation.id)[:LISTED]
    session = msgspec.structs.replace(turn.session, organisation=organisation.id, numbers=(), offered=())
    numbers = [turn.know.reader.canonical(desk.number) for desk in desks]
    compare = () if desks and all(is_official(desk, turn) for desk in desks) else (say("advice.compare"),)
    card = Card(
        title=say("name.title", organisation=name_of(organisation, turn)),
        rows=tuple(
            Row(turn.know.reader.written(desk.number), _about(turn, desk.purpose, desk.hours))
            for desk in desks
        ),
        notes=() if desks else (say("name.none"),),
        advice=(*compare, say("advice.forged")),
        sources=tuple(dict.fromkeys(source_of(desk, turn) for desk in desks)),
    )
    reply = Reply(
        parts=(card,),
        text=plain((card,), turn.texts),
        language=turn.language,
        kind="lookup",
        numbers=tuple(turn.dossiers.of(number, turn.language).judged for number in numbers if number),
    )
    return Said(reply, session, turn.preferences)


def _about(turn: Turn, *texts: dict[str, str]) -> str:
    parts = filter(None, (by_language(text, turn) for text in texts))
    return turn.texts.say("list.comma").join(parts) or turn.texts.say("name.no_details")
