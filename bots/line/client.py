"""Calls to LINE's Messaging API: plain JSON over one shared aiohttp session.

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

import aiohttp
import msgspec
import structlog

from bots.line.actions import Json
from bots.metrics import Metrics

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
    """Replies, pushes and loading animations of one channel.

    `http` should have connections enough for all conversations that are worked on at once; `url` is LINE's
    address without a trailing slash, `token` the channel access token.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        url: str,
        token: str,
        metrics: Metrics,
        *,
        timeout: float = TIMEOUT,
    ) -> None:
        self._http = http
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._calls = metrics.calls
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._log = structlog.get_logger()

    async def reply(self, reply_token: str, messages: list[Json]) -> None:
        """Answer with 1 to 5 messages. Raises LineError.

        LINE refuses a retry key here, and needs none: a reply token works once.
        """
        body: Json = {"replyToken": reply_token, "messages": messages}
        await self._call("reply", "/v2/bot/message/reply", body, self._timeout)

    async def push(self, to: str, messages: list[Json], retry_key: str) -> None:
        """Send 1 to 5 messages to a chat. Raises LineError.

        Calls with the same `retry_key` (a UUID) are sent once: LINE's 409 says that it took the first.
        """
        body: Json = {"to": to, "messages": messages}
        await self._call("push", "/v2/bot/message/push", body, self._timeout, {"X-Line-Retry-Key": retry_key})

    async def loading(self, to: str) -> None:
        """Show in a private chat that an answer is under way. Raises LineError."""
        body = {"chatId": to, "loadingSeconds": LOADING_SECONDS}
        within = aiohttp.ClientTimeout(total=LOADING_TIMEOUT)
        await self._call("loading", "/v2/bot/chat/loading/start", body, within)

    async def _call(
        self,
        method: str,
        path: str,
        body: Json,
        within: aiohttp.ClientTimeout,
        headers: dict[str, str] | None = None,
    ) -> None:
        status, answer, request_id = 0, b"", ""
        failure: LineError | None = None
        try:
            async with self._http.post(
                self._url + path,
                data=msgspec.json.encode(body),
                headers=self._headers | headers if headers else self._headers,
                timeout=within,
                allow_redirects=False,  # the token goes to LINE alone
            ) as response:
                status, request_id = response.status, response.headers.get("x-line-request-id", "")
                answer = await response.read()
        except aiohttp.ClientConnectorError:
            failure = NotSentError("no connection to LINE")
        except (aiohttp.ClientError, OSError, TimeoutError):
            failure = UnclearError("no answer from LINE")
        if status:
            failure = failure_of(status, answer, with_key=headers is not None)
        self._calls.labels("line", method, status or "error").inc()
        if failure:
            why = type(failure).__name__
            self._log.warning("line call", method=method, status=status, why=why, request_id=request_id)
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
