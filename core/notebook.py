"""What an operator may learn of questions that were not answered: a count by topic, and texts that were given."""

from typing import Protocol

import msgspec


class Note(msgspec.Struct, frozen=True):
    """A question that its asker gave for keeping. `owner` is the keyed hash under which it can be forgotten,
    `date` is ISO, `text` has no digits.
    """

    owner: str
    date: str
    language: str
    topic: str
    text: str


class Notebook(Protocol):
    """Where both go."""

    def count(self, topic: str) -> None:
        """One more question on that topic was not answered."""
        ...

    def count_false_alarm(self, pattern: str) -> None:
        """One more warning of that pattern was a false alarm."""
        ...

    async def keep(self, note: Note) -> None:
        """Keep a question for the operator."""
        ...

    async def forget(self, owner: str) -> int:
        """Delete all notes of that owner; how many there were."""
        ...
