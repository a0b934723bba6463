"""The bot as a stand-in asks it."""

import msgspec

from bots.inbox import Answer
from bots.web.frames import Frame
from core.messages import Language, Message, Reply


class Heard:
    """An `Answer` for one frame, at a time in Unix seconds. `language` is the reply's ("ja" where there is none).

    What the adapter read comes from the platform "web/…" under the page's own ids: none of them may open the
    conversation of a real person, and a button of one side is known on the other, for both sessions begin alike.
    """

    def __init__(self, answer: Answer, side: str, frame: Frame, now: float) -> None:
        self.language: Language = "ja"
        self._answer = answer
        group = frame.room == "group"
        self._own = {
            "platform": f"web/{side}",
            "conversation": frame.conversation,
            "sender": f"{frame.conversation}/{frame.person}" if group else frame.conversation,
            "message_id": frame.id,
            "time": now,
        }

    async def __call__(self, message: Message) -> Reply | None:
        """The bot's reply."""
        reply = await self._answer(msgspec.structs.replace(message, **self._own))
        if reply:
            self.language = reply.language
        return reply
