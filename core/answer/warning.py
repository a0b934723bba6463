"""The warning to a group: what was seen, why, what to do; short enough to be read by all."""

import hashlib
import re
from collections.abc import Sequence

import msgspec

from core.answer.buttons import lasting_button
from core.answer.dossier import dossier_of
from core.answer.knowledge import Said, Turn
from core.messages import Button, Reply, Text
from core.recognise.numbers import Number
from core.watch.judge import Judgement, Quoted
from core.watch.policy import SURELY_BAD, Seen, Sighting, Standing, remember, to_warn

_SLIGHT = re.compile(r"[^\W\d_A-Z\u3040-\uffff]{1,3}")  # Latin letters, not an abbreviation
_LINK = re.compile(r"https?|.*//.*", re.DOTALL)
NUMBER = "number"  # the pattern of numbers begins so
MOST_QUOTED, LONGEST_QUOTE = 2, 24  # signs that are quoted, and characters of each
MUTE_HOURS = 8  # that the warning's own button offers


def may_warn(turn: Turn) -> bool:
    """Whether anything in the message is bad enough to look at the group's record."""
    return turn.judged.is_scam or bool(_bad_numbers(turn))


def warn(turn: Turn) -> Said:
    """A warning, or silence where the group was warned already or wants none."""
    chosen = turn.preferences
    bad = {number.e164: number for number in _bad_numbers(turn)}
    sightings = [Sighting(number, f"{NUMBER}:{number}") for number in bad]
    if turn.judged.is_scam:
        sightings.insert(0, Sighting(_fingerprint(turn.text), pattern_of(turn.judged)))
    seen = Seen(turn.message.message_id, turn.message.time, sightings)
    standing = Standing(
        chosen.watch, chosen.muted_until, chosen.silenced, chosen.warned, chosen.warned_messages
    )
    found = to_warn(seen, standing)
    if not found:
        return Said(None, turn.session, chosen)
    numbers = tuple(bad[sighting.key] for sighting in found if sighting.key in bad)
    own = found[0].key not in bad
    reply = _reply(turn, found[0].pattern, numbers, of_message=own)
    now = turn.message.time
    preferences = msgspec.structs.replace(
        chosen,
        warned=remember(chosen.warned, [sighting.key for sighting in found], now),
        warned_messages=remember(chosen.warned_messages, [turn.message.message_id], now),
    )
    # Two processes that read the same record want the same; whoever read it later is kept silent by the policy.
    once = f"{found[0].key}\n{chosen.warned.get(found[0].key, 0.0)}"
    return Said(reply, turn.session, preferences, once=once)


def pattern_of(judged: Judgement) -> str:
    """What a false alarm silences in a chat: this kind of scam asking for this."""
    kind = judged.kinds[0].kind if judged.kinds else ""
    return f"{kind}/{judged.signs[0].sign}" if judged.signs else kind


def quotes(turn: Turn, judged: Judgement) -> str:
    """The signs that tell most, quoted as the message has them."""
    shown = {quoted.facet: quoted for quoted in reversed(told_apart(judged.signs))}
    texts = [shown[facet].text for facet in ("demand", "pressure", "name", "channel") if facet in shown]
    kept = dict.fromkeys(_cut(text) for text in texts)
    return turn.texts.say("list.comma").join(
        turn.texts.say("watch.quote", text=text) for text in [*kept][:MOST_QUOTED]
    )


def _cut(text: str) -> str:
    """No longer than a quotation may be; where words have spaces between them, whole words."""
    if len(text) <= LONGEST_QUOTE:
        return text
    cut = text[:LONGEST_QUOTE]
    whole = cut if text[LONGEST_QUOTE].isspace() else cut.rpartition(" ")[0]
    return whole or cut


def told_apart(signs: Sequence[Quoted]) -> list[Quoted]:
    """The signs worth quoting: not a link by itself or a part of one, no words twice, and no short word where
    there are longer ones.
    """
    signs = [quoted for quoted in signs if not _LINK.fullmatch(quoted.text)]
    signs = [quoted for quoted in signs if not _SLIGHT.fullmatch(quoted.text)] or signs
    told: list[Quoted] = []
    for quoted in signs:
        alike = [other for other in told if quoted.text in other.text or other.text in quoted.text]
        if quoted.sign != "address" and not any(quoted.text in other.text for other in alike):
            told = [other for other in told if other not in alike] + [quoted]
    return told


def _reply(turn: Turn, pattern: str, numbers: tuple[Number, ...], *, of_message: bool) -> Reply:
    text = "\n".join(_of_message(turn) if of_message else _of_number(turn, numbers[0]))
    kind, _, _ = pattern.partition("/")
    details = ("scam", kind) if of_message else ("check", numbers[0].e164)
    return Reply(
        parts=(Text(text),),
        text=text,
        choices=(
            lasting_button(turn.texts.say("button.details"), *details),
            *_controls(turn, pattern),
        ),
        language=turn.language,
        quote=True,
        kind="warning",
        numbers=tuple(dossier_of(turn, number).judged for number in numbers),
        reasons=turn.judged.codes() if of_message else (),
        scam=True if of_message else None,
    )


def _controls(turn: Turn, pattern: str) -> tuple[Button, ...]:
    return (
        lasting_button(turn.texts.say("button.false_alarm"), "alarm", pattern),
        lasting_button(turn.texts.say("button.mute", hours=MUTE_HOURS), "watch", f"mute{MUTE_HOURS}"),
    )


def _of_message(turn: Turn) -> tuple[str, ...]:
    kind = turn.texts.choose(turn.judged.kinds[0].names)
    return (
        turn.texts.say("watch.seen", quotes=quotes(turn, turn.judged)),
        turn.texts.say("watch.why", kind=kind),
        turn.texts.say("watch.do"),
        turn.texts.say("watch.ask"),
    )


def _of_number(turn: Turn, number: Number) -> tuple[str, ...]:
    return (
        turn.texts.say("warning.seen", number=number.written),
        turn.texts.say(f"warning.{dossier_of(turn, number).judged.verdict}"),
        turn.texts.say("warning.do"),
    )


def _fingerprint(text: str) -> str:
    """The same text again is the same sighting; what is kept of it cannot be read."""
    return (
        "text:"
        + hashlib.blake2b(" ".join(text.split()).encode("utf-8", "replace"), digest_size=8).hexdigest()
    )


def _bad_numbers(turn: Turn) -> list[Number]:
    return [
        number for number in turn.reading.numbers if dossier_of(turn, number).judged.verdict in SURELY_BAD
    ]
