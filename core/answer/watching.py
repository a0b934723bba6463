"""The watch as people meet it: introduction, settings, false alarms, details, and the private check of a message."""

import re

import msgspec

from core.answer.buttons import lasting_button
from core.answer.command import say
from core.answer.knowledge import Said, Turn
from core.answer.lookup import answer_numbers
from core.answer.plain import plain
from core.answer.warning import NUMBER, told_apart
from core.commands import Command
from core.messages import Button, Card, Reply, SourceLine, Text
from core.watch.judge import SURE, Judgement
from core.watch.policy import HOUR, MODES, MUTES
from core.watch.scams import Kind
from core.watch.settings import Proposal, allowed, is_change, read_change

_QUOTED = re.compile(r"[「『“\"](.{15,}?)[」』”\"]", re.DOTALL)
_ASKS = re.compile(
    r"[?？]\s*$|(?:か|かな|の|よね|でしょう|教えて(?:下さい|ください|ほしいです|欲しいです)?|知りたい(?:です|のです|んです)?|お願い(?:します|いたします)?)[。!！\s]*$"
    # Chinese, Korean, Vietnamese, Portuguese
    r"|(?:[吗嗎呢]|怎么办|怎麼辦|该怎么做|該怎麼做)[。!！\s]*$|(?:나요|까요|가요|어떡해요?|어떡하죠)[.!\s]*$"
    r"|\b(?:không|sao|gì|thế nào|vậy|hả)(?: ạ)?[.!\s]*$|\bo que (?:eu )?(?:faço|devo fazer)[.!\s]*$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(https?)://|(?<=[A-Za-z0-9])\.(?=[A-Za-z]{2})")
_LINK = re.compile(r"[!-~]+")  # Japanese sets no space before a link
_SHORTEST_PASTE = 30  # characters: what is shorter is somebody's own words
MOST_SIGNS = 5


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


def tell_kind(turn: Turn, name: str) -> Said:
    """More on a kind of scam: what it is, what to do, whom to ask, and where that is from."""
    kind = next((kind for kind in turn.know.judge.kinds.all if kind.kind == name), None)
    if kind is None:
        return say(turn, "button.unknown")
    name = turn.texts.choose(kind.names)
    card = Card(
        title=name[:1].upper() + name[1:],
        headline=turn.texts.say("watch.kind"),
        advice=tuple(turn.texts.say("check.advice").splitlines()),
        sources=_sources(kind),
    )
    return _shown(turn, card, scam=None)


def check_message(turn: Turn) -> Said | None:
    """The check of a pasted message, in private or where the bot was called; None for what is nobody else's."""
    pasted = _pasted(turn)
    judged = turn.know.judge.judge(pasted) if pasted else None
    if judged is None or (not judged.is_scam and (not _ADDRESS.search(pasted) or _ASKS.search(pasted))):
        return None
    said = _shown(turn, _checked(turn, judged, pasted), scam=judged.is_scam, judged=judged)
    if not turn.reading.numbers:
        return said
    looked_up = answer_numbers(turn, turn.reading.numbers)
    reply, cards = _of(said), _of(looked_up)
    parts = (*reply.parts, *(part for part in cards.parts if isinstance(part, Card)))
    reply = msgspec.structs.replace(
        reply, parts=parts, text=plain(parts, turn.texts), numbers=cards.numbers, choices=cards.choices
    )
    return looked_up._replace(reply=reply)


def broken(text: str) -> str:
    """The text with its links written so that nobody can open them by touching."""
    return _ADDRESS.sub(lambda found: f"h**p{found[1][4:]}://" if found[1] else "[.]", text)


def _pasted(turn: Turn) -> str:
    """The words that are somebody else's: those in quotation marks, else a text too long to be a question."""
    if turn.message.edited or turn.text.startswith("/"):
        return ""
    quoted = _QUOTED.search(turn.text)
    if quoted:
        return quoted[1]
    own = len(turn.text) < _SHORTEST_PASTE or ("\n" not in turn.text.strip() and _ASKS.search(turn.text))
    return "" if own else turn.text


def _checked(turn: Turn, judged: Judgement, pasted: str) -> Card:
    scam = judged.is_scam
    signs = [
        turn.texts.say("check.sign", about=turn.texts.say(f"facet.{quoted.facet}"), text=broken(quoted.text))
        for quoted in told_apart(judged.signs)[:MOST_SIGNS]
    ]
    words = [word for word in _LINK.findall(pasted) if _ADDRESS.search(word)]
    links = [turn.texts.say("check.link", text=broken(word)) for word in dict.fromkeys(words)][:2]
    return Card(
        title=turn.texts.say("check.title"),
        verdict="danger" if scam else "unknown",
        headline=turn.texts.say("check.scam", kind=turn.texts.choose(judged.kinds[0].names))
        if scam
        else turn.texts.say("check.unclear"),
        notes=(*(signs if scam else ()), *links),
        advice=tuple(turn.texts.say("check.advice").splitlines()),
        sources=_sources(judged.kinds[0]) if scam else (),
    )


def _sources(kind: Kind) -> tuple[SourceLine, ...]:
    """Where the kind is described, where a page does."""
    if not kind.source.startswith("http"):
        return ()
    return (SourceLine(kind.source.split("/")[2], kind.source, kind.date),)


def _shown(turn: Turn, card: Card, *, scam: bool | None, judged: Judgement | None = None) -> Said:
    reply = Reply(
        parts=(card,),
        text=plain((card,), turn.texts),
        language=turn.language,
        kind="message_check",
        scam=scam,
        score=judged.score if judged else 0.0,
        reasons=judged.codes() if judged and judged.score >= SURE else (),
    )
    return Said(reply, turn.session, turn.preferences)


def _tell(turn: Turn, text: str, choices: tuple[Button, ...] = ()) -> Said:
    reply = Reply(parts=(Text(text),), text=text, choices=choices, language=turn.language)
    return Said(reply, turn.session, turn.preferences)


def _of(said: Said) -> Reply:
    assert said.reply is not None  # noqa: S101 -- `say` and `answer_numbers` always reply
    return said.reply
