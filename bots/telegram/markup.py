"""Lines of marked-up text within Telegram's limits.

Each line opens and closes its own tags, so that a text may be split between any two lines.
Source: Telegram Bot API, "Formatting options" and sendMessage, read 2026-11. Lengths are UTF-16 units of
the text without its markup.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote, urlsplit

LIMIT = 4094  # of Telegram's 4,096: a line break and "…" always fit behind
MORE = "…"

BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters, halves of surrogate pairs, and what makes digits read in another order.
UNSENDABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
LETTER = re.compile("[^\\W\u115f\u1160\u3164\uffa0]")
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and symbols that show nothing
JOINING = re.compile("[\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
LONGEST_CLUSTER = 64  # a longer run of joined characters is no letter or emoji of any script
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)", re.IGNORECASE)
PLAIN_ADDRESS = re.compile(r"https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}(?:/[A-Za-z0-9/_.?=&%#~+-]*)?")
LONGEST_ADDRESS = 2048
TAG = re.compile(r"<[^>]*>")


class Span(NamedTuple):
    """Text with at most one mark: bold, or a link to a web address."""

    text: str
    bold: bool = False
    link: str = ""


class Line(NamedTuple):
    """A line as HTML, its length without the markup, and whether anything of it can be seen."""

    html: str
    units: int
    seen: bool


def clean(text: str) -> str:
    """The text without what Telegram refuses or what would mislead the eye; lines end in newlines."""
    return text if text.isprintable() else UNSENDABLE.sub("", BREAKS.sub("\n", text))


def units(text: str) -> int:
    """The length as Telegram counts it; the text is clean."""
    return len(text.encode("utf-16-le")) // 2


def visible(text: str) -> bool:
    """Whether anything of it can be seen: Telegram refuses a text of which nothing can."""
    return bool(LETTER.search(text)) or any(
        unicodedata.category(sign)[0] in "LNPS" and sign not in BLANK for sign in text
    )


def lines(*spans: Span) -> list[Line]:
    """The spans one after the other, broken at newlines and at the limit of a message."""
    text = "".join([span.text for span in spans])
    if text.isprintable() and 2 * len(text) <= LIMIT:
        return [_line(spans)]
    broken: list[list[Span]] = [[]]
    for span in spans:
        first, *rest = clean(span.text).split("\n")
        broken[-1].append(span._replace(text=first))
        broken.extend([span._replace(text=text)] for text in rest)
    return [_line(piece) for line in broken for piece in _pieces(line)]


def pack(all_lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines in portions that each fit into a message; what cannot be seen makes no portion."""
    portion: list[Line] = []
    size = 0
    for line in all_lines:
        if size + line.units > LIMIT:
            yield from _seen(portion)
            portion, size = [], 0
        portion.append(line)
        size += line.units + 1
    yield from _seen(portion)


def markup(portion: Iterable[Line]) -> str:
    """The lines as Telegram's HTML."""
    return "\n".join([line.html for line in portion]).strip()


def plain(marked: str) -> str:
    """The text of what `markup` made, without marks."""
    return html.unescape(TAG.sub("", marked))


def address(url: str) -> str:
    """A web address as Telegram takes it, or "" where it would refuse the whole message for it."""
    if len(url) > LONGEST_ADDRESS:
        return ""
    if PLAIN_ADDRESS.fullmatch(url):
        return url  # most are like this, and reading them fully costs five times as much
    try:
        parts = urlsplit(url.strip())
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or parts.username is not None or UNSENDABLE.search(url):
        return ""
    if not HOST.fullmatch(parts.hostname or ""):
        return ""
    encoded = quote(parts.geturl(), safe="%/:=&?~#+!$,;'@()*[]")
    return encoded if len(encoded) <= LONGEST_ADDRESS else ""


def shorten(text: str, limit: int) -> str:
    """One line of at most `limit` units."""
    if text.isprintable() and 2 * len(text) <= limit:
        return text.strip()
    line = " ".join(clean(text).split())
    return line if units(line) <= limit else line[: _end(line, limit - 1)] + MORE


def _pieces(line: Iterable[Span]) -> Iterator[list[Span]]:
    piece: list[Span] = []
    room = LIMIT
    for span in line:
        text = span.text
        while units(text) > room:
            end = _end(text, room)
            yield [*piece, span._replace(text=text[:end])]
            piece, room, text = [], LIMIT, text[end:]
        piece.append(span._replace(text=text))
        room -= units(text)
    yield piece


def _end(text: str, room: int) -> int:
    """How many characters fit into `room` units, none parted from what joins it."""
    fit = len(text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore"))
    for end in range(fit, max(0, fit - LONGEST_CLUSTER), -1):
        if not _joined(text[end - 1], text[end]):
            return end
    return fit


def _joined(before: str, after: str) -> bool:
    """Whether two neighbours may be one letter or emoji (Unicode Standard Annex 29, the common cases)."""
    return before == "\u200d" or bool(JOINING.match(after)) or unicodedata.category(after).startswith("M")


def _seen(portion: list[Line]) -> Iterator[list[Line]]:
    if any(line.seen for line in portion):
        yield portion


def _line(spans: Sequence[Span]) -> Line:
    text = "".join([span.text for span in spans])
    return Line("".join([_html(span) for span in spans]), units(text), visible(text))


def _html(span: Span) -> str:
    text = html.escape(span.text, quote=False)
    if span.link and text.strip():
        return f'<a href="{html.escape(span.link)}">{text}</a>'
    return f"<b>{text}</b>" if span.bold and text.strip() else text
