"""A chat in the terminal: what a person reads, as plain text; the numbers of the choices press them."""

import sys
from collections.abc import Iterable

import msgspec

from bots.answering import now
from core.bot import Bot
from core.messages import Button, Message, Reply

PROMPT = "> "


class TerminalChat:
    """One private conversation."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._count = 0
        self._choices: tuple[Button, ...] = ()

    async def say(self, text: str) -> str:
        """What the bot answers to that line, with the choices numbered; "" for silence."""
        self._count += 1
        message = Message(
            platform="terminal", conversation="terminal", message_id=str(self._count), time=now(), text=text
        )
        chosen = self._chosen(text)
        if chosen:
            message = msgspec.structs.replace(message, happening="pressed", text="", button=chosen.value)
        reply = await self._bot.answer(message)
        self._choices = reply.choices if reply else ()
        return shown(reply) if reply else ""

    def _chosen(self, text: str) -> Button | None:
        word = text.strip()
        inside = word.isascii() and word.isdigit() and len(word) < 3 and 0 < int(word) <= len(self._choices)
        return self._choices[int(word) - 1] if inside else None


def shown(reply: Reply) -> str:
    """The reply's plain text, and its choices with the numbers that press them."""
    choices = "\n".join(f"[{place}] {choice.label}" for place, choice in enumerate(reply.choices, 1))
    return f"{reply.text}\n\n{choices}" if choices else reply.text


async def chat(bot: Bot, lines: Iterable[str], *, interactive: bool) -> None:
    """Answer each line on standard output until there are no more."""
    conversation = TerminalChat(bot)
    for line in _prompted(lines) if interactive else lines:
        if line.strip():
            sys.stdout.write(await conversation.say(line) + "\n\n")
            sys.stdout.flush()


def _prompted(lines: Iterable[str]) -> Iterable[str]:
    sys.stderr.write(PROMPT)
    sys.stderr.flush()
    for line in lines:
        yield line
        sys.stderr.write(PROMPT)
        sys.stderr.flush()
