"""Telegram's side of a conversation: an update in hand is read, answered, and the answer sent."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from typing import NamedTuple

import msgspec
import structlog
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bots.inbox import Answer, Job
from bots.metrics import Metrics
from bots.telegram.client import TelegramClient, reason
from bots.telegram.footnote import footnoted
from bots.telegram.inline import inline_answer
from bots.telegram.insist import DELAYS, insist
from bots.telegram.pace import Pace
from bots.telegram.parse import Incoming, Typed, Unread, moved, parse
from bots.telegram.render import Params, body_of, render
from bots.telegram.sending import ALONE, Sender
from bots.telegram.shapes import Me
from bots.telegram.updates import ALLOWED_UPDATES
from bots.telegram.webhook import PATH
from core.answer.buttons import steers_watch
from core.messages import Message, Reply

ASIDE_TIMEOUT = 5.0  # seconds for calls that an answer does without
BODIES = 512  # rendered answers that are kept
LATE = 60.0  # seconds after which an answer shows what it answers, in private chats too
ALONE_WITHIN = 12.0  # of the 15 seconds in which a member of a group may be answered alone
TYPED_WITHIN = 25.0  # of the 30 seconds in which what is typed may be answered
SEEN = "👌"
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
        self.answers_alone = False  # whether this Bot API can show an answer to one member of a group
        self._introduced = asyncio.Event()
        self._arriving: asyncio.Task[None] | None = None
        self._confirming: set[asyncio.Task[None]] = set()
        self._client = client
        self._answer = answer
        self._unread = metrics.unread
        self._patience = patience
        self._clock = clock
        self._sender = Sender(client, patience.delays, self._moved, Pace())
        self._log = structlog.get_logger()
        # The same card goes to everybody who asks for the same number.
        self._body = lru_cache(maxsize=BODIES)(body_of)

    async def start(self, public_url: str | None, secret: str, mode: str) -> None:
        """Ask Telegram who the bot is and, with `public_url` in mode "webhook", have updates sent there.

        Waits no longer than a few seconds: what fails is logged, and tried again until `close`.
        """
        webhook = None if public_url is None or mode != "webhook" else webhook_at(public_url, secret)
        self._arriving = asyncio.create_task(self._arrive(webhook))
        await asyncio.wait((self._arriving,), timeout=self._patience.arrival)

    async def close(self) -> None:
        """Give up what `start` still tries, and what no answer waits for."""
        tasks = self._confirming | ({self._arriving} if self._arriving else set())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _arrive(self, webhook: Params | None) -> None:
        self.me = msgspec.json.decode(
            await insist(self._client, "getMe", {}, self._patience.arrival_delays), type=Me
        )
        self._introduced.set()
        if webhook is not None:
            await insist(self._client, "setWebhook", webhook, self._patience.arrival_delays)
        self.ready = True
        self.answers_alone = await self._client.has_ephemeral()

    async def handle(self, job: Job) -> str:
        """Answer the update; what came of it: "answered", "silent", "unread", "blocked" (the bot may not
        write there), "refused" (Telegram did not take it), "lost" (Telegram could not be reached).
        """
        incoming = await self._read(job.work.event.payload)
        if isinstance(incoming, Typed):
            return await self._show(job, incoming)
        if not isinstance(incoming, Incoming):
            self._unread.labels("telegram", incoming).inc()
            return "silent" if incoming in SILENT else "unread"
        if incoming.callback_id:
            self._confirm(incoming.callback_id)
        async with self._typing(incoming):
            reply = await self._answer(await self._with_rights(incoming))
        if reply is None:
            await self._nod(incoming)
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
        try:
            admin = await self._client.is_admin(message.conversation, message.sender)
        except TelegramError:
            return message
        return msgspec.structs.replace(message, admin=admin)

    async def _read(self, payload: bytes) -> Incoming | Typed | Unread:
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
        place = _place(incoming) | self._alone(job, incoming)
        late = self._clock() - incoming.message.time > LATE
        quoted = _quoted(incoming) if reply.quote or late else {}
        messages = footnoted(render(reply, self._body), reply.headings, job.work.event.id)
        messages[0] |= quoted

        async def send() -> None:
            for message in messages:
                await self._sender.send(job, place, message)

        return await self._outcome(send())

    async def _show(self, job: Job, typed: Typed) -> str:
        """Nothing is lost with an answer that comes too late: the next letter asks anew."""
        if self._since(job) > TYPED_WITHIN:
            return "silent"
        reply = await self._answer(typed.message)
        params = inline_answer(typed.query_id, reply, self.me.username, self._body)
        return await self._outcome(self._client.call("answerInlineQuery", params, ASIDE_TIMEOUT))

    async def _outcome(self, sending: Awaitable[object]) -> str:
        try:
            await sending
        except Forbidden:
            return "blocked"
        except InvalidToken as error:
            self.ready = False
            self._note("an answer was refused: copy TELEGRAM_BOT_TOKEN anew from @BotFather", error)
            return "refused"
        except BadRequest as error:
            self._note("an answer was refused", error)
            return "refused"
        except TelegramError as error:
            self._note("an answer could not be sent", error)
            return "lost"
        return "answered"

    def _alone(self, job: Job, incoming: Incoming) -> Params:
        """In a group, what makes the answer one that only its asker sees, where that is allowed."""
        if not (self.answers_alone and incoming.user_id and incoming.message.group):
            return {}
        if self._since(job) > ALONE_WITHIN:
            return {}
        pressed = {"callback_query_id": incoming.callback_id} if incoming.callback_id else {}
        asked = incoming.ephemeral_id
        to = {"reply_parameters": {"ephemeral_message_id": asked}} if asked is not None else {}
        return {ALONE: {"receiver_user_id": incoming.user_id, **pressed}, **to}

    def _since(self, job: Job) -> float:
        return self._clock() - job.work.accepted if job.work.accepted else 0.0

    async def _moved(self, former: int, now: int) -> None:
        await self._answer(moved(former, now, self._clock()))

    async def _nod(self, incoming: Incoming) -> None:
        """An edit that needs no new answer has been seen: a sign on it, no message."""
        if incoming.message.edited and incoming.message.addressed and incoming.message_id:
            reaction = [{"type": "emoji", "emoji": SEEN}]
            place = {"chat_id": incoming.chat_id, "message_id": incoming.message_id}
            await self._aside("setMessageReaction", place | {"reaction": reaction})

    def _note(self, what: str, error: TelegramError) -> None:
        self._log.error(what, platform="telegram", reason=reason(error))

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

    def _confirm(self, callback_id: str) -> None:
        """Take the waiting mark off a button. The answer does not wait for that, nor does whoever comes next."""
        task = asyncio.create_task(self._aside("answerCallbackQuery", {"callback_query_id": callback_id}))
        self._confirming.add(task)
        task.add_done_callback(self._confirming.discard)

    async def _aside(self, method: str, params: Params) -> None:
        """A call that helps, and that an answer does not depend on."""
        with suppress(TelegramError):
            await self._client.call(method, params, ASIDE_TIMEOUT)


def webhook_at(public_url: str, secret: str) -> Params:
    """The parameters of setWebhook: where to, with which secret, which updates; what waits is kept."""
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
