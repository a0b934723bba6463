"""A Reply as Telegram messages: HTML, and a keyboard below. Every limit of Telegram holds for any Reply."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from bots.telegram.keyboard import Key, number_shown, rows
from bots.telegram.markup import MORE, Line, Span, address, lines, markup, pack, visible
from core.messages import Card, Headings, Language, Reply, SourceLine, Text

Params = dict[str, Any]
Parts = tuple[Text | Card, ...]
Body = Callable[[Parts, str, Headings, Language], list[Params]]
NO_KEYBOARD: Mapping[str, Sequence[Any]] = {"inline_keyboard": ()}

MESSAGES = 5
MOST_ROWS = 50  # of one or two keys: 100 keys in a keyboard
GAP = (Line("", 0, seen=False),)


class _Block(NamedTuple):
    """What belongs above one keyboard."""

    lines: list[Line]
    keys: list[list[Key]]


def render(reply: Reply, body: Body | None = None) -> list[Params]:
    """The parameters of one to five sendMessage calls, without those that say where to. `body` gives what
    `body_of` gives, perhaps from memory.
    """
    given = (body or body_of)(reply.parts, reply.text, reply.headings, reply.language)
    messages = [message.copy() for message in given]
    if choices := rows(reply.choices, reply.language):
        own = messages[-1].get("reply_markup", NO_KEYBOARD)
        messages[-1]["reply_markup"] = {"inline_keyboard": [*own["inline_keyboard"], *choices][:MOST_ROWS]}
    return messages


def body_of(parts: Parts, text: str, headings: Headings, language: Language) -> list[Params]:
    """The messages without what differs from person to person."""
    blocks = _blocks(parts, text, headings, language)
    messages = _messages(blocks)
    if len(messages) > MESSAGES:
        messages = _messages([_merged(blocks)])
    if len(messages) > MESSAGES:
        fifth = messages[MESSAGES - 1]
        keyboard = {name: value for name, value in messages[-1].items() if name == "reply_markup"}
        messages[MESSAGES - 1 :] = [fifth | {"text": f"{fifth['text']}\n{MORE}"} | keyboard]
    return messages


def _blocks(parts: Parts, text: str, headings: Headings, language: Language) -> list[_Block]:
    """A card with buttons that follows other buttons begins a new message: it is plain whose they are."""
    blocks = [_Block([], [])]
    for part in parts:
        keys = rows(part.buttons, language) if isinstance(part, Card) else []
        if keys and blocks[-1].keys:
            blocks.append(_Block([], []))
        block = blocks[-1]
        said = _part(part, headings)
        if any(line.seen for line in said):
            block.lines.extend([*(GAP if block.lines else []), *said])
        block.keys.extend(keys)
    if not any(block.lines for block in blocks):
        blocks[0].lines.extend(lines(Span(text)))
    return blocks


def _merged(blocks: Sequence[_Block]) -> _Block:
    return _Block(
        [line for block in blocks for line in (*block.lines, *GAP)],
        [row for block in blocks for row in block.keys],
    )


def _messages(blocks: Iterable[_Block]) -> list[Params]:
    messages: list[Params] = []
    for block in blocks:
        texts = [markup(portion) for portion in islice(pack(block.lines), MESSAGES + 1)]
        if not texts and (block.keys or not messages):
            texts = [MORE]
        messages.extend(_message(text) for text in texts)
        if block.keys:
            messages[-1]["reply_markup"] = {"inline_keyboard": block.keys[:MOST_ROWS]}
    return messages


def _message(text: str) -> Params:
    return {"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


def _part(part: Text | Card, headings: Headings) -> list[Line]:
    if isinstance(part, Text):
        return lines(Span(part.text))
    sections = (
        [line for text in (part.title, part.headline) if text for line in lines(Span(text, bold=True))],
        [line for row in part.rows for line in lines(Span(row.label, bold=True), Span(f": {row.value}"))],
        _list(part.notes),
        _titled(headings.advice, _list(part.advice)),
        _to_ring(part),
        _titled(headings.sources, [line for source in part.sources for line in _source(source, headings)]),
    )
    shown = [section for section in sections if any(line.seen for line in section)]
    return [line for place, section in enumerate(shown) for line in ((*GAP, *section) if place else section)]


def _list(texts: Iterable[str]) -> list[Line]:
    return [line for text in texts for line in lines(Span(f"・{text}"))]


def _titled(title: str, section: list[Line]) -> list[Line]:
    return [*lines(Span(title, bold=True)), *section] if section else []


def _to_ring(card: Card) -> list[Line]:
    """The numbers to ring that the card's lines do not say: people tap on them, its buttons only copy them."""
    said = "\n".join((*card.notes, *card.advice, *(row.value for row in card.rows)))
    numbers = {number_shown(button): button.value for button in card.buttons if button.kind == "call"}
    return [
        line
        for shown, value in numbers.items()
        if shown not in said and value not in said
        for line in lines(Span(f"📞 {shown}"))
    ]


def _source(source: SourceLine, headings: Headings) -> list[Line]:
    link = address(source.url)
    title = source.title if visible(source.title) else source.url
    return lines(Span("・"), Span(title, link=link), Span(f" ({source.date or headings.undated})"))
