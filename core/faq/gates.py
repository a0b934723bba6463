"""Gates: a question that names a number or an organisation is not answered by an entry about another."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from core.faq.entries import Entry


class Named(NamedTuple):
    """Numbers (E.164, or a code as dialled) and ids of organisations that stand in a text."""

    numbers: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()


Naming = Callable[[str], Named]


def names_nothing(text: str) -> Named:
    """For a search without gates."""
    return Named()


class Gates:
    """What each entry is about. `general`: entries that name no organisation answer for each of them, as where
    the bot fills in the owner; else they answer only for those that the file speaks of at all.
    """

    def __init__(self, entries: Sequence[Entry], naming: Naming, *, general: bool) -> None:
        self._naming = naming
        self._general = general
        asked = [naming("\n".join((entry.question, *entry.variants))) for entry in entries]
        told = [naming(f"{entry.answer}\n{entry.more}") for entry in entries]
        self._spoken_of = frozenset[str]().union(*(named.organisations for named in (*asked, *told)))
        self._about = [
            Named(
                of_ways.numbers | of_answer.numbers, frozenset(entry.organisations) or of_ways.organisations
            )
            for entry, of_ways, of_answer in zip(entries, asked, told, strict=True)
        ]

    def shut(self, text: str) -> list[int]:
        """The places of entries that are about somebody else than the question."""
        asked = self._naming(text)
        if not asked.numbers and not asked.organisations:
            return []
        return [place for place, about in enumerate(self._about) if self._differs(asked, about)]

    def _differs(self, asked: Named, about: Named) -> bool:
        if asked.numbers and not self._general:
            return not asked.numbers & about.numbers
        if about.organisations:
            return bool(asked.organisations) and not asked.organisations & about.organisations
        return not self._general and bool(asked.organisations) and not asked.organisations & self._spoken_of
