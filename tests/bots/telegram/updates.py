"""Updates as Telegram sends them, values of our own."""

from typing import Any

import msgspec

PERSON = {"id": 7001, "is_bot": False, "first_name": "Hanako", "language_code": "ja"}
PRIVATE = {"id": 7001, "type": "private", "first_name": "Hanako"}
GROUP = {"id": -100500, "type": "supergroup", "title": "Neighbours"}
BOT = {"id": 1234, "is_bot": True, "first_name": "Bangoban", "username": "BangobanBot"}

Json = dict[str, Any]


def message(text: str | None = None, chat: Json = PRIVATE, **fields: Any) -> Json:
    """A message; `sender` replaces its sender."""
    sender = fields.pop("sender", PERSON)
    said = {} if text is None else {"text": text}
    return {"message_id": 55, "date": 1764000000, "chat": chat, "from": sender, **said, **fields}


def update(update_id: int = 900, /, **kind: Json) -> bytes:
    """An update's JSON."""
    return msgspec.json.encode({"update_id": update_id, **kind})


def written(text: str | None = None, chat: Json = PRIVATE, **fields: Any) -> bytes:
    """An update with a message."""
    return update(message=message(text, chat, **fields))


def pressed(data: str, chat: Json = PRIVATE, **fields: Any) -> bytes:
    """An update with a button pressed under a message of the bot."""
    under = message("card", chat, sender=BOT, **fields)
    query = {"id": "44001", "from": PERSON, "message": under, "chat_instance": "1", "data": data}
    return update(callback_query=query)


def membership(old: str, new: str, chat: Json = GROUP, **fields: Any) -> bytes:
    """An update with a change of what the bot is in a chat."""
    change = {
        "chat": chat,
        "from": PERSON,
        "date": 1764000000,
        "old_chat_member": {"user": BOT, "status": old},
        "new_chat_member": {"user": BOT, "status": new, **fields},
    }
    return update(my_chat_member=change)


def typed(text: str, query_id: str = "88001") -> bytes:
    """An update with what somebody types after the bot's name in another chat."""
    return update(inline_query={"id": query_id, "from": PERSON, "query": text, "offset": ""})
