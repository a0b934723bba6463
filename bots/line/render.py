"""A Reply as LINE messages: texts, Flex cards, quick replies. Every limit of LINE holds for any Reply."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple
from urllib.parse import quote

import msgspec

from bots.line.limits import (
    ALT_TEXT,
    BUBBLE,
    BUTTON_LABEL,
    CLIPBOARD,
    MESSAGE_TEXT,
    MESSAGES,
    POSTBACK_DATA,
    QUICK_LABEL,
    QUICK_REPLIES,
    TEXT,
    URI,
    clean,
    cut,
    label,
    units,
)
from core.messages import Button, Card, Language, Reply, Row, SourceLine, Text, Verdict

Json = dict[str, object]

LISTS = ("sources", "rows", "notes", "advice", "buttons")  # what a card loses first, where two are as long
LINES = 40  # entries of each list in a shortened card
LINE = 1000  # UTF-16 units of each text in it
WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?([/?][!$&-;=?-Z_a-z~%]*)?(#[!$&-;=?-Z_a-z~%]*)?")

INK, FADED, LINK, ADVICE_BACK, NEUTRAL = "#1A1A1A", "#595959", "#0B57D0", "#F1F3F4", "#37474F"
# White stands on these with a contrast of 4.5 or more. None is green: no verdict means "safe".
COLOURS: dict[Verdict | None, str] = {
    "official": "#1F4E8C",
    "claimed": "#33607A",
    "unknown": "#5A5F66",
    "caution": "#8F5200",
    "danger": "#B3261E",
    "impossible": "#5B2A86",
    None: NEUTRAL,
}


class Words(NamedTuple):
    """What a card says of itself."""

    advice: str
    sources: str
    undated: str
    more: str


WORDS: dict[Language, Words] = {
    "ja": Words("いま、すること", "情報のもと", "日付なし", "続きは、下の文章にあります。"),
    "en": Words("What to do now", "Sources", "no date", "The rest is in the text below."),
}


class _Rendered(NamedTuple):
    message: Json
    whole: bool


def render(reply: Reply, quote_token: str = "") -> list[Json]:
    """The messages of one reply call: at most 5, none where the reply has nothing to show.

    `quote_token` marks the message that is answered; only a text can quote. What a card or five messages
    cannot hold stands in a last text, the reply's plain one.
    """
    rendered = [item for part in reply.parts if (item := _part(part, reply))]
    messages = [item.message for item in rendered]
    if len(messages) > MESSAGES or not all(item.whole for item in rendered):
        messages = messages[: MESSAGES - 1] + plain(reply)
    messages = messages[:MESSAGES] or plain(reply)
    first = next((message for message in messages if message["type"] == "text"), None)
    if reply.quote and quote_token and first:
        first["quoteToken"] = quote_token
    choices = [action for choice in reply.choices if (action := _action(choice, QUICK_LABEL))]
    if choices and messages:
        items = [{"type": "action", "action": action} for action in choices[:QUICK_REPLIES]]
        messages[-1]["quickReply"] = {"items": items}
    return messages


def plain(reply: Reply) -> list[Json]:
    """The reply as one text message, or none where it says nothing."""
    return _text(reply.text)


def _text(text: str) -> list[Json]:
    shown = cut(clean(text), TEXT)
    return [{"type": "text", "text": shown}] if shown else []


def _part(part: Text | Card, reply: Reply) -> _Rendered | None:
    if isinstance(part, Text):
        return next((_Rendered(message, True) for message in _text(part.text)), None)
    card, words = _each(part, clean), WORDS[reply.language]
    bubble = _bubble(card, words)
    if len(bubble) == 2:
        return None
    whole = _bytes(bubble) <= BUBBLE
    if not whole:
        bubble = _shortened(card, words, words.more if clean(reply.text) else "")
    summary = reply.text if len(reply.parts) == 1 else ""
    return _Rendered({"type": "flex", "altText": _alt_text(card, summary), "contents": bubble}, whole)


def _alt_text(card: Card, summary: str) -> str:
    lines = (card.headline, card.title, *(f"{row.label}: {row.value}" for row in card.rows), *card.advice)
    return cut(clean(summary) or "\n".join(filter(None, lines)) or "番号番", ALT_TEXT)


def _bytes(bubble: Json) -> int:
    return len(msgspec.json.encode(bubble))


def _each(card: Card, change: Callable[[str], str]) -> Card:
    """The card with every text changed, addresses and buttons as they are."""
    return Card(
        title=change(card.title),
        verdict=card.verdict,
        headline=change(card.headline),
        rows=tuple(Row(change(row.label), change(row.value)) for row in card.rows),
        notes=tuple(map(change, card.notes)),
        advice=tuple(map(change, card.advice)),
        sources=tuple(SourceLine(change(item.title), item.url, change(item.date)) for item in card.sources),
        buttons=card.buttons,
    )


def _shortened(card: Card, words: Words, more: str) -> Json:
    """The bubble within LINE's size: long texts cut, then the last entries left out."""
    card = _each(card, lambda text: cut(text, LINE))
    card = msgspec.structs.replace(card, **{name: getattr(card, name)[:LINES] for name in LISTS})
    while _bytes(bubble := _bubble(card, words, more)) > BUBBLE:
        longest = max(LISTS, key=lambda name: len(getattr(card, name)))
        card = msgspec.structs.replace(card, **{longest: getattr(card, longest)[:-1]})
    return bubble


def _bubble(card: Card, words: Words, more: str = "") -> Json:
    """The Flex bubble; only its type and size where the card has nothing to show."""
    bubble: Json = {"type": "bubble", "size": "mega"}
    if card.headline:
        headline = _flex_text(card.headline, color="#FFFFFF", weight="bold", size="lg")
        bubble["header"] = _box([headline], backgroundColor=COLOURS[card.verdict], paddingAll="16px")
    if body := list(_body(card, words, more)):
        bubble["body"] = _box(body, spacing="md")
    if actions := [action for button in card.buttons if (action := _action(button, BUTTON_LABEL))]:
        buttons = [_flex_button(action, first=number == 0) for number, action in enumerate(actions)]
        bubble["footer"] = _box(buttons, spacing="sm")
    return bubble


def _body(card: Card, words: Words, more: str) -> Iterable[Json]:
    if card.title:
        yield _flex_text(card.title, weight="bold", size="xl")
    yield from (_row(row) for row in card.rows if row.label or row.value)
    yield from (_flex_text(note, size="sm") for note in card.notes if note)
    if advice := [_flex_text(f"・{line}") for line in card.advice if line]:
        heading = _flex_text(words.advice, weight="bold")
        yield _box(
            [heading, *advice],
            backgroundColor=ADVICE_BACK,
            cornerRadius="8px",
            paddingAll="12px",
            spacing="sm",
        )
    if sources := [_source(source, words) for source in card.sources if source.title or source.url]:
        heading = _flex_text(words.sources, color=FADED, size="sm", weight="bold")
        yield _box([heading, *sources], spacing="xs")
    if more:
        yield _flex_text(more, weight="bold", size="sm")


def _row(row: Row) -> Json:
    """Label above value: side by side leaves a large font on a small phone three characters a line."""
    shown = [_flex_text(row.label, color=FADED, size="sm")] if row.label else []
    return _box(shown + ([_flex_text(row.value)] if row.value else []))


def _source(source: SourceLine, words: Words) -> Json:
    address = _web_address(source.url)
    title = source.title or clean(source.url)
    shown = _flex_text(
        f"{title} ({source.date or words.undated})", size="sm", color=LINK if address else FADED
    )
    if address:
        shown |= {"decoration": "underline", "action": {"type": "uri", "uri": address}}
    return shown


def _box(contents: list[Json], **style: str) -> Json:
    return {"type": "box", "layout": "vertical", "contents": contents, **style}


def _flex_text(text: str, *, color: str = INK, size: str = "md", **style: str) -> Json:
    """A text that wraps, and grows with the font size that the reader chose in LINE."""
    return {
        "type": "text",
        "text": text,
        "wrap": True,
        "scaling": True,
        "color": color,
        "size": size,
        **style,
    }


def _flex_button(action: Json, *, first: bool) -> Json:
    style = {"style": "primary", "color": NEUTRAL} if first else {"style": "secondary"}
    return {"type": "button", "action": action, "height": "sm", "adjustMode": "shrink-to-fit", **style}


def _action(button: Button, longest: int) -> Json | None:
    """The button's action; None for one that LINE would refuse: its value cut short would be another."""
    name, value = label(button.label, longest), clean(button.value)
    if not name or not value:
        return None
    match button.kind:
        case "press" if units(value) <= POSTBACK_DATA:
            return {"type": "postback", "label": name, "data": value, "displayText": name}
        case "say" if units(value) <= MESSAGE_TEXT:
            return {"type": "message", "label": name, "text": value}
        case "copy" if units(value) <= CLIPBOARD:
            return {"type": "clipboard", "label": name, "clipboardText": value}
        case "link" if address := _web_address(value):
            return {"type": "uri", "label": name, "uri": address}
        case "call" if address := _call_address(value):
            return {"type": "uri", "label": name, "uri": address}
        case _:
            return None


def _web_address(url: str) -> str:
    """The address as LINE takes it, percent-encoded; "" for one it would refuse."""
    encoded = quote(clean(url), safe="!#$%&'()*+,/:;=?@~")
    encoded = re.sub("%(?![0-9A-Fa-f]{2})", "%25", encoded)
    return encoded if len(encoded) <= URI and WEB_ADDRESS.fullmatch(encoded) else ""


def _call_address(number: str) -> str:
    dialled = number.replace("-", "")
    return f"tel:{quote(dialled, safe='*+')}" if re.fullmatch(r"\+?[0-9*#]{2,20}", dialled) else ""
