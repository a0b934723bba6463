"""Calls to LINE's Messaging API: plain JSON over connections kept alive.

LineError               a call that LINE did not take, or may not have taken
├── NotSentError        the call did not reach LINE
├── UnclearError        it did, and what came of it is not known: timed out, cut off, 5xx
├── RateLimitedError    429: too many calls in this second
├── QuotaSpentError     429: the month's messages are used up
├── TokenGoneError      400: the reply token is used or too old
└── RefusedError        any other status
    └── AccessError     401, 403: the channel access token is wrong, or may not do this
"""

from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import quote

import msgspec
import structlog

from bots.line.actions import Json
from bots.metrics import Metrics
from bots.wire import Answer, CutOffError, Wire
from bots.wire import NotSentError as NotConnectedError

REPLY, PUSH, LOADING = "/v2/bot/message/reply", "/v2/bot/message/push", "/v2/bot/chat/loading/start"
READ, INFO, PROFILE = "/v2/bot/chat/markAsRead", "/v2/bot/info", "/v2/bot/profile/"
QUOTA = "/v2/bot/message/quota"
TIMEOUT = 10.0  # seconds, for a whole call
ASIDE_TIMEOUT = 1.0  # for what an answer does without: it waits for it no longer
LOADING_SECONDS = 20  # LINE takes 5 to 60 in steps of 5; the answer ends it sooner


class LineError(Exception):
    """A call that LINE did not take, or may not have taken."""


class NotSentError(LineError):
    """The call did not reach LINE."""


class UnclearError(LineError):
    """The call was sent, and what came of it is not known."""


class RateLimitedError(LineError):
    """Too many calls in this second; later it may go through."""


class QuotaSpentError(LineError):
    """The month's messages are used up."""


class TokenGoneError(LineError):
    """The reply token was used, or is too old."""


class RefusedError(LineError):
    """LINE does not take this call; repeating it is no use."""


class AccessError(RefusedError):
    """The channel access token is wrong, or may not do this."""


class Quota(NamedTuple):
    """The month's messages: how many may be pushed (None: as many as one likes), how many were."""

    allowed: int | None
    used: int


class _Told(msgspec.Struct, rename="camel"):
    """What LINE tells of an account, a person, a quota."""

    mark_as_read_mode: str = ""
    language: str = ""
    value: int | None = None
    total_usage: int = 0


class LineClient:
    """Replies, pushes and what goes beside them, of one channel.

    `wire` leads to LINE's server, `token` is the channel access token; `timeout` is in seconds. `refused`:
    whether LINE did not know the token when it was last used.
    """

    def __init__(self, wire: Wire, token: str, metrics: Metrics, *, timeout: float = TIMEOUT) -> None:
        self.refused = False
        self._wire = wire
        self._authorization = f"Bearer {token}"
        self._reply_head = self._head(REPLY)
        self._loading_head = self._head(LOADING)
        self._calls = metrics.calls
        self._limited = metrics.limited
        self._timeout = timeout
        self._log = structlog.get_logger()

    async def reply(self, reply_token: str, messages: list[Json]) -> None:
        """Answer with 1 to 5 messages. Raises LineError.

        LINE refuses a retry key here, and needs none: a reply token works once.
        """
        body: Json = {"replyToken": reply_token, "messages": messages}
        await self._call("reply", self._reply_head, body, self._timeout)

    async def push(self, to: str, messages: list[Json], retry_key: str) -> None:
        """Send 1 to 5 messages to a chat. Raises LineError.

        Calls with the same `retry_key` (a UUID) are sent once: LINE's 409 says that it took the first.
        """
        head = self._head(PUSH, X_Line_Retry_Key=retry_key)
        await self._call("push", head, {"to": to, "messages": messages}, self._timeout)

    async def loading(self, to: str) -> None:
        """Show in a private chat that an answer is under way. Raises LineError."""
        body = {"chatId": to, "loadingSeconds": LOADING_SECONDS}
        await self._call("loading", self._loading_head, body, ASIDE_TIMEOUT)

    async def mark_as_read(self, token: str) -> None:
        """Mark what a person said as read. Raises LineError."""
        await self._call("read", self._head(READ), {"markAsReadToken": token}, ASIDE_TIMEOUT)

    async def leave(self, to: str) -> None:
        """Leave a group (its id begins with C) or a room (R). Raises LineError."""
        place = "room" if to.startswith("R") else "group"
        head = self._head(f"/v2/bot/{place}/{quote(to, safe='')}/leave")
        await self._call("leave", head, None, self._timeout)

    async def marks_by_itself(self) -> bool:
        """Whether LINE itself marks everything as read, as the account is set. Raises LineError."""
        return (await self._ask("info", INFO)).mark_as_read_mode == "auto"

    async def language(self, person: str) -> str:
        """A friend's language (BCP 47), "" where they do not let LINE tell. Raises LineError."""
        return (await self._ask("profile", PROFILE + quote(person, safe=""))).language

    async def quota(self) -> Quota:
        """What may be pushed in this month. Raises LineError."""
        allowed = await self._ask("quota", QUOTA)
        used = await self._ask("quota", f"{QUOTA}/consumption")
        return Quota(allowed.value, used.total_usage)

    async def _ask(self, method: str, path: str) -> _Told:
        answer = await self._call(method, self._head(path, method="GET"), None, ASIDE_TIMEOUT)
        try:
            return msgspec.json.decode(answer, type=_Told)
        except msgspec.DecodeError:
            raise RefusedError("not what LINE documents") from None

    def _head(self, path: str, method: str = "POST", **fields: str) -> bytes:
        return self._wire.head(path, method, Authorization=self._authorization, **fields)

    async def _call(self, method: str, head: bytes, body: Json | None, timeout: float) -> bytes:  # noqa: ASYNC109 -- the wire keeps it
        answer = Answer(0, {}, b"")
        failure: LineError | None
        try:
            sent = b"" if body is None else msgspec.json.encode(body)
            answer = await self._wire.post(head, sent, timeout)
            failure = failure_of(answer.status, answer.body, with_key=method == "push")
        except NotConnectedError:
            failure = NotSentError("no connection to LINE")
        except CutOffError as error:
            answer = answer._replace(status=error.status)
            failure = UnclearError("no answer from LINE")
            if error.status:
                failure = failure_of(error.status, b"", with_key=method == "push")
        self._calls.labels("line", method, answer.status or "error").inc()
        self._learn(method, failure)
        if answer.status:
            self.refused = answer.status == HTTPStatus.UNAUTHORIZED
        if failure:
            why, request_id = type(failure).__name__, answer.headers.get("x-line-request-id", "")
            self._log.warning(
                "line call", method=method, status=answer.status, why=why, request_id=request_id
            )
            raise failure
        return answer.body

    def _learn(self, method: str, failure: LineError | None) -> None:
        match failure:
            case RateLimitedError():
                self._limited.labels("line", method, "rate").inc()
            case QuotaSpentError():
                self._limited.labels("line", method, "quota").inc()


def failure_of(status: int, answer: bytes, *, with_key: bool) -> LineError | None:
    """What a status and the JSON that came with it mean; None where LINE took the call."""
    match status:
        case HTTPStatus.OK | HTTPStatus.ACCEPTED:
            return None
        case HTTPStatus.CONFLICT if with_key:
            return None
        case HTTPStatus.TOO_MANY_REQUESTS:
            spent = b"monthly limit" in answer.lower()
            return QuotaSpentError("month's quota used up") if spent else RateLimitedError("rate limit")
        case HTTPStatus.BAD_REQUEST if b"invalid reply token" in answer.lower():
            return TokenGoneError("reply token gone")
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            return AccessError(f"status {status}")
        case _ if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return UnclearError(f"status {status}")
        case _:
            return RefusedError(f"status {status}")
