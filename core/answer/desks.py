"""Where to ring: an organisation's own desks, with hours, and who says so."""

from core.answer.knowledge import Turn
from core.messages import SourceLine
from core.registry.model import Claim, Organisation, official
from core.registry.reasons import name

MOST = 3


def name_of(organisation: Organisation, turn: Turn) -> str:
    """Its name in the turn's language."""
    return name(organisation, turn.language)


def owner_of(turn: Turn) -> Organisation | None:
    """The organisation last spoken of, or None."""
    owner = turn.session.organisation
    return turn.know.registry.organisation(owner) if owner else None


def desk_lines(turn: Turn) -> list[str]:
    """The desks of the owner spoken of, as one block, or nothing where none is known."""
    owner = owner_of(turn)
    desks = turn.know.registry.desks(owner.id)[:MOST] if owner else ()
    if owner is None or not desks:
        return []
    title = turn.texts.say("desks.title", organisation=name_of(owner, turn))
    return ["\n".join([title, *(f"・{desk_line(desk, turn)}" for desk in desks), _compare(desks, turn)])]


def desk_line(desk: Claim, turn: Turn) -> str:
    """A desk in one line: number, what for, hours."""
    details = (by_language(desk.purpose, turn), by_language(desk.hours, turn))
    about = turn.texts.say("list.comma").join(filter(None, details))
    written = turn.know.reader.written(desk.number)
    return turn.texts.say("desks.line", number=written, about=about) if about else written


def by_language(texts: dict[str, str], turn: Turn) -> str:
    """The text in the turn's language, else in the other one: a foreign word is better than none."""
    return texts.get(turn.language) or texts.get("ja") or texts.get("en") or ""


def source_of(claim: Claim, turn: Turn) -> SourceLine:
    """Who says so, as a card shows it."""
    source = turn.know.registry.source(claim.source)
    return SourceLine(source.title, source.url, source.date)


def is_official(claim: Claim, turn: Turn) -> bool:
    """Whether the organisation itself or a public body says so."""
    return official(claim, turn.know.registry.source(claim.source))


def _compare(desks: tuple[Claim, ...], turn: Turn) -> str:
    official = all(is_official(desk, turn) for desk in desks)
    return turn.texts.say("desks.official" if official else "desks.third_party")
