"""One turn: what kind of message this is, and which answer it gets. Pure."""

import msgspec

from core.answer.caller import answer_caller
from core.answer.claimed import asks_of_caller, key_of, tells_caller
from core.answer.command import answer_command, choose_language, say
from core.answer.guiding import with_way_back
from core.answer.knowledge import Said, Turn
from core.answer.lookup import answer_numbers, answer_partials
from core.answer.message_check import check_message
from core.answer.names import answer_name, asked_for
from core.answer.pressed import answer_press
from core.answer.question import answer_question, find, give_entry, with_closest
from core.answer.talk import answer_phrase, asked_in_context, chosen_by_words
from core.answer.typed import show_typed
from core.answer.urgent import answer_urgent, look_up
from core.answer.watching import introduce, set_watch
from core.commands import Command
from core.faq.zones import zone
from core.language import named_language
from core.phrases import bare
from core.sessions import Session

_LONG, _LONG_LATIN = 30, 70  # letters: longer messages ask for more than somebody's number
SETS_WATCH = ("watch", "leave")
LOOKS_UP = ("check", "start")  # commands that a number may follow


def take_turn(turn: Turn) -> Said:
    """The answer, or silence, and what is remembered of it."""
    return with_way_back(turn, _taken(turn))


def _taken(turn: Turn) -> Said:
    match turn.message.happening:
        case "said":
            return _said(turn)
        case "pressed":
            return answer_press(turn)
        case "contact":
            return _contact(turn)
        case "met":
            return _met(turn)
        case "joined":
            return introduce(turn)
        case "sent":
            return _silence(turn) if turn.message.group else say(turn, "sent.cannot_read")
        case "withdrawn":
            return _withdrawn(turn)
        case "typed":
            return Said(show_typed(turn), turn.session, turn.preferences)
        case "moved":
            return _silence(turn)


def _met(turn: Turn) -> Said:
    """The greeting. The language that the platform tells of now is kept: a bare number has none of its own."""
    said = answer_command(turn, Command("start"))
    hint = turn.message.language or turn.preferences.hint
    return said._replace(preferences=msgspec.structs.replace(said.preferences, hint=hint))


def _said(turn: Turn) -> Said:
    if language := named_language(turn.text) or named_language(bare(turn.text)):
        return choose_language(turn, language)
    command = turn.know.commands.read(turn.text)
    if command and command.name in SETS_WATCH:
        return set_watch(turn, command)
    if turn.message.group and turn.preferences.watch == "off" and not command:
        return _silence(turn)
    return _answered(turn, command)


def _answered(turn: Turn, command: Command | None) -> Said:
    if command and command.name not in LOOKS_UP:
        return answer_command(turn, command)
    if turn.reading.numbers and _repeats(turn):
        return _silence(turn)
    urgent = answer_urgent(turn)
    if urgent:
        return urgent
    if not command and not _asks_for_number(turn) and (checked := check_message(turn)):
        return checked
    if turn.reading.numbers:
        return look_up(turn)
    if command and command.name == "check":
        return say(turn, "check.no_number")
    if command:
        return answer_command(turn, command)
    if not turn.text:
        return answer_command(turn, Command("help"))
    return _talked(turn)


def _talked(turn: Turn) -> Said:
    """Words without a number: what they mean by themselves, after what was said, or as a question."""
    meaning = turn.know.phrases.read(turn.text)
    if meaning:
        return answer_phrase(turn, meaning)
    numbers = [number for said in turn.session.numbers[:1] if (number := turn.know.reader.canonical(said))]
    if numbers and asks_of_caller(turn):
        return answer_numbers(turn, numbers)
    turn = _with_caller(turn)
    if (asked := asked_for(turn)) and (asked.plainly or not _tells_more(turn)):
        said = answer_name(turn, asked)
        return said if asked.plainly else with_closest(turn, said, find(_about_named(turn)))
    if turn.reading.partials:
        return answer_partials(turn)
    entry = asked_in_context(turn) or chosen_by_words(turn)
    if entry:
        return give_entry(turn, turn.faq.entries[entry])
    turn = _about_named(turn)
    return answer_caller(turn) or answer_question(turn)


def _asks_for_number(turn: Turn) -> bool:
    """Whether somebody asks, in their own words, for an organisation's number and for nothing else."""
    asked = None if turn.reading.numbers else asked_for(turn)
    return asked is not None and asked.plainly and turn.know.voice.is_own(turn.text)


def _tells_more(turn: Turn) -> bool:
    """A long message that speaks of somebody's number, but asks what an entry may answer."""
    long = _LONG_LATIN if turn.text.isascii() else _LONG
    return len(turn.text) > long and zone(find(_about_named(turn))) != "unknown"


def _with_caller(turn: Turn) -> Turn:
    """Whom a caller claimed to be is kept for the number, which may come next."""
    claimed = tells_caller(turn)
    if claimed is None:
        return turn
    session = msgspec.structs.replace(turn.session, claimed=key_of(claimed.parties[0]))
    return turn._replace(session=session)


def _repeats(turn: Turn) -> bool:
    """An edit that leaves the numbers as they were needs no second answer. The same edit may come here
    twice, when its first answer could not be sent: it still has its time.
    """
    numbers = tuple(dict.fromkeys(number.e164 for number in turn.reading.numbers))
    same = turn.session.message_id == turn.message.message_id
    changed = turn.session.numbers != numbers or turn.session.time == turn.message.time
    return turn.message.edited and same and not changed


def _about_named(turn: Turn) -> Turn:
    named = turn.know.registry.named(turn.text)
    if not named:
        return turn
    session = msgspec.structs.replace(turn.session, organisation=named[0].id)
    return turn._replace(session=session)


def _contact(turn: Turn) -> Said:
    number = turn.know.reader.canonical(turn.message.contact)
    return answer_numbers(turn, (number,)) if number else say(turn, "check.no_number")


def _withdrawn(turn: Turn) -> Said:
    if turn.session.message_id != turn.message.message_id:
        return _silence(turn)
    return Said(None, Session(mark=turn.session.mark, language=turn.session.language), turn.preferences)


def _silence(turn: Turn) -> Said:
    return Said(None, turn.session, turn.preferences)
