"""Events of our own for whole flows: each with its own ids, at the present time."""

import time
from itertools import count
from typing import Any

from tests.bots.line import events as line
from tests.bots.telegram import updates

_numbers = count(1)
NUMBER = "0120-397-972"


def line_event(kind: str, source: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A LINE event with its own id, and a reply token of its own unless `replyToken` is given as None."""
    number = next(_numbers)
    own = {
        "webhookEventId": f"01KFLOW{number:019d}",
        "timestamp": int(time.time() * 1000),
        "replyToken": f"token-{number}",
    }
    return line.event(kind, source or line_person(number), **(own | fields))


def line_text(text: str = NUMBER, source: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A text message on LINE."""
    content = {"type": "text", "id": str(next(_numbers) + 500_000), "quoteToken": "q", "text": text}
    return line_event("message", source, **({"message": content} | fields))


def line_person(number: int) -> dict[str, Any]:
    """A private chat on LINE."""
    return {"type": "user", "userId": f"U{number:032x}"}


def telegram_text(text: str = NUMBER, chat: int = 7001, update_id: int | None = None, **fields: Any) -> bytes:
    """A text message on Telegram, in a private chat."""
    number = next(_numbers)
    person = updates.PERSON | {"id": chat}
    place = updates.PRIVATE | {"id": chat}
    told = updates.message(
        text, place, sender=person, **({"message_id": number, "date": int(time.time())} | fields)
    )
    return updates.update(update_id or number, message=told)
