"""What LINE and Telegram deliver, what they answer, and how an answer is matched to its message.

Every message has a number of its own, which is also its sender's: the bot slows a sender who floods.
LINE carries it in the reply token, Telegram in the chat's id.
"""

import base64
import hmac
import re
import time
from collections.abc import Callable
from typing import NamedTuple

from tests.bench.load.wire import Unit, answer, request

TEXT = "0120-397-972"
FIRST = 1_000_000_000  # the first message's number; all have ten digits

LINE_SECRET, LINE_TOKEN = "bench-channel-secret", "bench-access-token"
TELEGRAM_SECRET, TELEGRAM_TOKEN = "bench-webhook-secret", "1234:" + "A" * 35

SETTINGS = {
    "LINE_CHANNEL_SECRET": LINE_SECRET,
    "LINE_CHANNEL_ACCESS_TOKEN": LINE_TOKEN,
    "TELEGRAM_BOT_TOKEN": TELEGRAM_TOKEN,
    "TELEGRAM_WEBHOOK_SECRET": TELEGRAM_SECRET,
}


class Kind(NamedTuple):
    """A platform. `delivery` makes the webhook request of a message by its number; `answered` is the number
    of the message that a call answers, None for a call of another kind.
    """

    name: str
    delivery: Callable[[int], bytes]
    answered: Callable[[Unit], int | None]


_LINE_BODY = (
    '{"destination":"U99999999999999999999999999999999","events":[{"type":"message","mode":"active",'
    '"timestamp":%d,"source":{"type":"user","userId":"U%032x"},"webhookEventId":"01K%023d",'
    '"deliveryContext":{"isRedelivery":false},"replyToken":"%032d",'
    '"message":{"type":"text","id":"%d","quoteToken":"q%d","text":"' + TEXT + '"}}]}'
)
_LINE_ANSWERED = re.compile(rb'"replyToken": *"(\d{32})"')

_TELEGRAM_BODY = (
    '{"update_id":%d,"message":{"message_id":1,"date":%d,'
    '"chat":{"id":%d,"type":"private","first_name":"Hanako"},'
    '"from":{"id":%d,"is_bot":false,"first_name":"Hanako","language_code":"ja"},"text":"' + TEXT + '"}}'
)
_TELEGRAM_HEADER = f"X-Telegram-Bot-Api-Secret-Token: {TELEGRAM_SECRET}\r\n"
_TELEGRAM_ANSWERED = re.compile(rb'chat_id"?[=:] *(\d{10})\b')


def _line(number: int) -> bytes:
    milliseconds = int(time.time() * 1000)
    body = (_LINE_BODY % (milliseconds, number, number, number, number, number)).encode()
    signature = base64.b64encode(hmac.digest(LINE_SECRET.encode(), body, "sha256")).decode()
    return request("/line/webhook", f"X-Line-Signature: {signature}\r\n", body)


def _telegram(number: int) -> bytes:
    body = (_TELEGRAM_BODY % (number, time.time(), number, number)).encode()
    return request("/telegram/webhook", _TELEGRAM_HEADER, body)


def _line_answered(call: Unit) -> int | None:
    token = _LINE_ANSWERED.search(call.body) if b"/v2/bot/message/reply " in call.head else None
    return int(token[1]) if token else None


def _telegram_answered(call: Unit) -> int | None:
    chat = _TELEGRAM_ANSWERED.search(call.body) if b"/sendMessage " in call.head else None
    return int(chat[1]) if chat else None


LINE = Kind("LINE", _line, _line_answered)
TELEGRAM = Kind("Telegram", _telegram, _telegram_answered)

_SENT = answer(b'{"sentMessages":[{"id":"1","quoteToken":"q"}]}')
_ME = answer(
    b'{"ok":true,"result":{"id":1234,"is_bot":true,"first_name":"Bangoban","username":"BangobanBot"}}'
)
_MESSAGE = answer(
    b'{"ok":true,"result":{"message_id":2,"date":1764000000,'
    b'"chat":{"id":1000000000,"type":"private","first_name":"Hanako"},"text":"-"}}'
)
_TRUE = answer(b'{"ok":true,"result":true}')


def answer_to(head: bytes) -> bytes:
    """What the platform says to a call."""
    if b"/v2/bot/" in head:
        return _SENT
    if b"/sendMessage " in head:
        return _MESSAGE
    return _ME if b"/getMe " in head else _TRUE
