"""A Reply as LINE messages: texts, Flex cards, quick replies. Every limit of LINE holds for any Reply."""

from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from bots.line.actions import Json, action_of
from bots.line.flex import bubble_of
from bots.line.limits import ALT_TEXT, MESSAGES, QUICK_LABEL, QUICK_REPLIES, TEXT, clean, cut
from core.messages import Card, Headings, Reply, Text

Parts = tuple[Text | Card, ...]
Body = Callable[[Parts, str, Headings], list[Json]]


class _Rendered(NamedTuple):
    message: Json
    whole: bool


def render(reply: Reply, quote_token: str = "", body: Body | None = None) -> list[Json]:
    """The messages of one reply call: at most 5, none where the reply has nothing to show.

    `quote_token` marks the message that is answered; only a text can quote. `body` gives what `body_of`
    gives, perhaps from memory.
    """
    messages = [message.copy() for message in (body or body_of)(reply.parts, reply.text, reply.headings)]
    if reply.quote and quote_token:
        _quote(messages, quote_token)
    choices = [action for choice in reply.choices if (action := action_of(choice, QUICK_LABEL))]
    if choices and messages:
        items = [{"type": "action", "action": action} for action in choices[:QUICK_REPLIES]]
        messages[-1]["quickReply"] = {"items": items}
    return messages


def body_of(parts: Parts, text: str, headings: Headings) -> list[Json]:
    """The messages without what differs from person to person. What a card or five messages cannot hold
    stands in a last text, `text`.
    """
    items = (item for part in parts if (item := _part(part, parts, text, headings)))
    rendered = list(islice(items, MESSAGES + 1))
    whole = len(rendered) <= MESSAGES and all(item.whole for item in rendered)
    rest = _text(text) if not whole or not rendered else []
    return [item.message for item in rendered[: MESSAGES - len(rest)]] + rest


def plain(reply: Reply) -> list[Json]:
    """The reply as one text message, or none where it says nothing."""
    return _text(reply.text)


def _text(text: str) -> list[Json]:
    shown = cut(clean(text), TEXT)
    return [{"type": "text", "text": shown}] if shown else []


def _quote(messages: list[Json], quote_token: str) -> None:
    for message in messages:
        if message["type"] == "text":
            message["quoteToken"] = quote_token
            return


def _part(part: Text | Card, parts: Parts, text: str, headings: Headings) -> _Rendered | None:
    if isinstance(part, Text):
        return next((_Rendered(message, True) for message in _text(part.text)), None)
    bubble = bubble_of(part, headings, followed=bool(clean(text)))
    if bubble is None:
        return None
    summary = clean(text) if len(parts) == 1 else ""
    alt_text = cut(summary or _summary(bubble.card), ALT_TEXT)
    return _Rendered({"type": "flex", "altText": alt_text, "contents": bubble.contents}, bubble.whole)


def _summary(card: Card) -> str:
    lines = (card.headline, card.title, *(f"{row.label}: {row.value}" for row in card.rows), *card.advice)
    return "\n".join(filter(None, lines)) or "番号番"
