"""The reference below an answer, only where the message has room for it."""

from html import escape

from bots.reference import footnote, reference_of
from bots.telegram.markup import LIMIT, plain, units
from bots.telegram.render import Params
from core.messages import Headings


def footnoted(messages: list[Params], headings: Headings, event_id: str) -> list[Params]:
    """The messages, the last with the event's reference as its last line."""
    line = footnote(headings, reference_of(event_id))
    if not line or not messages or units(plain(messages[-1]["text"])) + units(line) + 2 > LIMIT:
        return messages
    last = messages[-1] | {"text": f"{messages[-1]['text']}\n\n{escape(line)}"}
    return [*messages[:-1], last]
