"""A button that came back: what it asks for, and what is said where it is an old one."""

from collections.abc import Callable, Mapping

import msgspec

from core.answer.buttons import read_button
from core.answer.command import answer_command, choose_size, say
from core.answer.guiding import has_hung_up, show_named, told_nothing
from core.answer.knowledge import Said, Turn
from core.answer.lookup import answer_numbers, more_notes
from core.answer.message_check import tell_kind
from core.answer.names import Asked, answer_name
from core.answer.question import give_entry, give_longer
from core.answer.talk import nothing_fits
from core.answer.unanswered import keep_question
from core.answer.watching import false_alarm, press_watch
from core.commands import Command
from core.messages import Reply, Text

# Buttons that are never old: they say all they need, or need what only this conversation has.
_LASTING: Mapping[str, Callable[[Turn, str], Said | None]] = {
    "watch": press_watch,
    "alarm": false_alarm,
    "scam": tell_kind,
    "guide": show_named,
    "number": lambda turn, _: say(turn, "check.no_number"),
    "done": lambda turn, _: has_hung_up(turn),
    "nothing": lambda turn, _: told_nothing(turn),
    "none": lambda turn, _: nothing_fits(turn),
    "large": lambda turn, argument: choose_size(turn, large=argument == "on"),
    "keep": lambda turn, _: keep_question(turn),
}


def answer_press(turn: Turn) -> Said:
    """The answer to a button; one of an earlier conversation is answered, and said to be old."""
    pressed = read_button(turn.message.button, turn.session)
    if pressed is None:
        return say(turn, "button.unknown")
    lasting = _LASTING.get(pressed.action)
    if lasting and (said := lasting(turn, pressed.argument)):
        return said
    match pressed.action:
        case "ask" if pressed.argument in turn.faq.entries:
            said = give_entry(turn, turn.faq.entries[pressed.argument])
        case "longer" if pressed.argument in turn.faq.entries:
            said = give_longer(turn, turn.faq.entries[pressed.argument])
        case "language":
            return answer_command(turn, Command("language", pressed.argument))
        case "help":
            said = answer_command(turn, Command("help"))
        case "name" if party := turn.know.registry.callers.party(pressed.argument):
            return answer_name(turn, Asked(party.called(turn.texts), party))
        case "check" if number := turn.know.reader.canonical(pressed.argument):
            said = answer_numbers(turn, (number,))
        case "more" if number := turn.know.reader.canonical(pressed.argument):
            return more_notes(turn, number)
        case _:
            return say(turn, "button.unknown")
    return said if pressed.fresh else _with_old_note(turn, said)


def _with_old_note(turn: Turn, said: Said) -> Said:
    """The number that an old button was about is no longer known: the answer says so first."""
    if said.reply is None:
        return said
    note = turn.texts.say("button.old")
    parts = (Text(note), *said.reply.parts)
    reply: Reply = msgspec.structs.replace(said.reply, parts=parts, text=f"{note}\n\n{said.reply.text}")
    return said._replace(reply=reply)
