"""Telegram's updates on their way into the inbox: which are asked for, and where each belongs.

Source: Telegram Bot API, "Getting updates" and the types Update and Message, read 2026-11.
"""

import hmac
import json
from typing import TypeVar

import msgspec

from core.stores import Event

Shape = TypeVar("Shape", bound=msgspec.Struct)

# Named at every setWebhook and getUpdates: what is left out there keeps its former setting.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")


class _Chat(msgspec.Struct):
    id: int


class _Place(msgspec.Struct):
    chat: _Chat
    message_id: int = 0


class _Query(msgspec.Struct):
    message: _Place | None = None


class _Inquiry(msgspec.Struct):
    sender: _Chat = msgspec.field(name="from")


class _Update(msgspec.Struct):
    update_id: int
    message: _Place | None = None
    edited_message: _Place | None = None
    callback_query: _Query | None = None
    inline_query: _Inquiry | None = None
    my_chat_member: _Place | None = None


def event_of(update: bytes, key: bytes) -> Event | None:
    """An update's event, its payload as it came; None for a kind that is not asked for, or no update.

    A message's edits share one id, so that they are answered at most once more: a hash with `key` of its
    chat and its own id, for ids are kept longer than events. The conversation is the
    chat with all its topics: Telegram's flood limits hold for a chat, and so does a person's order.
    Raises ValueError or RecursionError for what is no JSON, or nested too deep.
    """
    update.decode()
    try:
        found = load(update, _Update)
    except msgspec.ValidationError:
        whole(update)
        return None
    if found.edited_message:
        edited = found.edited_message
        digest = hmac.digest(key, f"{edited.chat.id}:{edited.message_id}".encode(), "sha256")
        return Event(f"edit:{digest[:16].hex()}", str(edited.chat.id), update)
    if found.inline_query:
        # Apart from the person's private chat: what is typed elsewhere does not wait for an answer there.
        return Event(str(found.update_id), f"inline:{found.inline_query.sender.id}", update)
    pressed = found.callback_query.message if found.callback_query else None
    place = found.message or pressed or found.my_chat_member
    return Event(str(found.update_id), str(place.chat.id), update) if place else None


def load(update: bytes, shape: type[Shape]) -> Shape:
    """The fields that `shape` names. Raises msgspec.ValidationError where they have other types, ValueError
    or RecursionError for what is no JSON, or nested too deep.
    """
    try:
        return msgspec.json.decode(update, type=shape)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        return msgspec.json.decode(whole(update), type=shape)


def whole(document: bytes) -> bytes:
    """The JSON with "?" for each half of a surrogate pair, which msgspec refuses, so that the rest is read.

    Raises ValueError or RecursionError for what is no JSON, or nested too deep.
    """
    # NaN and Infinity are no JSON, and no whole numbers either.
    return json.dumps(json.loads(document, parse_constant=int), ensure_ascii=False).encode(errors="replace")
