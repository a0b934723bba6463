"""From an accepted LINE event to its answer: parse, answer, render, send.

A reply is free and its token works once, so a reply may be tried again and never answers twice. A push
costs, and is made only where the token is gone and the reply was surely not delivered; its retry key
comes from the event, so that a second push of the same answer is none. The inbox is told before each try
that may have an unclear outcome, and after it where the outcome is clear: whoever goes on after a kill
knows what may still be done.
"""

import asyncio
import math
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import Literal

import msgspec
import structlog

from bots.inbox import Answer, Job
from bots.line.actions import Json
from bots.line.beside import Beside
from bots.line.bodies import Bodies
from bots.line.client import (
    AccessError,
    LineClient,
    LineError,
    NotSentError,
    QuotaSpentError,
    RateLimitedError,
    RefusedError,
    TokenGoneError,
    UnclearError,
)
from bots.line.parse import Incoming, parse
from bots.line.render import plain, render
from bots.metrics import Metrics
from bots.reference import reference_of
from core.messages import Reply

PATIENCE = 0.3  # seconds until a person in a private chat is shown that the answer is under way
DELAYS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)  # seconds between tries
TOKEN_LIFE = 60.0  # seconds from delivery that LINE promises for a reply token
TOKEN_END = 20 * 60.0  # seconds from the event after which no redelivery renews it
Call = Callable[[list[Json]], Awaitable[None]]
Delivery = Literal["sent", "gone", "refused", "unclear", "lost"]
Forms = tuple[list[Json], list[Json]]  # the messages, and the same as plain text
EXPECTED = frozenset({"standby", "no concern"})


class _HandedOnError(Exception):
    """Another process has the conversation."""


class Line:
    """LINE's handler of the inbox.

    Outcomes: "answered", "pushed", "silent", "unread", "handed on" (another process has the conversation),
    "refused" (LINE does not take the answer), "unclear" (sent, and no word on whether it arrived), "lost".
    """

    def __init__(
        self,
        client: LineClient,
        answer: Answer,
        metrics: Metrics,
        *,
        push_fallback: bool = True,
        clock: Callable[[], float] = time.time,
        delays: Sequence[float] = DELAYS,
        patience: float = PATIENCE,
    ) -> None:
        self._client = client
        self._answer = answer
        self._unread = metrics.unread
        self._pushed = metrics.pushed
        self._beside = Beside(client, metrics)
        self._push_fallback = push_fallback
        self._clock = clock
        self._delays = delays
        self._patience = patience
        self._log = structlog.get_logger()
        self._body = Bodies()

    async def close(self) -> None:
        """Give up what goes beside the answers."""
        await self._beside.close()

    async def handle(self, job: Job) -> str:
        """Answer one event; what came of it."""
        incoming = parse(job.work.event.payload, self._clock())
        if not isinstance(incoming, Incoming):
            if incoming in EXPECTED:
                return "silent"
            self._unread.labels("line", incoming).inc()
            return "unread"
        self._beside.mark_as_read(incoming.read_token)
        reply = await self._think(incoming)
        if not reply or not incoming.reply_token:
            return "silent"
        reference = reference_of(job.work.event.id)
        messages = render(reply, incoming.asked, reference, self._body)
        if not messages:
            return "silent"
        try:
            outcome = await self._send(job, incoming, (messages, plain(reply, reference)))
        except _HandedOnError:
            return "handed on"
        if reply.leave:
            await self._leave(incoming.to)
        return outcome

    async def _leave(self, to: str) -> None:
        try:
            await self._client.leave(to)
        except LineError:
            return  # counted and logged; the group can still remove the bot, or ask again

    async def _think(self, incoming: Incoming) -> Reply | None:
        """The answer; where it takes long in a private chat, LINE shows meanwhile that it is coming."""
        if not incoming.private:
            return await self._answer(incoming.message)
        if language := await self._beside.language(incoming):
            message = msgspec.structs.replace(incoming.message, language=language)
            incoming = msgspec.structs.replace(incoming, message=message)
        shown: list[asyncio.Task[None]] = []
        timer = asyncio.get_running_loop().call_later(
            self._patience, lambda: shown.append(asyncio.create_task(self._show_loading(incoming.to)))
        )
        try:
            reply = await self._answer(incoming.message)
            timer.cancel()
            # An animation that starts after the answer would stay.
            if shown:
                await asyncio.gather(*shown)
            return reply
        finally:
            timer.cancel()
            for task in shown:
                task.cancel()
            if shown:
                await asyncio.gather(*shown, return_exceptions=True)

    async def _show_loading(self, to: str) -> None:
        try:
            await self._client.loading(to)
        except LineError:
            return  # the client has counted and logged it, and the answer does not need it

    async def _send(self, job: Job, incoming: Incoming, forms: Forms) -> str:
        now = self._clock()
        until = (job.work.accepted or now) + TOKEN_LIFE
        gone = now > until or now > incoming.message.time + TOKEN_END
        if job.work.diverted or (gone and not job.work.attempted):
            return await self._push(job, incoming, forms)

        async def try_reply(messages: list[Json]) -> None:
            if not await job.attempt():
                raise _HandedOnError
            await self._client.reply(incoming.reply_token, messages)

        sent = await self._deliver(job, try_reply, forms, until=until, unclear=job.work.attempted)
        if sent not in ("gone", "lost"):
            return "answered" if sent == "sent" else sent
        if self._push_fallback and not await job.divert():
            raise _HandedOnError
        return await self._push(job, incoming, forms)

    async def _push(self, job: Job, incoming: Incoming, forms: Forms) -> str:
        if not self._push_fallback:
            return "lost"
        key = str(uuid.uuid5(uuid.NAMESPACE_URL, f"bangoban:line:{job.work.event.id}"))
        sent = await self._deliver(job, lambda messages: self._client.push(incoming.to, messages, key), forms)
        self._beside.pushed()
        if sent != "sent":
            return sent
        self._pushed.labels("line", "private" if incoming.private else "group").inc()
        return "pushed"

    async def _deliver(
        self,
        job: Job,
        call: Call,
        forms: Forms,
        *,
        until: float = math.inf,
        unclear: bool | None = None,
    ) -> Delivery:
        """Call until LINE takes the messages, or a try would start after `until`. `forms`: see `_offer`.
        `unclear`: an earlier try may have arrived; None where that does not matter. Raises _HandedOnError.
        """
        for delay in (*self._delays, math.inf):
            try:
                await _offer(call, *forms)
                return "sent"
            except TokenGoneError:
                return "unclear" if unclear else "gone"
            except QuotaSpentError:
                return "lost"
            except AccessError:
                self._log.error("line access", todo="check LINE_CHANNEL_ACCESS_TOKEN: LINE refuses it")
                return "refused"
            except RefusedError:
                return "refused"
            except UnclearError:
                unclear = True
            except (NotSentError, RateLimitedError):  # surely not delivered
                if unclear is False and not await job.retract():
                    raise _HandedOnError from None
            if delay == math.inf or self._clock() + delay > until:
                break
            await job.pause(delay)
        return "unclear" if unclear else "lost"


async def _offer(call: Call, messages: list[Json], simpler: list[Json]) -> None:
    """Call with the messages and, where LINE refuses what they look like, with plain ones: a refused call
    uses up neither a reply token nor a retry key.
    """
    try:
        await call(messages)
    except AccessError:
        raise
    except RefusedError:
        if not simpler or simpler == messages:
            raise
        await call(simpler)
