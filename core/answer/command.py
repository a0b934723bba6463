"""Commands, greetings, and what happens around a conversation."""

import msgspec

from core.answer.buttons import button, lasting_button
from core.answer.knowledge import Said, Turn
from core.commands import Command
from core.language import TONGUES, asked_language
from core.messages import Button, Language, Reply, Text
from core.texts import LANGUAGES


def answer_command(turn: Turn, command: Command) -> Said:
    """The answer to a command; `check` with a number never comes here."""
    match command.name:
        case "language":
            return _language(turn, command.argument)
        case "large":
            return choose_size(turn, large=argument_is_on(command.argument))
        case "ordinary":
            return choose_size(turn, large=False)
        case "forget":
            return say(turn, "command.forget")._replace(forget=True)
        case name:
            return say(turn, f"command.{name}", _starters(turn))


def say(turn: Turn, key: str, choices: tuple[Button, ...] = ()) -> Said:
    """That text, and what to go on with."""
    text = turn.texts.say(key)
    reply = Reply(parts=(Text(text),), text=text, choices=choices, language=turn.language)
    return Said(reply, turn.session, turn.preferences)


def choose_language(turn: Turn, language: Language) -> Said:
    """From now on in that language, for this person or this group."""
    preferences = msgspec.structs.replace(turn.preferences, language=language)
    return say(turn._replace(language=language, preferences=preferences), "language.chosen")


def choose_size(turn: Turn, *, large: bool) -> Said:
    """From now on in short lines of plain text, for this person or this group; or with cards again."""
    preferences = msgspec.structs.replace(turn.preferences, large=large)
    key, label, action = (
        ("large.on", "button.ordinary", "off") if large else ("large.off", "button.large", "on")
    )
    back = lasting_button(turn.texts.say(label), "large", action)
    return say(turn._replace(preferences=preferences), key, (back,))


def argument_is_on(argument: str) -> bool:
    """Whether `/large` with that word switches on: it does, unless the word says no."""
    return argument.casefold() not in ("off", "0", "no", "オフ", "やめる", "おわり")


def _language(turn: Turn, argument: str) -> Said:
    language = asked_language(argument)
    if language in LANGUAGES:
        return choose_language(turn, language)
    names = ((language, TONGUES[language].name) for language in LANGUAGES)
    return say(
        turn, "language.which", tuple(button(name, turn.session, "language", to) for to, name in names)
    )


def _starters(turn: Turn) -> tuple[Button, ...]:
    labels = (("button.help", "help"), ("button.language", "language"))
    return tuple(button(turn.texts.say(label), turn.session, action) for label, action in labels)
