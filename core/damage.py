"""What has happened already: how people say that they told, paid or installed something; and, before any of it,
that they do not want to live on.

config/guides/damage.yaml holds the kinds, and how Japanese and English tell of them; damage/<language>.yaml how
the others do.
"""

import re
from collections.abc import Collection, Sequence
from importlib.resources.abc import Traversable
from typing import NamedTuple

import msgspec

from core.content import ContentError, Problem, rows
from core.heard import as_read, folded, not_a_pattern, pattern_of, rows_by_language, sentences, spoken_in
from core.messages import Language

_NEAR = 26  # letters between a thing and what was done with it, within one sentence
_WHO = (
    r"(?:^(?:just |already |oh no,? |help,? )?"
    r"|\b(?:i|i've|we|we've|my \w+|mother|father)\b(?! (?:asked|said i))[^.!?\n]{0,30}?)"
)


class Heard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one other language tells of a kind: a sentence with a thing and a deed, or one that stands alone,
    unless it has what denies it.
    """

    entry: str
    things: str = ""
    deeds: str = ""
    alone: str = ""
    unless: str = ""


class Saying(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns of one language: a thing and a deed near each other, or one that stands alone; a sentence that has what
    is in `unless` tells of nothing.
    """

    things: str = ""
    deeds: str = ""
    alone: str = ""
    unless: str = ""


class Damage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of damage: the id of the FAQ entry with the steps, the organisations whose desks help."""

    entry: str
    ja: Saying
    en: Saying
    desks: tuple[str, ...] = ()


class _Ear(NamedTuple):
    """The patterns of one kind in one language; those that it has not never match."""

    entry: str
    things: re.Pattern[str] | None
    deeds: re.Pattern[str] | None
    alone: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def hears(self, sentence: str) -> bool:
        """Whether the sentence tells of it."""
        both = self.things and self.deeds and self.things.search(sentence) and self.deeds.search(sentence)
        said = both or (self.alone and self.alone.search(sentence))
        return bool(said) and not (self.unless and self.unless.search(sentence))


class Damages:
    """All kinds, the most urgent first. Immutable."""

    def __init__(self, kinds: Sequence[Damage], heard: Sequence[tuple[Language, Heard]] = ()) -> None:
        self._kinds = {kind.entry: kind for kind in kinds}
        self._both = [(kind, _ear_of(kind)) for kind in kinds]
        self._ears: dict[Language, list[_Ear]] = {}
        for language, row in heard:
            self._ears.setdefault(language, []).append(_ear(row, language))

    def told_in(self, text: str) -> tuple[Damage, ...]:
        """What the text says has happened, the most urgent first; mostly nothing."""
        said = folded(text)
        heard = self._heard_in(said)
        # Without `unless` the whole is heard: by the mark behind it a question ("送った?") is told from a deed.
        return tuple(
            kind
            for kind, ear in self._both
            if kind.entry in heard or any(map(ear.hears, sentences(said) if ear.unless else (said,)))
        )

    def get(self, entry: str) -> Damage | None:
        """The kind whose steps that FAQ entry tells, or None."""
        return self._kinds.get(entry)

    def entries(self) -> tuple[str, ...]:
        """The FAQ entries of all kinds, the most urgent first."""
        return tuple(self._kinds)

    def languages_of(self, entry: str) -> set[Language]:
        """The languages beside Japanese and English in which that kind is heard."""
        return {language for language, ears in self._ears.items() if any(ear.entry == entry for ear in ears)}

    def _heard_in(self, said: str) -> set[str]:
        return {
            ear.entry
            for language in spoken_in(said)
            for sentence in sentences(as_read(said, language))
            for ear in self._ears.get(language, ())
            if ear.hears(sentence)
        }


def load_damages(
    file: Traversable,
    entries: Collection[str],
    organisations: Collection[str],
    others: Traversable | None = None,
) -> Damages:
    """Read the kinds of damage, and from the folder `others` how more languages tell of them. Raises ContentError:
    no such entry or organisation, no pattern.
    """
    found = rows(file, Damage)
    problems = [
        Problem(str(file), line, reason)
        for line, kind in found
        for reason in _wrong(kind, entries, organisations)
    ]
    known = {kind.entry for _, kind in found}
    heard: list[tuple[Language, Heard]] = []
    for language, place, line, row in rows_by_language(others, Heard):
        problems += [Problem(place, line, reason) for reason in _wrong_heard(row, language, known)]
        heard.append((language, row))
    if problems:
        raise ContentError(problems)
    return Damages([kind for _, kind in found], heard)


def _wrong_heard(row: Heard, language: Language, known: Collection[str]) -> list[str]:
    reasons = [] if row.entry in known else [f"no kind of damage {row.entry!r}"]
    if bool(row.things) != bool(row.deeds):
        reasons.append("things and deeds go together")
    parts = (row.things, row.deeds, row.alone, row.unless)
    return reasons + [reason for part in parts if part and (reason := not_a_pattern(part, language))]


def _ear(row: Heard, language: Language) -> _Ear:
    parts = (row.things, row.deeds, row.alone, row.unless)
    if language == "ja-easy" and row.things:  # in Japanese the deed ends the sentence
        both = f"(?:{row.things}).{{0,{_NEAR}}}?(?:{row.deeds})"
        parts = ("", "", "|".join(filter(None, (both, row.alone))), row.unless)
    return _Ear(row.entry, *(pattern_of(part, language) if part else None for part in parts))


def _wrong(kind: Damage, entries: Collection[str], organisations: Collection[str]) -> list[str]:
    reasons = [] if kind.entry in entries else [f"no FAQ entry {kind.entry!r}"]
    reasons += [f"no organisation {name!r}" for name in kind.desks if name not in organisations]
    for saying in (kind.ja, kind.en):
        if bool(saying.things) != bool(saying.deeds):
            reasons.append("things and deeds go together")
        parts = (saying.things, saying.deeds, saying.alone, saying.unless)
        reasons += [reason for part in parts if part and (reason := not_a_pattern(part))]
    return reasons


def _ear_of(kind: Damage) -> _Ear:
    """How Japanese and English tell of it."""
    unless = "|".join(filter(None, (kind.ja.unless, kind.en.unless)))
    alone = re.compile(_pattern(kind), re.MULTILINE)
    return _Ear(kind.entry, None, None, alone, re.compile(unless) if unless else None)


def _pattern(kind: Damage) -> str:
    near = rf"[^。!?\n]{{0,{_NEAR}}}?"
    patterns = [saying.alone for saying in (kind.ja, kind.en) if saying.alone]
    if kind.ja.things:
        patterns.append(f"(?:{kind.ja.things}){near}(?:{kind.ja.deeds})")
    if kind.en.things:
        patterns.append(rf"{_WHO}\b(?:{kind.en.deeds})\b{near}(?:{kind.en.things})")
    return "|".join(f"(?:{pattern})" for pattern in patterns)
