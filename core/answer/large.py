"""For old eyes and for ears: an answer in short lines of plain text, without cards and long addresses."""

import re
import textwrap
from collections.abc import Iterable

import msgspec

from core.answer.plain import plain
from core.messages import Card, Language, Reply, Text
from core.texts import Texts

# Where words stand without spaces between them, or with wide ones.
_UNSPACED: frozenset[Language] = frozenset(("ja", "ja-easy", "zh-Hans", "zh-Hant"))
LETTERS = 18  # Japanese characters a line, where a phrase ends in time
COLUMNS = 34  # Latin letters a line
MOST = 13  # choices that a reply may have

_ADDRESS = re.compile(r"[ \u3000]*https?://[!-~]+")
# Not before a closing bracket: it belongs to the sentence.
_SENTENCES = re.compile(r"(?<=[。！？])(?![」』）)〉])")
_PHRASES = re.compile(r"(?<=、)|(?<=: )|(?= / )|(?=[(（〈])")


def enlarged(reply: Reply, texts: Texts) -> Reply:
    """The reply as one plain text, as long as what is shown at first; what was to be pressed on a card stands
    below with the other choices.
    """
    text = short_lines(plain(reply.parts, texts), reply.language)
    on_cards = [button for part in reply.parts if isinstance(part, Card) for button in part.buttons]
    choices = tuple(dict.fromkeys((*on_cards, *reply.choices)))[:MOST]
    return msgspec.structs.replace(reply, parts=(Text(text),), text=text, choices=choices)


def short_lines(text: str, language: Language) -> str:
    """Lines that end where one would take a breath; numbers stay whole, addresses are left out."""
    shorten = _japanese if language in _UNSPACED else _english
    return "\n".join(part for line in _ADDRESS.sub("", text).splitlines() for part in shorten(line))


def _english(line: str) -> list[str]:
    return textwrap.wrap(line, COLUMNS, break_long_words=False, break_on_hyphens=False) or [""]


def _japanese(line: str) -> Iterable[str]:
    for sentence in list(filter(None, _SENTENCES.split(line))) or [""]:
        yield from _joined(_PHRASES.split(sentence))


def _joined(phrases: Iterable[str]) -> Iterable[str]:
    """As many phrases a line as have room."""
    shown = ""
    for phrase in phrases:
        if shown and len(shown) + len(phrase) > LETTERS:
            yield shown.strip()
            shown = ""
        shown += phrase
    yield shown.strip()
