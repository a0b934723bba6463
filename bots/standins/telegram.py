"""A conversation of the chat page as Telegram would see it: an update goes in, sendMessage's parameters come out.

Source of the updates' shape: Telegram Bot API, Update and the types in it, read 2026-11.
"""

import hashlib
import re
from typing import Any

import msgspec

from bots.inbox import Answer
from bots.metrics import Metrics
from bots.standins.heard import Heard
from bots.standins.recorder import Hand, Recorder
from bots.telegram.adapter import Telegram
from bots.telegram.client import TelegramClient
from bots.telegram.keyboard import LONGEST_DATA
from bots.telegram.parse import SAY
from bots.telegram.shapes import Me
from bots.web.frames import Frame, Shown, mentions

Json = dict[str, Any]
BOT: Json = {"id": 1, "is_bot": True, "first_name": "番号番", "username": "BangobanBot"}
ME = Me(id=1, username="BangobanBot", can_read_all_group_messages=True)
PATH = "/bot"  # what the addresses of methods begin with; a token would stand behind it
BESIDE = re.compile(f"{PATH}/(answerCallbackQuery|getChatMember|leaveChat|sendChatAction)")


class TelegramSide:
    """The adapter of Telegram with nothing behind it. `answer` is asked as for any other platform's message."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._metrics = Metrics()

    async def __call__(self, frame: Frame, now: float) -> Shown:
        """What Telegram would be sent for that frame at that time (Unix seconds). Raises UnknownCallError, and what
        the bot raises.
        """
        told = {"ok": True, "result": {"status": "creator" if frame.person == "hanako" else "member"}}
        recorder = Recorder({f"{PATH}/getChatMember": told, f"{PATH}/sendMessage": {"ok": True}})
        heard = Heard(self._answer, "telegram", frame, now)
        # A fresh adapter each time: it paces each chat, and the page paces itself.
        telegram = Telegram(
            TelegramClient(recorder, "", self._metrics), heard, self._metrics, clock=lambda: now
        )
        telegram.me = ME
        try:
            await telegram.handle(Hand(frame.id, msgspec.json.encode(update_of(frame, now)), now))
        finally:
            await telegram.close()
        return Shown(recorder.bodies(f"{PATH}/sendMessage", BESIDE), heard.language)


def said_by(data: str) -> str:
    """What a button with that callback data says in the presser's name; "" for one that says nothing."""
    return data.removeprefix(SAY) if data.startswith(SAY) else ""


def update_of(frame: Frame, now: float) -> Json:
    """The update that Telegram would deliver for a frame."""
    return {"update_id": _id(frame.id), **_happened(frame, round(now))}


def _happened(frame: Frame, date: int) -> Json:
    chat, sender = _chat(frame), _sender(frame)
    place = {"chat": chat, "date": date, "message_id": _id(frame.id)}
    said = SAY + frame.text
    if frame.kind == "pressed" or (frame.chosen and len(said.encode()) <= LONGEST_DATA):
        data = frame.button if frame.kind == "pressed" else said
        query = {"id": frame.id, "from": sender, "data": data, "message": {**place, "from": BOT}}
        return {"callback_query": query}
    if frame.kind == "entered" and frame.room == "group":
        old, new = ({"status": status, "user": BOT} for status in ("left", "member"))
        return {"my_chat_member": {**place, "from": sender, "old_chat_member": old, "new_chat_member": new}}
    text = "/start" if frame.kind == "entered" else frame.text
    return {"message": {**place, "from": sender, "text": text, "entities": _entities(frame)}}


def _entities(frame: Frame) -> list[Json]:
    return [
        {"type": "text_mention", "offset": place.start, "length": place.length, "user": BOT}
        for place in (mentions(frame.text) if frame.room == "group" else ())
    ]


def _chat(frame: Frame) -> Json:
    if frame.room == "private":
        return {"id": _id(frame.conversation), "type": "private"}
    return {"id": -_id(frame.conversation), "type": "supergroup"}


def _sender(frame: Frame) -> Json:
    name = frame.conversation if frame.room == "private" else f"{frame.conversation}/{frame.person}"
    return {"id": _id(name), "is_bot": False, "first_name": frame.person}


def _id(name: str) -> int:
    """A number in place of one of the page's own names: Telegram's ids are numbers of at most 52 bits."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:6]) + 1
