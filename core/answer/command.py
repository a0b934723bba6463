"""Commands, greetings, and what happens around a conversation."""

import msgspec

from core.answer.buttons import button, lasting_button
from core.answer.knowledge import Said, Turn
from core.commands import Command
from core.messages import Button, Language, Reply, Text


def answer_command(turn: Turn, command: Command) -> Said:
    """The answer to a command; `check` with a number never comes here."""
    match command.name:
        case "language":
            return _language(turn, command.argument)
        case "japanese":
            return choose_language(turn, "ja")
        case "english":
            return choose_language(turn, "en")
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


def choose_language(turn: Turn, language: str) -> Said:
    """From now on in that language, for this person or this group."""
    chosen: Language = "en" if language == "en" else "ja"
    preferences = msgspec.structs.replace(turn.preferences, language=chosen)
    return say(turn._replace(language=chosen, preferences=preferences), "language.chosen")


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
    word = argument.casefold()
    if word in ("ja", "jp", "日本語", "japanese"):
        return choose_language(turn, "ja")
    if word in ("en", "英語", "english"):
        return choose_language(turn, "en")
    choices = (
        button("日本語", turn.session, "language", "ja"),
        button("English", turn.session, "language", "en"),
    )
    return say(turn, "language.which", choices)


def _starters(turn: Turn) -> tuple[Button, ...]:
    labels = (("button.help", "help"), ("button.language", "language"))
    return tuple(button(turn.texts.say(label), turn.session, action) for label, action in labels)
