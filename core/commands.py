"""Commands: what people type to steer the bot, by slash or in plain words."""

import re
import unicodedata
from collections.abc import Mapping
from importlib.resources.abc import Traversable

import msgspec

from core.content import rows

# The bot's name at the start of a line addresses it, in groups where mentions are hard.
_NAME = re.compile(
    r"^[ \t\u3000]*(?:番号番(?!号)|bangoban\b)(?:さん)?[ \t\u3000、,\uff0c:\uff1a!\uff01?\uff1f。]*",
    re.MULTILINE | re.IGNORECASE,
)
_LINK = re.compile(r"^/start(?:@\w+)?\s+check_", re.IGNORECASE)
# What follows /start is a link's, and no word that anybody wrote.
_GIVEN = re.compile(r"^\s*/(?:start\b.*|\w+(?:@\w+)?)", re.IGNORECASE | re.DOTALL)
_EDGES = " \t\r\n\u3000。、.,!?!?~〜ー"


class Command(msgspec.Struct, frozen=True):
    """What is asked of the bot, and what follows the command's word."""

    name: str
    argument: str = ""


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    command: str
    words: tuple[str, ...]


class Commands:
    """The commands' words, by their folded form."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words

    def read(self, text: str) -> Command | None:
        """The command that a text is, or None."""
        word = _fold(text)
        if word in self._words:
            return Command(self._words[word])
        if not word.startswith("/"):
            return None
        argument = text.strip().partition(" ")[2].strip()
        return Command(self._slash(text) or "help", argument)

    def is_given(self, text: str) -> bool:
        """Whether a message gives one of our commands by its slash: so it is meant for the bot, in groups too."""
        return text.lstrip().startswith("/") and self._slash(text) is not None

    def _slash(self, text: str) -> str | None:
        slash = text.strip().partition(" ")[0].partition("@")[0]
        return self._words.get(_fold(slash))


def load_commands(file: Traversable) -> Commands:
    """Read config/commands.yaml. Raises ContentError."""
    return Commands({_fold(word): row.command for _, row in rows(file, _Row) for word in row.words})


def after_name(text: str) -> str | None:
    """What follows the bot's name at the start of a line; None where no line begins with it."""
    found = _NAME.search(text)
    return text[found.end() :].strip() if found else None


def without_link(text: str) -> str:
    """A start by a link that names a number (/start check_0120397972) is a check of that number."""
    return _LINK.sub("/check ", text)


def without_command(text: str) -> str:
    """The words that somebody wrote beside a command: those tell their language."""
    return _GIVEN.sub("", text)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(_EDGES).casefold()
