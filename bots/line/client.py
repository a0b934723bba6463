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
from urllib.parse import quote

import msgspec
import structlog

from bots.line.actions import Json
from bots.metrics import Metrics
from bots.wire import Answer, CutOffError, Wire
from bots.wire import NotSentError as NotConnectedError

REPLY, PUSH, LOADING = "/v2/bot/message/reply", "/v2/bot/message/push", "/v2/bot/chat/loading/start"
TIMEOUT = 10.0  # seconds, for a whole call
LOADING_TIMEOUT = 1.0  # an ornament: the answer waits for it no longer
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


class LineClient:
    """Replies, pushes, loading animations and leaving, of one channel.

    `wire` leads to LINE's server, `token` is the channel access token; `timeout` is in seconds.
    """

    def __init__(self, wire: Wire, token: str, metrics: Metrics, *, timeout: float = TIMEOUT) -> None:
        self._wire = wire
        self._authorization = f"Bearer {token}"
        self._reply_head = self._head(REPLY)
        self._loading_head = self._head(LOADING)
        self._calls = metrics.calls
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
        await self._call("loading", self._loading_head, body, LOADING_TIMEOUT)

    async def leave(self, to: str) -> None:
        """Leave a group (its id begins with C) or a room (R). Raises LineError."""
        place = "room" if to.startswith("R") else "group"
        await self._call(
            "leave", self._head(f"/v2/bot/{place}/{quote(to, safe='')}/leave"), {}, self._timeout
        )

    def _head(self, path: str, **fields: str) -> bytes:
        return self._wire.head(path, Authorization=self._authorization, **fields)

    async def _call(self, method: str, head: bytes, body: Json, timeout: float) -> None:  # noqa: ASYNC109 -- the wire keeps it
        answer = Answer(0, {}, b"")
        failure: LineError | None
        try:
            answer = await self._wire.post(head, msgspec.json.encode(body), timeout)
            failure = failure_of(answer.status, answer.body, with_key=method == "push")
        except NotConnectedError:
            failure = NotSentError("no connection to LINE")
        except CutOffError as error:
            answer = answer._replace(status=error.status)
            failure = UnclearError("no answer from LINE")
            if error.status:
                failure = failure_of(error.status, b"", with_key=method == "push")
        self._calls.labels("line", method, answer.status or "error").inc()
        if failure:
            why, request_id = type(failure).__name__, answer.headers.get("x-line-request-id", "")
            self._log.warning(
                "line call", method=method, status=answer.status, why=why, request_id=request_id
            )
            raise failure


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
