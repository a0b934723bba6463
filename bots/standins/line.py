"""A conversation of the chat page as LINE would see it: a webhook event goes in, LINE's own messages come out.

Source of the events' shape: LINE Developers, Messaging API reference, "Webhook event objects", read 2026-11.
"""

import re
from typing import Any

import msgspec

from bots.inbox import Answer
from bots.line.adapter import Line
from bots.line.client import LOADING, PROFILE, REPLY, LineClient
from bots.metrics import Metrics
from bots.standins.heard import Heard
from bots.standins.recorder import Hand, Recorder
from bots.web.frames import Frame, Shown, mentions

Json = dict[str, Any]
BESIDE = re.compile(f"{LOADING}|{PROFILE}.*|/v2/bot/(group|room)/.*/leave")


class LineSide:
    """The adapter of LINE with nothing behind it. `answer` is asked as for any other platform's message."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._metrics = Metrics()

    async def __call__(self, frame: Frame, now: float) -> Shown:
        """What LINE would be sent for that frame at that time (Unix seconds). Raises UnknownCallError, and what the
        bot raises.
        """
        recorder = Recorder()
        heard = Heard(self._answer, "line", frame, now)
        line = Line(LineClient(recorder, "", self._metrics), heard, self._metrics, clock=lambda: now)
        try:
            await line.handle(Hand(frame.id, msgspec.json.encode(event_of(frame, now)), now))
        finally:
            await line.close()
        sent = [message for body in recorder.bodies(REPLY, BESIDE) for message in body["messages"]]
        return Shown(sent, heard.language)


def event_of(frame: Frame, now: float) -> Json:
    """The webhook event that LINE would deliver for a frame."""
    return {
        "mode": "active",
        "timestamp": round(now * 1000),
        "webhookEventId": frame.id,
        "replyToken": frame.id,
        "source": _source(frame),
        **_happened(frame),
    }


def _source(frame: Frame) -> Json:
    if frame.room == "private":
        return {"type": "user", "userId": frame.conversation}
    return {"type": "group", "groupId": frame.conversation, "userId": f"{frame.conversation}/{frame.person}"}


def _happened(frame: Frame) -> Json:
    match frame.kind:
        case "entered":
            return {"type": "follow" if frame.room == "private" else "join"}
        case "pressed":
            return {"type": "postback", "postback": {"data": frame.button}}
        case _:
            return {"type": "message", "message": _message(frame)}


def _message(frame: Frame) -> Json:
    named = [
        {"index": place.start, "length": place.length, "type": "user", "isSelf": True}
        for place in (mentions(frame.text) if frame.room == "group" else ())
    ]
    mention = {"mention": {"mentionees": named}} if named else {}
    return {"type": "text", "id": frame.id, "quoteToken": frame.id, "text": frame.text, **mention}
