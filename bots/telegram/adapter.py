"""Telegram's side of a conversation: an update in hand is read, answered, and the answer sent."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from typing import NamedTuple

import msgspec
import structlog
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bots.inbox import Answer, Job
from bots.metrics import Metrics
from bots.telegram.client import CutOff, FloodWait, TelegramClient, reason
from bots.telegram.insist import DELAYS, insist
from bots.telegram.markup import plain
from bots.telegram.parse import Incoming, Me, Unread, parse
from bots.telegram.render import Params, body_of, render
from bots.telegram.shapes import Member
from bots.telegram.updates import ALLOWED_UPDATES
from bots.telegram.webhook import PATH
from core.answer.buttons import steers_watch
from core.messages import Message, Reply

UNCLEAR = 2  # further tries of a message that may have arrived: at most so many copies too many
LONGEST_WAIT = 300.0  # seconds of a flood wait that are waited for
# Telegram has no retry key: a send given up too early may have arrived, and its repetition is a second answer.
SEND_TIMEOUT = 30.0
ASIDE_TIMEOUT = 5.0  # seconds for calls that an answer does without
BODIES = 512  # rendered answers that are kept
ADMINS = frozenset({"creator", "administrator"})
SILENT = frozenset({"bot", "other bot", "no concern"})


class Patience(NamedTuple):
    """How long what is waited for, in seconds."""

    delays: Sequence[float] = (0.5, 2.0, 5.0, 15.0, 40.0, 120.0)  # before each further try of a send
    arrival_delays: Sequence[float] = DELAYS
    arrival: float = 5.0  # that a start waits for Telegram
    typing_after: float = 0.5  # until people see that an answer is being made


PATIENCE = Patience()


class Telegram:
    """Works on the updates that the inbox hands out."""

    def __init__(
        self,
        client: TelegramClient,
        answer: Answer,
        metrics: Metrics,
        *,
        patience: Patience = PATIENCE,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.me = Me()
        self.ready = False  # whether Telegram knows where updates go, and the bot its own name
        self._introduced = asyncio.Event()
        self._arriving: asyncio.Task[None] | None = None
        self._client = client
        self._answer = answer
        self._unread = metrics.unread
        self._patience = patience
        self._clock = clock
        self._log = structlog.get_logger()
        # The same card goes to everybody who asks for the same number.
        self._body = lru_cache(maxsize=BODIES)(body_of)

    async def start(self, public_url: str | None, secret: str, mode: str) -> None:
        """Ask Telegram who the bot is and, with `public_url` in mode "webhook", have updates sent there.

        Waits no longer than a few seconds: what fails is logged, and tried again until `close`.
        """
        webhook = None if public_url is None or mode != "webhook" else _webhook(public_url, secret)
        self._arriving = asyncio.create_task(self._arrive(webhook))
        await asyncio.wait((self._arriving,), timeout=self._patience.arrival)

    async def close(self) -> None:
        """Give up what `start` still tries."""
        if self._arriving is not None:
            self._arriving.cancel()
            await asyncio.wait((self._arriving,))

    async def _arrive(self, webhook: Params | None) -> None:
        self.me = msgspec.json.decode(
            await insist(self._client, "getMe", {}, self._patience.arrival_delays), type=Me
        )
        self._introduced.set()
        if webhook is not None:
            await insist(self._client, "setWebhook", webhook, self._patience.arrival_delays)
        self.ready = True

    async def handle(self, job: Job) -> str:
        """Answer the update; what came of it: "answered", "silent", "unread", "blocked" (the bot may not
        write there), "refused" (Telegram did not take it), "lost" (Telegram could not be reached).
        """
        incoming = await self._read(job.work.event.payload)
        if not isinstance(incoming, Incoming):
            self._unread.labels("telegram", incoming).inc()
            return "silent" if incoming in SILENT else "unread"
        if incoming.callback_id:
            await self._aside("answerCallbackQuery", {"callback_query_id": incoming.callback_id})
        async with self._typing(incoming):
            reply = await self._answer(await self._with_rights(incoming))
        if reply is None:
            return "silent"
        outcome = await self._say(job, incoming, reply)
        if reply.leave:
            await self._aside("leaveChat", {"chat_id": incoming.chat_id})
        return outcome

    async def _with_rights(self, incoming: Incoming) -> Message:
        """The message, and where it may set the watch of a group, whether an admin sent it; where Telegram does
        not tell, that stays unknown.
        """
        message = incoming.message
        if not steers_watch(message):
            return message
        if message.sender == message.conversation:  # an anonymous admin writes as the group
            return msgspec.structs.replace(message, admin=True)
        params = {"chat_id": incoming.chat_id, "user_id": int(message.sender)}
        try:
            found = await self._client.call("getChatMember", params, ASIDE_TIMEOUT)
            admin = msgspec.json.decode(found, type=Member).status in ADMINS
        except (TelegramError, msgspec.DecodeError):
            return message
        return msgspec.structs.replace(message, admin=admin)

    async def _read(self, payload: bytes) -> Incoming | Unread:
        """Right after a start the bot's name may not be known, and a group's word to it be missed: it waits."""
        incoming = parse(payload, self.me, self._clock())
        unheard = incoming == "other bot" or (
            isinstance(incoming, Incoming) and not incoming.message.addressed
        )
        if self.me.username or not unheard:
            return incoming
        with suppress(TimeoutError):
            await asyncio.wait_for(self._introduced.wait(), self._patience.arrival)
        return parse(payload, self.me, self._clock())

    async def _say(self, job: Job, incoming: Incoming, reply: Reply) -> str:
        place = _place(incoming)
        quoted = _quoted(incoming) if reply.quote else {}
        try:
            for message in render(reply, self._body):
                await self._send(job, place, message | quoted)
                quoted = {}
        except Forbidden:
            return "blocked"
        except InvalidToken as error:
            self._note("an answer was refused: copy TELEGRAM_BOT_TOKEN anew from @BotFather", error)
            return "refused"
        except BadRequest as error:
            self._note("an answer was refused", error)
            return "refused"
        except TelegramError as error:
            self._note("an answer could not be sent", error)
            return "lost"
        return "answered"

    def _note(self, what: str, error: TelegramError) -> None:
        self._log.error(what, platform="telegram", reason=reason(error))

    async def _send(self, job: Job, place: Params, message: Params) -> None:
        """Send one message; `place` follows the chat where it moved to. Raises TelegramError in the end.

        What surely was not taken is tried again often; what may have arrived is not: it would be said again.
        """
        unclear = 0
        for delay in (*self._patience.delays, None):
            try:
                await self._client.call("sendMessage", message | place, SEND_TIMEOUT)
            except TelegramError as error:
                if delay is None:
                    raise
                match error:
                    case FloodWait():
                        await job.pause(min(error.seconds, LONGEST_WAIT))
                    case ChatMigrated():
                        place["chat_id"] = error.new_chat_id
                    case BadRequest():
                        message = _simpler(error, place, message)
                    case CutOff() | TimedOut() if unclear == UNCLEAR:
                        raise
                    case NetworkError():
                        unclear += isinstance(error, CutOff | TimedOut)
                        await job.pause(delay)
                    case _:
                        raise
            else:
                return

    @asynccontextmanager
    async def _typing(self, incoming: Incoming) -> AsyncIterator[None]:
        """Show that the bot is typing if this takes long, and it was spoken to."""
        tasks: list[asyncio.Task[None]] = []

        def show() -> None:
            tasks.append(
                asyncio.create_task(self._aside("sendChatAction", _place(incoming) | {"action": "typing"}))
            )

        timer = asyncio.get_running_loop().call_later(self._patience.typing_after, show)
        if not incoming.message.addressed:
            timer.cancel()
        try:
            yield
        finally:
            timer.cancel()
            for task in tasks:
                task.cancel()

    async def _aside(self, method: str, params: Params) -> None:
        """A call that helps, and that an answer does not depend on."""
        with suppress(TelegramError):
            await self._client.call(method, params, ASIDE_TIMEOUT)


def _webhook(public_url: str, secret: str) -> Params:
    return {
        "url": public_url.rstrip("/") + PATH,
        "secret_token": secret,
        "allowed_updates": ALLOWED_UPDATES,
        "drop_pending_updates": False,
    }


def _place(incoming: Incoming) -> Params:
    thread = {} if incoming.thread_id is None else {"message_thread_id": incoming.thread_id}
    return {"chat_id": incoming.chat_id, **thread}


def _quoted(incoming: Incoming) -> Params:
    if not incoming.message_id:
        return {}
    return {"reply_parameters": {"message_id": incoming.message_id, "allow_sending_without_reply": True}}


def _simpler(error: BadRequest, place: Params, message: Params) -> Params:
    """The same without what was refused; raises the error where there is nothing left to leave out."""
    text = error.message.casefold()
    if "thread not found" in text and place.pop("message_thread_id", None) is not None:
        return message
    if ("button" in text or "keyboard" in text) and "reply_markup" in message:
        return _without(message, "reply_markup")
    if "parse_mode" in message:
        return _without(message, "parse_mode") | {"text": plain(str(message["text"]))}
    raise error


def _without(message: Mapping[str, object], name: str) -> Params:
    return {key: value for key, value in message.items() if key != name}
