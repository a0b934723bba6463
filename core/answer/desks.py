"""Where to ring: an organisation's own desks, with hours, whether they are open, and who says so."""

from datetime import datetime

from core.answer.knowledge import Turn
from core.answer.opening_words import opening_in_words
from core.messages import SourceLine
from core.recognise.calls import JAPAN
from core.registry.hours import opening
from core.registry.listings import Block, Listing
from core.registry.model import Claim, Organisation, official
from core.registry.reasons import name

MOST = 3


def name_of(organisation: Organisation, turn: Turn) -> str:
    """Its name in the turn's language."""
    return name(organisation, turn.texts)


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
    """A desk in one line: number, what for, hours, whether it is open now."""
    about = turn.texts.say("list.comma").join(
        filter(None, (turn.texts.choose(desk.purpose), hours(desk, turn)))
    )
    written = turn.know.reader.written(desk.number)
    return turn.texts.say("desks.line", number=written, about=about) if about else written


def hours(claim: Claim, turn: Turn) -> str:
    """The published hours, and where they compute whether that is now, else when it is next; "" without hours."""
    said = turn.texts.own(claim.hours) or (
        opening_in_words(opening(claim.opening), turn.texts)
        if claim.opening and claim.hours
        else turn.texts.choose(claim.hours)
    )
    now = open_now(claim, turn)
    return turn.texts.say("hours.now", hours=said, now=now) if said and now else said


def open_now(claim: Claim, turn: Turn) -> str:
    """Whether the desk is open at the time of the message; "" where its hours do not compute, or it never closes."""
    if not claim.opening or not turn.message.time:
        return ""
    times, now = opening(claim.opening), datetime.fromtimestamp(turn.message.time, JAPAN)
    if times.is_open(now):
        closes = times.closes(now)
        return turn.texts.say("hours.open", until=_moment(closes, now, turn)) if closes else ""
    opens = times.opens(now)
    return turn.texts.say("hours.closed", opens=_moment(opens, now, turn)) if opens else ""


def source_of(claim: Claim, turn: Turn) -> SourceLine:
    """Who says so, as a card shows it."""
    source = turn.know.registry.source(claim.source)
    title = source.title_en if turn.language == "en" else ""
    return SourceLine(title or source.title, source.url, source.date)


def list_source(listing: Listing) -> SourceLine:
    """The list that counts reports on a number, as a card shows it."""
    return SourceLine(listing.list.title or listing.list.name, listing.list.url, listing.list.date)


def block_source(block: Block, turn: Turn) -> SourceLine:
    """The ministry's table that a number's range stands in, as a card shows it."""
    return SourceLine(turn.texts.say("source.mic", table=block.table))


def is_official(claim: Claim, turn: Turn) -> bool:
    """Whether the organisation itself or a public body says so."""
    return official(claim, turn.know.registry.source(claim.source))


def _compare(desks: tuple[Claim, ...], turn: Turn) -> str:
    official = all(is_official(desk, turn) for desk in desks)
    return turn.texts.say("desks.official" if official else "desks.third_party")


def _moment(moment: datetime, now: datetime, turn: Turn) -> str:
    """A moment as people say it: today and tomorrow by these words, this week by its day, else by the date."""
    ahead = (moment.date() - now.date()).days
    if ahead == 1 and (moment.hour, moment.minute) == (0, 0):
        return turn.texts.say("moment.midnight")
    clock = f"{moment.hour}:{moment.minute:02d}"
    day = turn.texts.say(f"weekday.{moment.weekday()}")
    key = "today" if ahead == 0 else "tomorrow" if ahead == 1 else "week" if ahead < 7 else "date"
    month = turn.texts.say(f"month.{moment.month}")
    return turn.texts.say(f"moment.{key}", time=clock, weekday=day, month=month, day=moment.day)
