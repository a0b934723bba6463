"""What the page sends over its WebSocket, and what it shows in answer.

A frame is a JSON object: `kind` ("entered", "said" or "pressed"), `id` (the page's own, it comes back
with the answer), `room` ("private" or "group"), `conversation` (random, made by the page), `person` (who
speaks), and `text` or `button`. `chosen`: the text was not typed, a button said it.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple

import msgspec

from core.messages import Language

LONGEST_FRAME = 65_536  # characters; room for the longest text with every character escaped
LONGEST_TEXT = 5_000  # characters: what LINE lets a person send
LONGEST_BUTTON = 64  # bytes: what Telegram lets a button carry

Platform = Literal["line", "telegram"]
Room = Literal["private", "group"]
Why = Literal["unreadable", "unknown_kind", "too_long", "too_fast", "failed"]

KINDS = frozenset({"entered", "said", "pressed"})

_MENTION = re.compile(r"[@＠](?:番号番|bangoban\b)", re.IGNORECASE)


class Refused(Exception):  # noqa: N818 -- it is an answer to the page, not an error of ours
    """A frame is not taken; `why` is a code, `frame_id` the page's id where it could be read."""

    def __init__(self, why: Why, frame_id: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.frame_id = frame_id


class _Start(msgspec.Struct, frozen=True):
    kind: str
    id: Annotated[str, msgspec.Meta(max_length=64)] = ""


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """A frame whose fields are of the right types."""

    kind: str
    id: Annotated[str, msgspec.Meta(pattern="^[0-9A-Za-z-]{1,64}$")]
    room: Room
    conversation: Annotated[str, msgspec.Meta(pattern="^[0-9A-Za-z-]{16,64}$")]
    person: Literal["hanako", "taro"] = "hanako"
    text: str = ""
    button: str = ""
    chosen: bool = False


class Place(NamedTuple):
    """A place in a text, in UTF-16 units."""

    start: int
    length: int


class Shown(NamedTuple):
    """What a platform would be sent: its own messages as JSON, in order, and the language they are in."""

    messages: Sequence[Mapping[str, Any]]
    language: Language


# What a platform would be sent for a frame at a time (Unix seconds).
Side = Callable[[Frame, float], Awaitable[Shown]]


class Sides(NamedTuple):
    """All that the page shows: "line" and "telegram", and what a Telegram button with that callback data says in the
    presser's name ("" for one that says nothing).
    """

    by_platform: Mapping[str, Side]
    says: Callable[[str], str]


def read_frame(data: str | None) -> Frame:
    """The frame in a text message of the WebSocket (None: it was binary). Raises Refused."""
    if data is None:
        raise Refused("unreadable")
    if len(data) > LONGEST_FRAME:
        raise Refused("too_long")
    try:
        start = msgspec.json.decode(data, type=_Start)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        raise Refused("unreadable") from None
    if start.kind not in KINDS:
        raise Refused("unknown_kind", start.id)
    try:
        frame = msgspec.json.decode(data, type=Frame)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        raise Refused("unreadable", start.id) from None
    if len(frame.text) > LONGEST_TEXT or len(frame.button.encode()) > LONGEST_BUTTON:
        raise Refused("too_long", frame.id)
    return frame


def mentions(text: str) -> list[Place]:
    """Where a text calls the bot by its name: both platforms mark such places themselves, in UTF-16 units."""
    return [Place(_units(text[: found.start()]), _units(found.group())) for found in _MENTION.finditer(text)]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
