"""A message that tells who a caller claimed to be, and nothing that an entry surely answers."""

from core.answer.claimed import tells_caller
from core.answer.desks import desk_lines
from core.answer.knowledge import Said, Turn
from core.answer.question import find, with_closest
from core.faq.zones import zone
from core.messages import Reply, Text

CERTAIN = 0.8  # probability from which on an entry answers instead: a less sure one says less than the number
LONGEST = 40  # letters, twice as many of Latin ones; a longer message asks or tells more


def answer_caller(turn: Turn) -> Said | None:
    """To send the number, and how to find out without it, with the desks of whoever it is said to be, and the closest
    entries beside it: somebody who tells of a call has a question, spoken or not. None where nobody is named, or an
    entry certainly answers.
    """
    claimed = tells_caller(turn) if len(turn.text) <= LONGEST * (2 if turn.text.isascii() else 1) else None
    if claimed is None:
        return None
    found = find(turn)
    if zone(found) == "faq" and found.hits[0].score >= CERTAIN:
        return None
    asked = turn.texts.say("talk.caller", name=claimed.parties[0].called(turn.texts))
    text = "\n\n".join([asked, *desk_lines(turn)])
    reply = Reply(
        parts=(Text(text),),
        text=text,
        language=turn.language,
        kind="lookup" if zone(found) == "unknown" else "suggest",
    )
    return with_closest(turn, Said(reply, turn.session, turn.preferences), found)
