"""An answer in plain words: for screen readers, terminals and notifications."""

from collections.abc import Iterable, Sequence

from core.messages import Card, Headings, SourceLine, Text
from core.texts import Texts


def plain(parts: Sequence[Text | Card], texts: Texts) -> str:
    """All parts, an empty line between them."""
    return "\n\n".join(part.text if isinstance(part, Text) else _card(part, texts) for part in parts)


def _card(card: Card, texts: Texts) -> str:
    blocks: list[Iterable[str]] = [
        [card.title, card.headline],
        (f"{row.label}: {row.value}" for row in card.rows),
        (f"・{note}" for note in card.notes),
        [texts.say("card.advice"), *(f"・{line}" for line in card.advice)] if card.advice else [],
        [texts.say("card.sources"), *(f"・{source_line(source, texts)}" for source in card.sources)]
        if card.sources
        else [],
    ]
    return "\n\n".join(filter(None, ("\n".join(filter(None, lines)) for lines in blocks)))


def headings(texts: Texts, *, traced: bool = False) -> Headings:
    """What a card's parts are headed with; an answer that is `traced` shows under which reference it is logged."""
    return Headings(
        advice=texts.say("card.advice"),
        sources=texts.say("card.sources"),
        undated=texts.say("source.undated"),
        more=texts.say("card.more"),
        reference=texts.say("card.reference") if traced else "",
    )


def source_line(source: SourceLine, texts: Texts) -> str:
    """A source in one line: title, date or that it bears none, and its address where there is one."""
    date = source.date or texts.say("source.undated")
    address = f" {source.url}" if source.url else ""
    return texts.say("source.line", title=source.title, date=date) + address
