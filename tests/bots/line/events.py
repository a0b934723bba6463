"""LINE's webhook events as its specification shapes them: one of each kind, with values of our own."""

import base64
import hashlib
import hmac
import json
from typing import Any

USER, GROUP, ROOM = "U" + "1" * 32, "C" + "2" * 32, "R" + "3" * 32
TIME = 1_790_000_000_000  # milliseconds

FROM_USER = {"type": "user", "userId": USER}
FROM_GROUP = {"type": "group", "groupId": GROUP, "userId": USER}
FROM_ROOM = {"type": "room", "roomId": ROOM, "userId": USER}

TEXT = {"type": "text", "id": "501", "quoteToken": "q-501", "text": "0120-397-972 から電話"}
WITHOUT_TEXT: tuple[dict[str, Any], ...] = (
    {
        "type": "sticker",
        "id": "502",
        "quoteToken": "q-502",
        "packageId": "446",
        "stickerId": "1988",
        "stickerResourceType": "MESSAGE",
        "keywords": ["hello"],
        "text": "こんにちは",
    },
    {"type": "image", "id": "503", "quoteToken": "q-503", "contentProvider": {"type": "line"}},
    {
        "type": "video",
        "id": "504",
        "quoteToken": "q-504",
        "duration": 61_000,
        "contentProvider": {"type": "line"},
    },
    {"type": "audio", "id": "505", "duration": 4_000, "contentProvider": {"type": "line"}},
    {"type": "file", "id": "506", "fileName": "letter.pdf", "fileSize": 20_480},
    {
        "type": "location",
        "id": "507",
        "title": "駅",
        "address": "東京都",
        "latitude": 35.68,
        "longitude": 139.76,
    },
)


def event(kind: str, source: dict[str, Any] | None = FROM_USER, **fields: Any) -> dict[str, Any]:
    """An event as LINE sends it; None takes a field away."""
    whole = {
        "type": kind,
        "mode": "active",
        "timestamp": TIME,
        "source": source,
        "webhookEventId": "01K0000000000000000000000A",
        "deliveryContext": {"isRedelivery": False},
        **fields,
    }
    return {name: value for name, value in whole.items() if value is not None}


def message(
    content: dict[str, Any] = TEXT, source: dict[str, Any] = FROM_USER, **fields: Any
) -> dict[str, Any]:
    """A message event with a reply token."""
    return event("message", source, **{"replyToken": "token-1", "message": content, **fields})


def encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def delivery(*events: object) -> bytes:
    """The body of a webhook."""
    return encode({"destination": "U" + "9" * 32, "events": events})


def sign(secret: str, body: bytes) -> str:
    return base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()
