"""What the bot does not know: said honestly, counted by rough topic, and kept for the operator where its asker agrees."""

import re

import msgspec

from core.answer.buttons import button
from core.answer.command import say
from core.answer.knowledge import Said, Turn
from core.messages import Text
from core.sessions import Session

LONGEST = 300  # characters of a question that are remembered
_DIGIT = re.compile(r"\d")


def say_unknown(turn: Turn, question: str = "") -> Said:
    """That there is no answer to the question (the message, where none is given), and whom to ask."""
    choices = [button(turn.texts.say("button.help"), turn.session, "help")]
    if turn.keeps:
        choices.append(button(turn.texts.say("button.keep"), turn.session, "keep"))
    said = say(turn, "faq.unknown", tuple(choices))
    session = msgspec.structs.replace(turn.session, offered=(), further=())
    if said.reply and turn.keeps:
        text = f"{said.reply.text}\n{turn.texts.say('talk.may_keep')}"
        said = said._replace(reply=msgspec.structs.replace(said.reply, parts=(Text(text),), text=text))
    return said._replace(session=session, missed=turn.know.topics.of(question or turn.text))


def remember_question(turn: Turn, session: Session) -> Session:
    """The question stays open: it may be given for keeping, or asked again in other words."""
    whole = turn.text[:LONGEST].encode("utf-8", "replace").decode()  # half characters cannot be stored
    return msgspec.structs.replace(session, asked=whole)


def keep_question(turn: Turn) -> Said:
    """The open question is given to the operator, without its digits; what is kept is said."""
    question = _DIGIT.sub("＊", turn.session.asked)
    if not question or not turn.keeps:
        return say(turn, "talk.not_kept")
    said = say(turn, "talk.kept")
    return said._replace(session=msgspec.structs.replace(said.session, asked=""), kept=question)
