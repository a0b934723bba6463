"""The conversations of tests/data/conversations.yaml, as tests of the core and of the platforms read them."""

from pathlib import Path

import msgspec

from core.content import rows

FILE = Path(__file__).resolve().parents[1] / "data" / "conversations.yaml"
NEVER = ("安全です", "安心です", "is safe", "{organisation}", "Traceback", "いま調べられません")


class Turn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person says or presses, what must stand in the answer, and what must not."""

    say: str = ""
    press: str = ""
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()

    def wrong_in(self, answer: str) -> list[str]:
        """What is missing from the answer, and what should not be there."""
        missing = [f"lacks {words!r}" for words in self.has if words not in answer]
        return missing + [f"has {words!r}" for words in (*self.lacks, *NEVER) if words in answer]


class Conversation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Turns in their order."""

    about: str
    turns: tuple[Turn, ...]


def conversations() -> list[Conversation]:
    """All of them, in the file's order."""
    return [conversation for _, conversation in rows(FILE, Conversation)]
