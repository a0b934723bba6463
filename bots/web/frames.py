"""What the page sends over its WebSocket, read into a Message.

A frame is a JSON object: `kind` ("entered", "said" or "pressed"), `id` (the page's own, it comes back
with the answer), `room` ("private" or "group"), `conversation` (random, made by the page), `person` (who
speaks), and `text` or `button`.
"""

import re
from typing import Annotated, Literal

import msgspec

from core.messages import Happening, Message

LONGEST_FRAME = 65_536  # characters; room for the longest text with every character escaped
LONGEST_TEXT = 5_000  # characters: what LINE lets a person send
LONGEST_BUTTON = 64  # bytes: what Telegram lets a button carry

Room = Literal["private", "group"]
Why = Literal["unreadable", "unknown_kind", "too_long", "too_fast", "failed"]

HAPPENINGS: dict[tuple[str, Room], Happening] = {
    ("entered", "private"): "met",
    ("entered", "group"): "joined",
    ("said", "private"): "said",
    ("said", "group"): "said",
    ("pressed", "private"): "pressed",
    ("pressed", "group"): "pressed",
}

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
    if (start.kind, "private") not in HAPPENINGS:
        raise Refused("unknown_kind", start.id)
    try:
        frame = msgspec.json.decode(data, type=Frame)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        raise Refused("unreadable", start.id) from None
    if len(frame.text) > LONGEST_TEXT or len(frame.button.encode()) > LONGEST_BUTTON:
        raise Refused("too_long", frame.id)
    return frame


def message_of(frame: Frame, now: float) -> Message:
    """The Message that a frame means, at that time (Unix seconds).

    In the group the bot is addressed by a mention, which is taken out of the text, by a command, and
    by its own buttons; that is how LINE and Telegram have it.
    """
    group = frame.room == "group"
    text, mentions = _MENTION.subn(" ", frame.text) if group else (frame.text, 0)
    return Message(
        platform="web",
        conversation=frame.conversation,
        sender=f"{frame.conversation}/{frame.person}" if group else frame.conversation,
        message_id=frame.id,
        time=now,
        happening=HAPPENINGS[frame.kind, frame.room],
        text=text.strip() if mentions else text,
        group=group,
        addressed=not group or frame.kind != "said" or mentions > 0 or text.startswith("/"),
        button=frame.button,
    )
