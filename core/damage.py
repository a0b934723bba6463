"""What has happened already: how people say that they told, paid or installed something; config/guides/damage.yaml."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from importlib.resources.abc import Traversable

import msgspec

from core.content import ContentError, Problem, rows
from core.guides import READ, not_a_pattern

_NEAR = 26  # letters between a thing and what was done with it, within one sentence
_WHO = (
    r"(?:^(?:just |already |oh no,? |help,? )?"
    r"|\b(?:i|i've|we|we've|my \w+|mother|father)\b(?! (?:asked|said i))[^.!?\n]{0,30}?)"
)


class Saying(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns of one language: a thing and a deed near each other, or one that stands alone."""

    things: str = ""
    deeds: str = ""
    alone: str = ""


class Damage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of damage: the id of the FAQ entry with the steps, the organisations whose desks help."""

    entry: str
    ja: Saying
    en: Saying
    desks: tuple[str, ...] = ()


class Damages:
    """All kinds, the most urgent first. Immutable."""

    def __init__(self, kinds: Sequence[Damage]) -> None:
        self._kinds = {kind.entry: kind for kind in kinds}
        self._patterns = [(kind, re.compile(_pattern(kind), re.MULTILINE)) for kind in kinds]

    def told_in(self, text: str) -> tuple[Damage, ...]:
        """What the text says has happened, the most urgent first; mostly nothing."""
        folded = unicodedata.normalize("NFKC", text[:READ]).casefold()
        return tuple(kind for kind, pattern in self._patterns if pattern.search(folded))

    def get(self, entry: str) -> Damage | None:
        """The kind whose steps that FAQ entry tells, or None."""
        return self._kinds.get(entry)

    def entries(self) -> tuple[str, ...]:
        """The FAQ entries of all kinds, the most urgent first."""
        return tuple(self._kinds)


def load_damages(file: Traversable, entries: Collection[str], organisations: Collection[str]) -> Damages:
    """Read the kinds of damage. Raises ContentError: no such entry or organisation, no pattern."""
    found = rows(file, Damage)
    problems = [
        Problem(str(file), line, reason)
        for line, kind in found
        for reason in _wrong(kind, entries, organisations)
    ]
    if problems:
        raise ContentError(problems)
    return Damages([kind for _, kind in found])


def _wrong(kind: Damage, entries: Collection[str], organisations: Collection[str]) -> list[str]:
    reasons = [] if kind.entry in entries else [f"no FAQ entry {kind.entry!r}"]
    reasons += [f"no organisation {name!r}" for name in kind.desks if name not in organisations]
    for saying in (kind.ja, kind.en):
        if bool(saying.things) != bool(saying.deeds):
            reasons.append("things and deeds go together")
        parts = (saying.things, saying.deeds, saying.alone)
        reasons += [reason for part in parts if part and (reason := not_a_pattern(part))]
    return reasons


def _pattern(kind: Damage) -> str:
    near = rf"[^。!?\n]{{0,{_NEAR}}}?"
    patterns = [saying.alone for saying in (kind.ja, kind.en) if saying.alone]
    if kind.ja.things:
        patterns.append(f"(?:{kind.ja.things}){near}(?:{kind.ja.deeds})")
    if kind.en.things:
        patterns.append(rf"{_WHO}\b(?:{kind.en.deeds})\b{near}(?:{kind.en.things})")
    return "|".join(f"(?:{pattern})" for pattern in patterns)
