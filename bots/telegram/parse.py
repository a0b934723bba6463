"""Telegram's updates as Messages. Only what is needed is read; what is unknown is skipped.

Source: Telegram Bot API, types Update, Message, MessageEntity, ChatMemberUpdated, CallbackQuery and InlineQuery,
"Ephemeral messages and commands", and "Privacy mode" in its features, read 2026-11.
"""

import re
from typing import Literal

import msgspec
from msgspec.structs import replace

from bots.telegram.mentions import without_mentions
from bots.telegram.shapes import ADMINS, Inquiry, Me, Membership, Named, Query, Update, Written
from bots.telegram.updates import load
from core.messages import Message

Unread = Literal[
    "bot",  # written by another bot
    "other bot",  # a command to another bot
    "no concern",  # a kind that asks for no answer
    "kind",  # an update of a kind that is not known
    "message kind",
    "broken",  # not shaped as Telegram documents it
]

SAY = "say:"  # the callback data of a button that says something begins so
# `new_chat_members` is not among the kinds that matter: my_chat_member tells that the bot was added, once.
WITHOUT_TEXT = frozenset(
    {
        "animation",
        "audio",
        "checklist",
        "dice",
        "document",
        "game",
        "live_photo",
        "location",
        "paid_media",
        "photo",
        "poll",
        "rich_message",
        "sticker",
        "story",
        "venue",
        "video",
        "video_note",
        "voice",
    }
)
COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>[A-Za-z0-9_]+))?(?!\S)")


class Incoming(msgspec.Struct, frozen=True):
    """An update to answer, and where to: the chat, its topic, the message, the button's query. `user_id` is who
    may be answered alone in a group: who pressed a button, or whose command, `ephemeral_id`, nobody else sees.
    """

    message: Message
    chat_id: int
    thread_id: int | None = None
    message_id: int | None = None
    callback_id: str = ""
    user_id: int | None = None
    ephemeral_id: int | None = None


class Typed(msgspec.Struct, frozen=True):
    """What somebody is typing in another chat, and the query to answer."""

    message: Message
    query_id: str


def parse(payload: bytes, me: Me, now: float) -> Incoming | Typed | Unread:
    """One update's JSON as a message, or why it is not read. `now` (Unix seconds) dates what bears no time."""
    try:
        update = load(payload, Update)
        if update.message:
            return _written(update.message, payload, me)
        if update.edited_message:
            return _edited(update.edited_message, me)
    except (msgspec.ValidationError, ValueError, RecursionError):
        return "broken"
    if update.callback_query:
        return _pressed(update.callback_query, now)
    if update.inline_query:
        return _typed(update.inline_query, now)
    if update.my_chat_member:
        return _joined(update.my_chat_member, me)
    return "kind"


def _written(found: Written, payload: bytes, me: Me) -> Incoming | Unread:
    if found.migrate_to_chat_id or found.migrate_from_chat_id:
        return _moved(found)
    said = _said(found, me)
    if said != "no concern":
        return said
    names = load(payload, Named).message.keys()
    if names & WITHOUT_TEXT:
        message = _message(found, me)
        return _incoming(found, replace(message, happening="sent"))
    # All else without text is a service message, or of a kind that came after this was written.
    return "message kind"


def _moved(found: Written) -> Incoming:
    """A group that became a supergroup; both tell it, the former as its last message, the latter as its first."""
    place, former = found.migrate_to_chat_id or found.chat.id, found.migrate_from_chat_id or found.chat.id
    return Incoming(moved(former, place, float(found.date)), place)


def moved(former: int, now: int, time: float) -> Message:
    """A group of one id goes on under another."""
    return Message(
        platform="telegram",
        conversation=str(now),
        time=time,
        happening="moved",
        group=True,
        addressed=False,
        moved_from=str(former),
    )


def _edited(found: Written, me: Me) -> Incoming | Unread:
    """Only new words matter: a live location is edited every few seconds."""
    said = _said(found, me)
    if not isinstance(said, Incoming):
        return said
    message = replace(said.message, edited=True, time=float(found.edit_date or found.date))
    return replace(said, message=message)


def _said(found: Written, me: Me) -> Incoming | Unread:
    """What was written, or the contact that was shared; "no concern" where it is neither."""
    if found.chat.type == "channel":
        return "kind"
    # An anonymous administrator writes as the chat: Telegram then names a bot of its own as the sender.
    if found.sender and found.sender.is_bot and not found.sender_chat:
        return "bot"
    message = _message(found, me)
    if found.contact:
        number = _international(found.contact.phone_number)
        return _incoming(found, replace(message, happening="contact", contact=number))
    if not (found.text or found.caption):
        return "no concern"
    text, mentioned = without_mentions(found, me)
    command = COMMAND.match(text)
    if command and command["bot"]:
        if message.group and command["bot"].casefold() != me.username.casefold():
            return "other bot"
        text = text[: command.end("name")] + text[command.end("bot") :]
    addressed = message.addressed or mentioned or command is not None
    return _incoming(found, replace(message, text=text, addressed=addressed))


def _message(found: Written, me: Me) -> Message:
    """What all messages have in common. In a group a reply to the bot's own message is addressed to it."""
    group = found.chat.type != "private"
    answered = found.reply_to_message.sender if found.reply_to_message else None
    sender = found.sender_chat or found.sender or found.chat
    return Message(
        platform="telegram",
        conversation=str(found.chat.id),
        sender=str(sender.id),
        message_id=str(found.message_id),
        time=float(found.date),
        group=group,
        addressed=not group or (answered is not None and answered.id == me.id),
        language=found.sender.language_code if found.sender else "",
    )


def _incoming(found: Written, message: Message) -> Incoming:
    # In a group without topics a thread is no more than a row of replies, and nothing can be sent to it.
    thread = found.message_thread_id if found.is_topic_message else None
    alone = found.sender.id if found.sender and found.ephemeral_message_id else None
    return Incoming(
        message,
        found.chat.id,
        thread,
        found.message_id,
        user_id=alone,
        ephemeral_id=found.ephemeral_message_id,
    )


def _pressed(query: Query, now: float) -> Incoming | Unread:
    place = query.message
    if place is None:
        return "kind"
    message = Message(
        platform="telegram",
        conversation=str(place.chat.id),
        sender=str(query.sender.id),
        message_id=str(place.message_id),
        time=now,
        happening="pressed",
        group=place.chat.type != "private",
        button=query.data,
        language=query.sender.language_code,
    )
    if query.data.startswith(SAY):
        said = query.data.removeprefix(SAY)
        message = replace(message, happening="said", text=said, button="")
    return replace(
        _incoming(place, message), callback_id=query.id, user_id=query.sender.id, ephemeral_id=None
    )


def _typed(query: Inquiry, now: float) -> Typed:
    message = Message(
        platform="telegram",
        conversation=str(query.sender.id),
        sender=str(query.sender.id),
        time=now,
        happening="typed",
        text=query.query,
        language=query.sender.language_code,
    )
    return Typed(message, query.id)


def _joined(change: Membership, me: Me) -> Incoming | Unread:
    if change.chat.type not in ("group", "supergroup") or change.old.present or not change.new.present:
        return "no concern"
    message = Message(
        platform="telegram",
        conversation=str(change.chat.id),
        sender=str(change.sender.id),
        time=float(change.date),
        happening="joined",
        group=True,
        language=change.sender.language_code,
        hears_all=me.can_read_all_group_messages or change.new.status in ADMINS,
    )
    return Incoming(message, change.chat.id)


def _international(number: str) -> str:
    """Telegram leaves out the + of an international number. One as dialled in Japan begins with 0, or is short."""
    bare = number.isdecimal() and len(number) >= 10 and not number.startswith("0")
    return f"+{number}" if bare else number
