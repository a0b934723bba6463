"""Kinds of scam: which signs together make one, with source, date, examples and counter-examples.

A kind holds where each of its groups of signs has one in the message. That is the cheap first pass; whether such
a message is the scam itself, and not talk of it or an errand with the same words, `core/watch/model.py` judges.
"""

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable

import msgspec

from core.content import ContentError, Problem, rows
from core.messages import Language
from core.watch.signs import Signs


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of scam. `when`: groups of signs (or facets), one of each group must be there; without groups the
    kind is never found, and only teaches what is none. `general` kinds are named where no other fits. `source`
    is an address, whose page is `by` somebody (`date`, or "seen" and the date), or says where it is from.
    """

    kind: str
    ja: str
    en: str
    source: str
    date: str
    by: dict[Language, str] = {}
    when: tuple[tuple[str, ...], ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    general: bool = False

    @property
    def names(self) -> Mapping[Language, str]:
        """What people call it, in the languages that content is written in."""
        return {"ja": self.ja, "en": self.en}


class Kinds:
    """All kinds, found by the signs that a message has. Immutable."""

    def __init__(self, kinds: Sequence[Kind], signs: Signs) -> None:
        self.all = tuple(kinds)
        self._groups = [tuple(signs.of(*group) for group in kind.when) for kind in kinds]
        self._by_sign: list[tuple[int, ...]] = [
            tuple(place for place, groups in enumerate(self._groups) if groups and groups[0] >> sign & 1)
            for sign in range(len(signs.signs))
        ]
        self._first = 0
        for groups in self._groups:
            self._first |= groups[0] if groups else 0

    def any_in(self, present: int) -> bool:
        """Whether these signs (a bit each) make any kind."""
        return next(self._found(present), None) is not None

    def found_in(self, present: int) -> tuple[Kind, ...]:
        """The kinds that these signs make, in the order of the files."""
        return tuple(self.all[place] for place in sorted(set(self._found(present))))

    def _found(self, present: int) -> Iterator[int]:
        left = present & self._first
        while left:
            lowest = left & -left
            left ^= lowest
            for place in self._by_sign[lowest.bit_length() - 1]:
                if all(present & group for group in self._groups[place]):
                    yield place


def load_kinds(folder: Traversable, signs: Signs) -> Kinds:
    """Read every file in config/scams/kinds. Raises ContentError: no such sign, a kind twice, one without examples."""
    problems: list[Problem] = []
    kinds: dict[str, Kind] = {}
    for part in sorted(folder.iterdir(), key=lambda part: part.name):
        for line, kind in rows(part, Kind):
            problems += [Problem(str(part), line, reason) for reason in _wrong(kind, kinds, signs)]
            kinds[kind.kind] = kind
    if problems:
        raise ContentError(problems)
    return Kinds(list(kinds.values()), signs)


def _wrong(kind: Kind, before: dict[str, Kind], signs: Signs) -> Iterator[str]:
    known = {row.sign for row in signs.signs} | {row.facet for row in signs.signs}
    yield from (f"no sign {name!r}" for group in kind.when for name in group if name not in known)
    if kind.kind in before:
        yield f"{kind.kind!r} is there already"
    if kind.when and not kind.examples:
        yield "examples are missing"
    if kind.source.startswith("http") and not {"ja", "en"} <= kind.by.keys():
        yield "by is missing: whose page the source is, in ja and en"
    if not kind.counter_examples:
        yield "counter_examples are missing"
