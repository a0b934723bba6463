"""The warning to a group: what was seen, why, what to do; short enough to be read by all."""

import msgspec

from core.answer.buttons import lasting_button
from core.answer.dossier import dossier_of
from core.answer.knowledge import Said, Turn
from core.messages import Reply, Text, Verdict
from core.watch.policy import remember, to_warn


def may_warn(turn: Turn) -> bool:
    """Whether any number in the message is bad enough to look at the group's record."""
    return bool(to_warn(_verdicts(turn), {}, turn.message.time))


def warn(turn: Turn) -> Said:
    """A warning, or silence where the group was warned already."""
    now = turn.message.time
    bad = set(to_warn(_verdicts(turn), _warned_before(turn), now))
    numbers = [number for number in turn.reading.numbers if number.e164 in bad]
    if not numbers:
        return Said(None, turn.session, turn.preferences)
    first = numbers[0]
    text = "\n".join(
        (
            turn.texts.say("warning.seen", number=first.written),
            turn.texts.say(f"warning.{dossier_of(turn, first).judged.verdict}"),
            turn.texts.say("warning.do"),
        )
    )
    reply = Reply(
        parts=(Text(text),),
        text=text,
        choices=(lasting_button(turn.texts.say("button.details"), "check", first.e164),),
        language=turn.language,
        quote=True,
        kind="warning",
        numbers=tuple(dossier_of(turn, number).judged for number in numbers),
    )
    warned = remember(turn.preferences.warned, [number.e164 for number in numbers], now)
    of = turn.message.message_id
    return Said(reply, turn.session, msgspec.structs.replace(turn.preferences, warned=warned, warned_of=of))


def _warned_before(turn: Turn) -> dict[str, float]:
    """When the group was warned, this very message apart: it comes here again when its warning could not be sent."""
    again = turn.preferences.warned_of == turn.message.message_id
    warned = turn.preferences.warned.items()
    return {number: time for number, time in warned if not (again and time == turn.message.time)}


def _verdicts(turn: Turn) -> list[tuple[str, Verdict]]:
    return [(number.e164, dossier_of(turn, number).judged.verdict) for number in turn.reading.numbers]
