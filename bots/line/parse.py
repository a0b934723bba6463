"""LINE's webhook events as Messages, each event by itself.

LINE adds fields, values and event types without notice: what is unknown is skipped, and only what is
needed is read. Source: LINE Developers, Messaging API reference, "Webhook event objects", read 2026-11.
"""

from typing import Literal

import msgspec

from core.messages import Happening, Message

Unread = Literal[
    "standby",  # another service of the same account answers this chat now
    "no concern",  # a kind that asks for no answer
    "kind",  # an event of a kind that is not known
    "message kind",
    "source kind",
    "broken",  # not shaped as LINE documents it
]

NO_CONCERN = frozenset({"leave", "unfollow", "memberJoined", "memberLeft"})
WITHOUT_TEXT = frozenset({"sticker", "image", "video", "audio", "file", "location"})


class Asked(msgspec.Struct, frozen=True):
    """What an answer in a group refers to: `quote_token` marks the message, `asker` is its sender's id; ""
    where LINE told none.
    """

    quote_token: str = ""
    asker: str = ""


UNASKED = Asked()


class Incoming(msgspec.Struct, frozen=True):
    """An event to answer. `reply_token` and `read_token` (which marks what was said as read) are "" where
    LINE gave none; `asked` is what an answer in a group refers to; `to` is the chat for a push.
    """

    message: Message
    reply_token: str
    read_token: str
    asked: Asked
    to: str
    private: bool


class Source(msgspec.Struct, rename="camel"):
    """Who and where, as LINE says it."""

    type: str = ""
    user_id: str | None = None
    group_id: str | None = None
    room_id: str | None = None


class _Mentionee(msgspec.Struct, rename="camel"):
    index: int = 0
    length: int = 0
    is_self: bool = False


class _Mention(msgspec.Struct):
    mentionees: list[_Mentionee] = []


class _Content(msgspec.Struct, rename="camel"):
    type: str = ""
    id: str = ""
    text: str = ""
    quote_token: str | None = None
    mark_as_read_token: str | None = None
    mention: _Mention | None = None


class _Postback(msgspec.Struct):
    data: str = ""


class _Unsend(msgspec.Struct, rename="camel"):
    message_id: str = ""


class _Event(msgspec.Struct, rename="camel"):
    type: str = ""
    mode: str = "active"
    timestamp: int | None = None
    reply_token: str | None = None
    source: Source | None = None
    message: _Content | None = None
    postback: _Postback | None = None
    unsend: _Unsend | None = None


class _What(msgspec.Struct):
    happening: Happening
    message_id: str = ""
    text: str = ""
    button: str = ""
    addressed: bool = True


_decode = msgspec.json.Decoder(_Event).decode


def parse(payload: bytes, now: float) -> Incoming | Unread:
    """One event's JSON as a message, or why it is not read. `now` (Unix seconds) dates what bears no time."""
    try:
        event = _decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return "broken"
    if event.mode == "standby":
        return "standby"
    what = _what(event)
    if not isinstance(what, _What):
        return what
    conversation = conversation_of(event.source)
    if event.source is None or not conversation:
        return "source kind"
    private = event.source.type == "user"
    return Incoming(
        message=Message(
            platform="line",
            conversation=conversation,
            sender=event.source.user_id or "",
            message_id=what.message_id,
            time=now if event.timestamp is None else event.timestamp / 1000,
            happening=what.happening,
            text=what.text,
            group=not private,
            addressed=private or what.addressed,
            edited=event.type == "messageEdited",
            button=what.button,
        ),
        reply_token=event.reply_token or "",
        read_token=(event.message.mark_as_read_token or "") if event.message else "",
        asked=Asked(
            quote_token=(event.message.quote_token or "") if event.message else "",
            asker="" if private else event.source.user_id or "",
        ),
        to=conversation,
        private=private,
    )


def conversation_of(source: Source | None) -> str:
    """The id of the chat where an event happened; "" where LINE does not say, or in a way that is not known."""
    match source:
        case Source(type="user"):
            return source.user_id or ""
        case Source(type="group"):
            return source.group_id or ""
        case Source(type="room"):
            return source.room_id or ""
        case _:
            return ""


def _what(event: _Event) -> _What | Unread:
    match event.type:
        case "message" | "messageEdited":
            return _said(event.message) if event.message else "broken"
        case "postback":
            return _What("pressed", button=event.postback.data) if event.postback else "broken"
        case "unsend":
            # Nobody is spoken to by taking a message back.
            return (
                _What("withdrawn", message_id=event.unsend.message_id, addressed=False)
                if event.unsend
                else "broken"
            )
        case "follow":
            return _What("met")
        case "join":
            return _What("joined")
        case _:
            return "no concern" if event.type in NO_CONCERN else "kind"


def _said(content: _Content) -> _What | Unread:
    if content.type in WITHOUT_TEXT:
        return _What("sent", message_id=content.id, addressed=False)
    if content.type != "text":
        return "message kind"
    own = [
        mentionee
        for mentionee in (content.mention.mentionees if content.mention else ())
        if mentionee.is_self
    ]
    return _What(
        "said",
        message_id=content.id,
        text=_without(content.text, own),
        addressed=bool(own),
    )


def _without(text: str, mentions: list[_Mentionee]) -> str:
    """The text without these mentions of the bot; their places count UTF-16 units."""
    if not mentions:
        return text
    encoded = text.encode("utf-16-le")
    for mention in sorted(mentions, key=lambda mention: mention.index, reverse=True):
        start, end = 2 * mention.index, 2 * (mention.index + mention.length)
        if 0 <= start < end:
            encoded = encoded[:start] + " ".encode("utf-16-le") + encoded[end:]
    return encoded.decode("utf-16-le", "ignore").strip()
