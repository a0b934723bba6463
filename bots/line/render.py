"""A Reply as LINE messages: texts, Flex cards, quick replies. Every limit of LINE holds for any Reply."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, islice
from typing import NamedTuple

from bots.line.actions import Json, action_of
from bots.line.flex import bubbles_of, container_of
from bots.line.limits import (
    ALT_TEXT,
    BUBBLES,
    MESSAGES,
    QUICK_LABEL,
    QUICK_REPLIES,
    TEXT,
    clean,
    cut,
    units,
)
from bots.line.parse import UNASKED, Asked
from bots.reference import footnote
from core.messages import Card, Headings, Reply, Text

Parts = tuple[Text | Card, ...]
Body = Callable[[Parts, str, Headings, str], list[Json]]


class _Rendered(NamedTuple):
    message: Json
    whole: bool


def render(reply: Reply, asked: Asked = UNASKED, reference: str = "", body: Body | None = None) -> list[Json]:
    """The messages of one reply call: at most 5, none where the reply has nothing to show.

    `reference` is shown in small letters where the reply's headings ask for it. `body` gives what `body_of`
    gives, perhaps from memory.
    """
    messages = (body or body_of)(reply.parts, reply.text, reply.headings, reference)
    if reply.quote and messages:
        _point(messages, reply, asked)
    choices = [action for choice in reply.choices if (action := action_of(choice, QUICK_LABEL))]
    if choices and messages:
        items = [{"type": "action", "action": action} for action in choices[:QUICK_REPLIES]]
        messages[-1]["quickReply"] = {"items": items}
    return messages


def body_of(parts: Parts, text: str, headings: Headings, reference: str) -> list[Json]:
    """The messages without what differs from person to person, but for the `reference`. What a card or five
    messages cannot hold stands in a last text, `text`.
    """
    last = footnote(headings, reference)
    groups = list(_groups(parts))
    items = (
        item
        for place, group in enumerate(groups, 1)
        if (item := _message(group, parts, text, headings, last if place == len(groups) else ""))
    )
    rendered = list(islice(items, MESSAGES + 1))
    whole = len(rendered) <= MESSAGES and all(item.whole for item in rendered)
    rest = _text(text, last) if not whole or not rendered else []
    return [item.message for item in rendered[: MESSAGES - len(rest)]] + rest


def plain(reply: Reply, reference: str = "") -> list[Json]:
    """The reply as one text message, or none where it says nothing."""
    return _text(reply.text, footnote(reply.headings, reference))


def _groups(parts: Parts) -> Iterable[Text | Sequence[Card]]:
    """Texts one by one; cards that follow each other together, as many as a carousel holds."""
    for _, run in groupby(parts, key=type):
        cards = []
        for part in run:
            if isinstance(part, Text):
                yield part
            else:
                cards.append(part)
        yield from (cards[start : start + BUBBLES] for start in range(0, len(cards), BUBBLES))


def _message(
    group: Text | Sequence[Card], parts: Parts, text: str, headings: Headings, last: str
) -> _Rendered | None:
    if isinstance(group, Text):
        return next((_Rendered(message, True) for message in _text(group.text, last)), None)
    bubbles = bubbles_of(group, headings, followed=bool(clean(text)), footnote=last)
    if not bubbles:
        return None
    summary = clean(text) if len(group) == len(parts) else ""
    alt_text = cut(summary or "\n\n".join(_summary(bubble.card) for bubble in bubbles), ALT_TEXT)
    message: Json = {"type": "flex", "altText": alt_text, "contents": container_of(bubbles)}
    return _Rendered(message, all(bubble.whole for bubble in bubbles))


def _text(text: str, last: str = "") -> list[Json]:
    end = f"\n\n{last}" if last else ""
    shown = cut(clean(text), TEXT - units(end))
    return [{"type": "text", "text": shown + end}] if shown else []


def _point(messages: list[Json], reply: Reply, asked: Asked) -> None:
    """Show which message is answered, and tell its sender; a warning is everybody's, and accuses nobody.

    A card can do neither: a line above it does.
    """
    mentions = bool(asked.asker) and reply.kind != "warning"
    place = next((place for place, message in enumerate(messages) if message["type"] == "text"), None)
    if place is None and mentions and len(messages) < MESSAGES:
        first = next(part for part in reply.parts if isinstance(part, Card))
        line = " ".join(filter(None, map(clean, (first.title, first.headline))))
        messages.insert(0, {"type": "text", "text": cut(line, ALT_TEXT) or "\u2193"})
        place = 0
    if place is None:
        return
    if mentions:
        messages[place] = _mentioning(messages[place], asked.asker)
    if asked.quote_token:
        messages[place]["quoteToken"] = asked.quote_token


def _mentioning(message: Json, asker: str) -> Json:
    """The text with a mention before it, where both have room; braces stand doubled there."""
    text = "{asker}\n" + str(message["text"]).replace("{", "{{").replace("}", "}}")
    if units(text) > TEXT:
        return message
    person = {"type": "mention", "mentionee": {"type": "user", "userId": asker}}
    return {"type": "textV2", "text": text, "substitution": {"asker": person}}


def _summary(card: Card) -> str:
    lines = (card.headline, card.title, *(f"{row.label}: {row.value}" for row in card.rows), *card.advice)
    return "\n".join(filter(None, lines)) or "番号番"
