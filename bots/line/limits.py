"""What LINE takes, and cutting to it without breaking a character.

Source: LINE Developers, Messaging API reference (message objects, Flex Messages, actions, quick reply),
read 2026-11. Texts are counted in UTF-16 units there, labels in graphemes, a bubble in bytes of JSON.
"""

import re
import unicodedata

MESSAGES = 5
TEXT = 5000
ALT_TEXT = 1500
BUBBLE = 30_000  # "30 KB": the smaller reading of it
CAROUSEL = 50_000  # "50 KB"
FRAME = 100  # bytes of a carousel around its bubbles
BUBBLES = 12
QUICK_REPLIES = 13
QUICK_LABEL = 20
BUTTON_LABEL = 40
POSTBACK_DATA = 300
MESSAGE_TEXT = 300
CLIPBOARD = 1000
URI = 1000

LONGEST_CLUSTER = 64  # a longer run of joined characters is no letter or emoji of any script
UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
LINKING = re.compile("[\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
FLAG_LETTER = re.compile("[\U0001f1e6-\U0001f1ff]")


def clean(text: str) -> str:
    """The text without lone surrogates and control characters, and without space around it."""
    return UNSENDABLE.sub("", text).strip()


def units(text: str) -> int:
    """The text's length in UTF-16 units; it holds no lone surrogates."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, limit: int) -> str:
    """The text within `limit` UTF-16 units: its start and "…", ending with a line if one ends nearby."""
    if 2 * len(text) <= limit or units(text) <= limit:
        return text
    end = len(text.encode("utf-16-le")[: 2 * (limit - 1)].decode("utf-16-le", "ignore"))
    line = text.rfind("\n", end * 4 // 5, end)
    return _start(text, line if line > 0 else end)


def label(text: str, limit: int) -> str:
    """One line within `limit` code points: never more graphemes than code points."""
    line = " ".join(clean(text).split())
    return line if len(line) <= limit else _start(line, limit - 1)


def _start(text: str, end: int) -> str:
    """The first `end` characters or fewer, no grapheme split, and "…"."""
    whole = end
    while whole > max(0, end - LONGEST_CLUSTER) and _joined(text[whole - 1], text[whole]):
        whole -= 1
    if whole == end - LONGEST_CLUSTER:
        whole = end
    return text[:whole].rstrip() + "…"


def _joined(before: str, after: str) -> bool:
    """Whether two neighbours may belong to one grapheme (Unicode Standard Annex 29, the common cases)."""
    return (
        before == "\u200d"
        or LINKING.match(after) is not None
        or unicodedata.category(after).startswith("M")
        or (FLAG_LETTER.match(before) is not None and FLAG_LETTER.match(after) is not None)
    )
