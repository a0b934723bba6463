"""One message to one chat: at that chat's pace, once, whatever Telegram answers meanwhile."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from telegram.error import BadRequest, ChatMigrated, InvalidToken, NetworkError, TelegramError, TimedOut

from bots.inbox import Job
from bots.telegram.client import CutOff, FloodWait, TelegramClient
from bots.telegram.markup import plain
from bots.telegram.pace import Pace
from bots.telegram.render import Params

UNCLEAR = 2  # further tries of a message that may have arrived: at most so many copies too many
LONGEST_WAIT = 300.0  # seconds of a flood wait that are waited for
# Telegram has no retry key: a send given up too early may have arrived, and its repetition is a second answer.
SEND_TIMEOUT = 30.0
ALONE = "ephemeral_message_parameters"  # what makes a message one that a single member of the group sees


class Sender:
    """Sends messages. `delays` are the seconds before each further try; `moved` is told the former and the new id
    of a chat.
    """

    def __init__(
        self,
        client: TelegramClient,
        delays: Sequence[float],
        moved: Callable[[int, int], Awaitable[None]],
        pace: Pace,
    ) -> None:
        self._client = client
        self._delays = delays
        self._moved = moved
        self._pace = pace

    async def send(self, job: Job, place: Params, message: Params) -> None:
        """Send it; `place` follows the chat where it moved to. Raises TelegramError in the end.

        What surely was not taken is tried again often; what may have arrived is not: it would be said again.
        All waiting is this job's: its chat waits, and no other.
        """
        unclear = 0
        for delay in (*self._delays, None):
            while wait := self._pace.take(place["chat_id"]):
                await job.pause(wait)
            try:
                await self._client.call("sendMessage", message | place, SEND_TIMEOUT)
            except TelegramError as error:
                unclear += isinstance(error, CutOff | TimedOut)
                if delay is None or unclear > UNCLEAR:
                    raise
                match error:
                    case BadRequest():
                        message = _simpler(error, place, message)
                    case _:
                        await self._wait_out(job, error, delay, place)
            else:
                return

    async def _wait_out(self, job: Job, error: TelegramError, delay: float, place: Params) -> None:
        match error:
            case FloodWait():
                await job.pause(min(error.seconds, LONGEST_WAIT))
            case ChatMigrated():
                await self._follow(place, error.new_chat_id)
            case NetworkError() | InvalidToken():  # a token may be replaced: what waits then is answered
                await job.pause(delay)
            case _:
                raise error

    async def _follow(self, place: Params, chat: int) -> None:
        former, place["chat_id"] = place["chat_id"], chat
        await self._moved(former, chat)


def _simpler(error: BadRequest, place: Params, message: Params) -> Params:
    """The same without what was refused; raises the error where there is nothing left to leave out."""
    text = error.message.casefold()
    if place.pop(ALONE, None) is not None:
        place.pop("reply_parameters", None)
        return message
    if "thread not found" in text and place.pop("message_thread_id", None) is not None:
        return message
    if ("button" in text or "keyboard" in text) and "reply_markup" in message:
        return _without(message, "reply_markup")
    if "parse_mode" in message:
        return _without(message, "parse_mode") | {"text": plain(str(message["text"]))}
    raise error


def _without(message: Mapping[str, object], name: str) -> Params:
    return {key: value for key, value in message.items() if key != name}
