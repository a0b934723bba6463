"""Calls of the Bot API over connections kept alive, with python-telegram-bot's errors.

Its own transport costs ten times the CPU of this one; see docs/decisions.md.
Source: Telegram Bot API, "Making requests" and ResponseParameters, read 2026-11.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus

import msgspec
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bots.metrics import Metrics
from bots.telegram.shapes import ADMINS
from bots.telegram.updates import load
from bots.wire import CutOffError, SlowError, Wire, WireError


class FloodWait(RetryAfter):
    """RetryAfter with its `seconds`: reading them from RetryAfter gives a deprecation warning each time."""

    def __init__(self, seconds: int) -> None:
        TelegramError.__init__(self, f"Flood control exceeded. Retry in {seconds} seconds")
        self._retry_after = timedelta(seconds=seconds)
        self.seconds = seconds


class CutOff(NetworkError):  # noqa: N818 -- named like its siblings in telegram.error
    """The call was sent, and what came of it is not known: it may have arrived."""


class _Parameters(msgspec.Struct):
    migrate_to_chat_id: int | None = None
    retry_after: int | None = None


class _Membership(msgspec.Struct):
    status: str = ""


class _Rights(msgspec.Struct):
    can_send_welcome_messages: bool | None = None


class _Answer(msgspec.Struct):
    ok: bool = False
    result: msgspec.Raw = msgspec.Raw(b"null")
    description: str = ""
    parameters: _Parameters | None = None


class TelegramClient:
    """The Bot API behind `wire`. The token is part of every address: no error carries one. `refused`:
    whether Telegram did not know the token when it was last used.
    """

    def __init__(self, wire: Wire, token: str, metrics: Metrics) -> None:
        self.refused = False
        self._wire = wire
        self._token = token
        self._calls = metrics.calls
        self._heads: dict[str, bytes] = {}

    async def call(self, method: str, params: Mapping[str, object], timeout: float = 10.0) -> msgspec.Raw:  # noqa: ASYNC109 - the wire keeps it
        """The method's result as JSON. `timeout` is in seconds, for all of the call.

        Raises telegram.error's TelegramError: FloodWait, ChatMigrated, Forbidden, BadRequest, InvalidToken,
        Conflict, TimedOut, and NetworkError for a server in trouble or a broken connection.
        """
        outcome = await self._post(method, msgspec.json.encode(params), timeout)
        if isinstance(outcome, TelegramError):
            self._calls.labels("telegram", method, "error").inc()
            raise outcome
        status, body = outcome
        self._calls.labels("telegram", method, str(status)).inc()
        # Of a token that is none Telegram says that nothing is there; so it might say of a method.
        self.refused = status == HTTPStatus.UNAUTHORIZED or (
            status == HTTPStatus.NOT_FOUND and method == "getMe"
        )
        try:
            answer = load(body, _Answer)
        except (msgspec.ValidationError, ValueError, RecursionError):
            answer = _Answer()
        if answer.ok and status == HTTPStatus.OK:
            return answer.result
        raise _error(status, answer)

    async def is_admin(self, chat: int | str, user: int | str) -> bool:
        """Whether that user may decide for that group. An anonymous administrator writes as the group itself.

        Raises TelegramError where Telegram does not say.
        """
        if str(chat) == str(user):
            return True
        found = await self.call("getChatMember", {"chat_id": int(chat), "user_id": int(user)})
        try:
            return load(bytes(found), _Membership).status in ADMINS
        except (msgspec.ValidationError, ValueError):
            pass
        raise NetworkError("getChatMember gave no member")

    async def has_ephemeral(self) -> bool:
        """Whether this Bot API has messages that one member of a group sees, as 10.3 describes them.

        It tells no version of its own. Administrators' rights have a field that came with the same release.
        """
        try:
            rights = load(bytes(await self.call("getMyDefaultAdministratorRights", {})), _Rights)
        except (TelegramError, msgspec.ValidationError, ValueError):
            return False
        return rights.can_send_welcome_messages is not None

    async def _post(self, method: str, body: bytes, seconds: float) -> tuple[int, bytes] | TelegramError:
        head = self._heads.get(method)
        if head is None:
            head = self._heads[method] = self._wire.head(f"/bot{self._token}/{method}")
        try:
            answer = await self._wire.post(head, body, seconds)
        except SlowError:
            return TimedOut()
        except CutOffError as error:
            return CutOff(type(error).__name__)
        except WireError as error:
            return NetworkError(type(error).__name__)
        return answer.status, answer.body


def _error(status: int, answer: _Answer) -> TelegramError:
    parameters = answer.parameters or _Parameters()
    if parameters.migrate_to_chat_id is not None:
        return ChatMigrated(parameters.migrate_to_chat_id)
    if parameters.retry_after is not None:
        return FloodWait(parameters.retry_after)
    text = answer.description or _phrase(status)
    match status:
        case HTTPStatus.BAD_REQUEST:
            return BadRequest(text)
        # Telegram says 404 to a token that is none, 401 to one that is no longer valid.
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.NOT_FOUND:
            return InvalidToken(text)
        case HTTPStatus.FORBIDDEN:
            return Forbidden(text)
        case HTTPStatus.CONFLICT:
            return Conflict(text)
        case HTTPStatus.TOO_MANY_REQUESTS:
            return FloodWait(1)
        case _:
            return NetworkError(text)


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Unknown HTTP status"


def reason(error: TelegramError) -> str:
    """What kind of error it is, and Telegram's words up to where they may quote a message, an id or a name."""
    words = re.split(r"""[:"0-9]|\s'|'\s""", error.message)[0].strip()
    return f"{type(error).__name__} {words[:80]}".strip()
