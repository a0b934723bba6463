"""Rendered answers, kept: thousands ask for the same number on the day of a scam."""

import secrets
from functools import lru_cache

import msgspec

from bots.line.actions import Json
from bots.line.render import Parts, body_of
from core.messages import Headings

KEPT = 512  # rendered answers
_PRIVATE, _LETTERS = 0xE000, 6400  # Unicode's letters for private use: the first, and how many
_LONG = 4  # of them


class Bodies:
    """Rendered bodies, their bubbles as JSON already: the same card goes to everybody who asks for the same
    number, with a reference of their own.
    """

    def __init__(self) -> None:
        # A reference's place: letters that mean nothing, drawn anew each time, so that no text can hold them.
        self._place = "".join(chr(_PRIVATE + secrets.randbelow(_LETTERS)) for _ in range(_LONG))
        self._packed = lru_cache(maxsize=KEPT)(self._pack)

    def __call__(self, parts: Parts, text: str, headings: Headings, reference: str) -> list[Json]:
        """The messages of such a body, with that reference."""
        return [self._filled(message, reference) for message in self._packed(parts, text, headings)]

    def _pack(self, parts: Parts, text: str, headings: Headings) -> list[Json]:
        messages = body_of(parts, text, headings, self._place)
        for message in messages:
            if "contents" in message:
                message["contents"] = msgspec.json.encode(message["contents"])
        return messages

    def _filled(self, message: Json, reference: str) -> Json:
        contents = message.get("contents")
        if isinstance(contents, bytes):
            filled = contents.replace(self._place.encode(), reference.encode())
            return message | {"contents": msgspec.Raw(filled)}
        return message | {"text": str(message["text"]).replace(self._place, reference)}
