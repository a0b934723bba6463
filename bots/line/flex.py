"""A card as a Flex bubble, several as a carousel."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import msgspec

from bots.line.actions import Json, action_of, web_address
from bots.line.limits import BUBBLE, BUTTON_LABEL, CAROUSEL, FRAME, clean, cut
from core.messages import Card, Headings, Row, SourceLine, Verdict

LISTS = ("rows", "notes", "advice", "sources", "buttons")
ENTRIES = (40, 30, 20, 15, 10, 7, 5, 4, 3, 2, 1, 0)  # of each list in a shortened card: as many as fit
LINE = 1000  # UTF-16 units of each text in it

# Every text has a colour and stands on one: a dark theme changes neither, and so no contrast.
PAPER, INK, FADED, LINK = "#FFFFFF", "#1A1A1A", "#595959", "#0B57D0"
ADVICE_BACK, NEUTRAL = "#F1F3F4", "#37474F"
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


class Bubble(NamedTuple):
    """A bubble, the card's texts as LINE takes them, and whether the bubble holds all of the card."""

    contents: Json
    card: Card
    whole: bool


def bubbles_of(
    cards: Sequence[Card], headings: Headings, *, followed: bool, footnote: str = ""
) -> list[Bubble]:
    """The cards as bubbles that LINE takes as one message; those with nothing to show are left out.

    One that is too large loses its last entries, and says that a text has the rest if it is `followed` by it.
    `footnote` is the last line of each.
    """
    most = min(BUBBLE, (CAROUSEL - FRAME) // max(1, len(cards)))
    found = (_bubble_of(card, headings, headings.more if followed else "", footnote, most) for card in cards)
    return [bubble for bubble in found if bubble]


def container_of(bubbles: Sequence[Bubble]) -> Json:
    """One bubble, or several beside each other."""
    if len(bubbles) == 1:
        return bubbles[0].contents
    return {"type": "carousel", "contents": [bubble.contents for bubble in bubbles]}


def _bubble_of(card: Card, headings: Headings, more: str, footnote: str, most: int) -> Bubble | None:
    card = _each(card, clean)
    bubble = _bubble(card, headings, "", footnote)
    if not bubble.keys() & {"header", "body", "footer"}:
        return None
    if size_of(bubble) <= most:
        return Bubble(bubble, card, True)
    shortened = _shortened(card, headings, more, footnote, most)
    if not shortened.keys() & {"header", "body", "footer"}:  # too long in all it has, and no text follows
        shortened = _bubble(Card(title="…"), headings, "", footnote)
    return Bubble(shortened, card, False)


def size_of(bubble: Json) -> int:
    """The bubble's size in bytes of JSON."""
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


def _shortened(card: Card, headings: Headings, more: str, footnote: str, most: int) -> Json:
    """The bubble within `most` bytes: long texts cut, then the last entries of each list left out."""
    longest = LINE * most // BUBBLE
    card = _each(card, lambda text: cut(text, longest))
    lists = {name: getattr(card, name) for name in LISTS}
    shorter = (
        msgspec.structs.replace(card, **{name: entries[:count] for name, entries in lists.items()})
        for count in ENTRIES
    )
    return next(
        bubble for part in shorter if size_of(bubble := _bubble(part, headings, more, footnote)) <= most
    )


def _bubble(card: Card, headings: Headings, more: str, footnote: str) -> Json:
    """The Flex bubble; only its type and size where the card has nothing to show."""
    bubble: Json = {"type": "bubble", "size": "mega"}
    if card.headline:
        headline = _flex_text(card.headline, color="#FFFFFF", weight="bold", size="lg")
        bubble["header"] = _box([headline], backgroundColor=COLOURS[card.verdict], paddingAll="16px")
    if body := list(_body(card, headings, more)):
        body += [_flex_text(footnote, color=FADED, size="xs", align="end")] if footnote else []
        bubble["body"] = _box(body, backgroundColor=PAPER, spacing="md")
    if actions := [action for button in card.buttons if (action := action_of(button, BUTTON_LABEL))]:
        buttons = [_flex_button(action, first=number == 0) for number, action in enumerate(actions)]
        bubble["footer"] = _box(buttons, backgroundColor=PAPER, spacing="sm")
    return bubble


def _body(card: Card, headings: Headings, more: str) -> Iterable[Json]:
    if card.title:
        yield _flex_text(card.title, weight="bold", size="xl")
    yield from (_row(row) for row in card.rows if row.label or row.value)
    # What to do comes before why: a small phone shows no more at first.
    if advice := [_flex_text(f"・{line}") for line in card.advice if line]:
        heading = _flex_text(headings.advice, weight="bold")
        yield _box(
            [heading, *advice],
            backgroundColor=ADVICE_BACK,
            cornerRadius="8px",
            paddingAll="12px",
            spacing="sm",
        )
    yield from (_flex_text(note, size="sm") for note in card.notes if note)
    if sources := [_source(source, headings) for source in card.sources if source.title or source.url]:
        heading = _flex_text(headings.sources, color=FADED, size="sm", weight="bold")
        yield _box([heading, *sources], spacing="xs")
    if more:
        yield _flex_text(more, weight="bold", size="sm")


def _row(row: Row) -> Json:
    """Label above value: side by side leaves a large font on a small phone three characters a line."""
    shown = [_flex_text(row.label, color=FADED, size="sm")] if row.label else []
    return _box(shown + ([_flex_text(row.value)] if row.value else []))


def _source(source: SourceLine, headings: Headings) -> Json:
    address = web_address(source.url)
    title = source.title or clean(source.url)
    shown = _flex_text(
        f"{title} ({source.date or headings.undated})", size="sm", color=LINK if address else FADED
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
    """A button that is easy to hit; its label grows too, and shrinks only where it would be cut."""
    style = {"style": "primary", "color": NEUTRAL} if first else {"style": "secondary"}
    return {
        "type": "button",
        "action": action,
        "height": "md",
        "scaling": True,
        "adjustMode": "shrink-to-fit",
        **style,
    }
