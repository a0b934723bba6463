"""A conversation with the core, as tests hold it."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from core.answer.knowledge import Knowledge, load_knowledge
from core.bot import Bot
from core.messages import Button, Card, Message, Reply
from core.sessions import TIME_TO_LIVE
from core.stores import Sessions
from core.stores.memory import MemorySessions
from tests.servers import VECTORS

NOON = 1_764_000_000.0  # some moment, in Unix seconds


@cache
def product() -> Knowledge:
    """The product's own content, read once for all tests: it never changes."""
    return load_knowledge(files("config"), VECTORS)


class Talk:
    """One person's private chat, or their place in a group; `bot` may be shared with others."""

    def __init__(self, bot: Bot | None = None, *, sender: str = "U1", **standing: Any) -> None:
        self.bot = bot or new_bot()
        self._standing: Mapping[str, Any] = {"conversation": "C1", "sender": sender, **standing}
        self._sent = 0
        self.now = NOON

    async def happens(self, **fields: Any) -> Reply | None:
        """Let something happen in the conversation."""
        self._sent += 1
        self.now += 1
        message_id = f"{self._standing['sender']}-{self._sent}"
        defaults: dict[str, Any] = {"platform": "test", "message_id": message_id, "time": self.now}
        return await self.bot.answer(Message(**{**defaults, **self._standing, **fields}))

    async def say(self, text: str, **fields: Any) -> Reply:
        """Say something that must be answered."""
        reply = await self.happens(text=text, **fields)
        assert reply is not None, f"no answer to {text!r}"
        return reply

    async def press(self, button: Button) -> Reply:
        """Press a button, as its kind has it."""
        if button.kind == "say":
            return await self.say(button.value)
        assert button.kind == "press"
        reply = await self.happens(happening="pressed", button=button.value)
        assert reply is not None, f"no answer to the button {button.label!r}"
        return reply


def new_bot(sessions: Sessions | None = None, **options: Any) -> Bot:
    """A bot with the product's content and sessions in memory."""
    return Bot(product(), sessions or MemorySessions(TIME_TO_LIVE), **options)


def group(sender: str = "U1", bot: Bot | None = None, **standing: Any) -> Talk:
    """A member of a group, not speaking to the bot unless a message says so."""
    return Talk(bot, sender=sender, conversation="G1", group=True, addressed=False, **standing)


def buttons(reply: Reply) -> list[Button]:
    """All buttons of a reply, in its cards and below."""
    return [button for part in reply.parts if isinstance(part, Card) for button in part.buttons] + list(
        reply.choices
    )


def card(reply: Reply) -> Card:
    """The first card of a reply."""
    return next(part for part in reply.parts if isinstance(part, Card))
