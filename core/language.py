"""Which language to answer in: the one chosen, else the one written in, else as before, else the hint."""

import re

from core.messages import Language, Message
from core.sessions import Preferences

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々〆]")
# A command's name is nobody's language, and what follows /start is a link's.
_COMMAND = re.compile(r"^\s*/(?:start\b.*|\w+(?:@\w+)?)", re.IGNORECASE | re.DOTALL)
_LATIN_WORDS = re.compile(r"[A-Za-z]{2,}[^A-Za-z]+[A-Za-z]{2,}")


def language_of(message: Message, preferences: Preferences, default: Language, spoken: str = "") -> Language:
    """A chosen language stays; a text with kana or kanji is Japanese, one of two Latin words English. What
    has no language of its own (a number, a button, "OK", a command) goes on in the one spoken before.
    """
    if preferences.language:
        return "en" if preferences.language == "en" else "ja"
    if _JAPANESE.search(message.text):
        return "ja"
    if _LATIN_WORDS.search(_COMMAND.sub("", message.text)):
        return "en"
    if spoken:
        return "en" if spoken == "en" else "ja"
    hint = message.language or preferences.hint
    if hint:
        return "ja" if hint.lower().startswith("ja") else "en"
    return default
