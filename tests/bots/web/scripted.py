"""A bot that gives the answers it was told to give, and notes what it was asked."""

import asyncio
from collections.abc import Mapping

from core.messages import Button, Message, Reply, Text


def said(text: str, *choices: Button) -> Reply:
    """A reply of one bubble, with choices under it."""
    return Reply(parts=(Text(text),), text=text, choices=choices)


class ScriptedBot:
    """Answers by text, button or happening; echoes in private what it was told nothing about.

    It does not answer before `open` is set (it is, unless a test clears it).
    """

    def __init__(self, script: Mapping[str, Reply | Exception | None] | None = None) -> None:
        self.script = dict(script or {})
        self.asked: list[Message] = []
        self.open = asyncio.Event()
        self.open.set()

    async def __call__(self, message: Message) -> Reply | None:
        self.asked.append(message)
        await self.open.wait()
        for key in (message.text, message.button, message.happening):
            if key and key in self.script:
                reply = self.script[key]
                if isinstance(reply, Exception):
                    raise reply
                return reply
        return said(f"聞きました: {message.text}{message.button}") if message.addressed else None

    def heard(self, side: str = "line") -> list[Message]:
        """What it was asked on that side of the page."""
        return [message for message in self.asked if message.platform == f"web/{side}"]

    def texts(self, side: str = "line") -> list[str]:
        """What was said to it on that side, without what merely happened."""
        return [message.text for message in self.heard(side) if message.happening == "said"]
