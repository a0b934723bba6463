"""Step by step with the telephone in the hand: one short screen at a time, with a text to read out."""

import msgspec

from core.answer.buttons import lasting_button
from core.answer.command import say
from core.answer.desks import desk_lines
from core.answer.knowledge import Said, Turn
from core.answer.question import fill, offer
from core.guides import Guide, Step
from core.messages import Button, Reply, Text

# What people most often have told by the time they hang up.
_TOLD = ("told_personal_details", "told_card_number", "told_pin", "told_code", "sent_money")


def show_step(turn: Turn, guide: Guide, place: int) -> Said:
    """That step of the guide, and the buttons to go on; a place beyond the last leads on, or to the end."""
    if place >= len(guide.steps):
        following = turn.know.guides.get(guide.then)
        return show_step(turn, following, 0) if following else has_hung_up(turn)
    texts = (
        turn.texts.say("talk.step", number=place + 1, count=len(guide.steps)),
        *_lines(turn, guide.steps[place]),
    )
    reply = Reply(
        parts=(Text("\n\n".join(texts)),),
        text="\n\n".join(texts),
        choices=_buttons(turn, guide, place),
        language=turn.language,
        kind="faq",
        faq=guide.entry,
        score=1.0,
    )
    session = msgspec.structs.replace(
        turn.session, guide=guide.guide, step=place, entry=guide.entry, offered=(), further=(), asked=""
    )
    return Said(reply, session, turn.preferences)


def show_named(turn: Turn, argument: str) -> Said | None:
    """The step that a button names ("during_call.2"), or None where there is none."""
    name, _, place = argument.partition(".")
    guide = turn.know.guides.get(name)
    if guide is None or not place.isdecimal() or int(place) >= len(guide.steps):
        return None
    return show_step(turn, guide, int(place))


def go_on(turn: Turn) -> Said:
    """The next step of the guide under way."""
    guide = turn.know.guides.get(turn.session.guide)
    return show_step(turn, guide, turn.session.step + 1) if guide else say(turn, "talk.no_guide")


def say_closing(turn: Turn) -> Said:
    """The words that end a call: those of the guide under way, else of a call that came in."""
    guide = turn.know.guides.get(turn.session.guide)
    while guide and guide.then:
        guide = turn.know.guides.get(guide.then)
    guide = guide or turn.know.guides.get("during_call")
    return show_step(turn, guide, guide.closing) if guide else say(turn, "talk.no_guide")


def has_hung_up(turn: Turn) -> Said:
    """The call is over: what was told in it?"""
    session = msgspec.structs.replace(turn.session, guide="", step=0, entry="")
    said = offer(turn._replace(session=session), "talk.done", _TOLD)
    if said.reply is None:
        return said
    nothing = lasting_button(turn.texts.say("button.nothing"), "nothing", "")
    reply = msgspec.structs.replace(said.reply, choices=(*said.reply.choices, nothing))
    return said._replace(reply=reply)


def told_nothing(turn: Turn) -> Said:
    """Nothing was told: what remains to be done."""
    said = say(turn, "talk.nothing_told")
    return said._replace(session=msgspec.structs.replace(said.session, guide="", step=0, offered=()))


def with_way_back(before: Turn, said: Said) -> Said:
    """An answer in between keeps the way back to the guide under way."""
    guide = before.know.guides.get(said.session.guide)
    if guide is None or said.reply is None or said.session.guide != before.session.guide:
        return said
    if said.reply.faq == guide.entry:
        return said
    back = lasting_button(before.texts.say("button.resume"), "guide", f"{guide.guide}.{said.session.step}")
    return said._replace(reply=msgspec.structs.replace(said.reply, choices=(back, *said.reply.choices)))


def _lines(turn: Turn, step: Step) -> list[str]:
    lines = [fill(turn.texts.choose(step.say), turn)]
    if step.read:
        lines.append(f"{turn.texts.say('talk.read')}\n{_quoted(turn, step)}")
    return lines + (desk_lines(turn) if step.desks else [])


def _quoted(turn: Turn, step: Step) -> str:
    """What is to be read out, as the language quotes."""
    return turn.texts.say("watch.quote", text=turn.texts.choose(step.read))


def _buttons(turn: Turn, guide: Guide, place: int) -> tuple[Button, ...]:
    def step(key: str, to: int) -> Button:
        return lasting_button(turn.texts.say(key), "guide", f"{guide.guide}.{to}")

    following = turn.know.guides.get(guide.then)
    on = [step("button.next", place + 1)] if place + 1 < len(guide.steps) else []
    if not on and following:
        on = [lasting_button(turn.texts.choose(following.label), "guide", f"{following.guide}.0")]
    closing = [step("button.closing", guide.closing)] if place < guide.closing and not guide.then else []
    return (*on, *closing, lasting_button(turn.texts.say("button.done"), "done", ""))
