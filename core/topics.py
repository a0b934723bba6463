"""What a question is roughly about, so that unanswered ones can be counted without their text."""

import unicodedata
from collections.abc import Sequence
from importlib.resources.abc import Traversable

import msgspec

from core.content import rows

OTHER = "other"


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rough topic and the words that tell it."""

    topic: str
    words: tuple[str, ...]


class Topics:
    """All topics, the first that fits is taken."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._topics = [(row.topic, tuple(map(_fold, row.words))) for row in topics]

    def of(self, text: str) -> str:
        """The topic's name: one of the list, or "other"."""
        folded = _fold(text)
        return next((name for name, words in self._topics if any(word in folded for word in words)), OTHER)

    def names(self) -> tuple[str, ...]:
        """All names that `of` may give."""
        return (*(name for name, _ in self._topics), OTHER)


def load_topics(file: Traversable) -> Topics:
    """Read config/topics.yaml. Raises ContentError."""
    return Topics([row for _, row in rows(file, Topic)])


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
