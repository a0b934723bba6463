"""The watch as people meet it: introduction, settings, false alarms."""

import msgspec

from core.answer.buttons import lasting_button
from core.answer.command import say
from core.answer.knowledge import Said, Turn
from core.answer.warning import NUMBER
from core.commands import Command
from core.messages import Button, Reply, Text
from core.watch.policy import HOUR, MODES, MUTES
from core.watch.settings import Proposal, allowed, is_change, read_change


def introduce(turn: Turn) -> Said:
    """The one introduction to a group, which may choose its language there. Who invited the bot is remembered by a
    keyed hash, where that is told.
    """
    hears = turn.message.hears_all  # else there is nothing to watch
    language = lasting_button(turn.texts.say("button.language"), "language", "")
    said = say(
        turn,
        "group.introduction" if hears else "group.introduction.deaf",
        (*(_modes(turn) if hears else ()), language),
    )
    inviter = turn.who if turn.message.sender else ""
    return said._replace(preferences=msgspec.structs.replace(turn.preferences, inviter=inviter))


def set_watch(turn: Turn, command: Command) -> Said:
    """The answer to /watch and /leave."""
    if not turn.message.group:
        return say(turn, "watch.groups_only")
    change = "leave" if command.name == "leave" else read_change(command.argument)
    return _change(turn, change) if change else _state(turn)


def press_watch(turn: Turn, change: str) -> Said:
    """The answer to a button that sets the watch."""
    return _change(turn, change) if turn.message.group and is_change(change) else say(turn, "button.unknown")


def _change(turn: Turn, change: str) -> Said:
    chosen, now = turn.preferences, turn.message.time
    may = allowed(
        change,
        turn.who if turn.message.sender else "",
        admin=turn.message.admin,
        inviter=chosen.inviter,
        proposal=chosen.proposed,
        now=now,
    )
    if may == "no":
        return say(turn, "watch.admins_only")
    if may == "second":
        proposed = Proposal(change, turn.who if turn.message.sender else "", now)
        agree = lasting_button(turn.texts.say("button.agree"), "watch", change)
        said = say(turn, "watch.second", (agree,))
        return said._replace(preferences=msgspec.structs.replace(chosen, proposed=proposed))
    return _changed(turn._replace(preferences=msgspec.structs.replace(chosen, proposed=None)), change)


def _changed(turn: Turn, change: str) -> Said:
    if change == "leave":
        said = say(turn, "watch.leave")
        return said._replace(reply=msgspec.structs.replace(_of(said), leave=True), forget=True)
    if change in MODES:
        new = msgspec.structs.replace(turn.preferences, watch=change, muted_until=0.0)
        return say(turn, f"watch.now_{change}")._replace(preferences=new)
    hours = int(change.removeprefix("mute")) if change.startswith("mute") else 0
    until = turn.message.time + hours * HOUR if hours else 0.0
    text = turn.texts.say("watch.muted", hours=hours) if hours else turn.texts.say("watch.unmuted")
    new = msgspec.structs.replace(turn.preferences, muted_until=until)
    return _tell(turn, text)._replace(preferences=new)


def _state(turn: Turn) -> Said:
    chosen = turn.preferences
    muted = chosen.muted_until > turn.message.time
    text = turn.texts.say(f"watch.is_{'muted' if muted else chosen.watch}")
    return _tell(turn, f"{text}\n{turn.texts.say('watch.how')}", _modes(turn))


def _modes(turn: Turn) -> tuple[Button, ...]:
    modes = (lasting_button(turn.texts.say(f"button.watch_{mode}"), "watch", mode) for mode in MODES)
    mutes = (
        lasting_button(turn.texts.say("button.mute", hours=hours), "watch", f"mute{hours}") for hours in MUTES
    )
    return (*modes, *mutes)


def false_alarm(turn: Turn, pattern: str) -> Said:
    """The pattern is silent in this group from now on; the operator counts it by kind."""
    kind = pattern.partition("/")[0]
    number = kind.startswith(f"{NUMBER}:")
    known = number or any(row.kind == kind for row in turn.know.judge.kinds.all)
    if not turn.message.group or not known:
        return say(turn, "button.unknown")
    if pattern in turn.preferences.silenced:
        return say(turn, "watch.silenced")
    silenced = (*turn.preferences.silenced, pattern)
    return say(turn, "watch.silenced")._replace(
        preferences=msgspec.structs.replace(turn.preferences, silenced=silenced),
        false_alarm=NUMBER if number else kind,
    )


def _tell(turn: Turn, text: str, choices: tuple[Button, ...] = ()) -> Said:
    reply = Reply(parts=(Text(text),), text=text, choices=choices, language=turn.language)
    return Said(reply, turn.session, turn.preferences)


def _of(said: Said) -> Reply:
    assert said.reply is not None  # noqa: S101 -- `say` and `answer_numbers` always reply
    return said.reply
