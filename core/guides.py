"""Guides: what to do step by step while the telephone is in the hand, from config/guides/calls.yaml."""

import re
from collections.abc import Collection, Sequence
from importlib.resources.abc import Traversable

import msgspec

from core.content import ContentError, Problem, rows
from core.heard import as_read, folded, not_a_pattern, pattern_of, rows_by_language, spoken_in
from core.language import COMPLETE
from core.messages import Language

LONGEST = 140  # characters of a step: it is read with a caller on the line


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One screen, by language; `read` is to be read out; `closing` holds the words that end a call."""

    say: dict[Language, str]
    read: dict[Language, str] = {}
    closing: bool = False
    desks: bool = False


class Guide(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Steps in their order. `starts` are patterns of what people say, `entry` the FAQ entry that tells all of
    it at once, `beside` the entries that offer the guide, `then` the guide that follows.
    """

    guide: str
    entry: str
    label: dict[Language, str]
    starts: tuple[str, ...]
    steps: tuple[Step, ...]
    beside: tuple[str, ...] = ()
    then: str = ""

    @property
    def closing(self) -> int:
        """The place of the step that ends the call; the last one where none is marked."""
        marked = (place for place, step in enumerate(self.steps) if step.closing)
        return next(marked, len(self.steps) - 1)


class Starts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What people of one other language say who need a guide now: patterns, as in `Guide`."""

    guide: str
    starts: tuple[str, ...]


class Guides:
    """All guides. Immutable."""

    def __init__(self, guides: Sequence[Guide], heard: Sequence[tuple[Language, Starts]] = ()) -> None:
        self._guides = {guide.guide: guide for guide in guides}
        self._starts = [(re.compile(pattern), guide.guide) for guide in guides for pattern in guide.starts]
        self._beside = {entry: guide.guide for guide in guides for entry in guide.beside}
        self._heard: dict[Language, list[tuple[re.Pattern[str], str]]] = {}
        for language, row in heard:
            any_of = "|".join(f"(?:{pattern})" for pattern in row.starts)
            self._heard.setdefault(language, []).append((pattern_of(any_of, language), row.guide))

    def get(self, name: str) -> Guide | None:
        """The guide of that name, or None."""
        return self._guides.get(name)

    def started_by(self, text: str) -> Guide | None:
        """The guide that someone who says this needs now, or None."""
        said = folded(text)
        found = (name for pattern, name in self._starts if pattern.search(said))
        name = next(found, "") or self._heard_in(said)
        return self._guides.get(name)

    def _heard_in(self, said: str) -> str:
        for language in spoken_in(said):
            text = as_read(said, language)
            for pattern, name in self._heard.get(language, ()):
                if pattern.search(text):
                    return name
        return ""

    def languages_of(self, name: str) -> set[Language]:
        """The languages beside Japanese and English in which something starts that guide."""
        return {language for language, heard in self._heard.items() if name in (guide for _, guide in heard)}

    def all(self) -> tuple[Guide, ...]:
        """All of them, as they stand in the file."""
        return tuple(self._guides.values())

    def beside(self, entry: str) -> Guide | None:
        """The guide that the answer with that entry's id offers, or None."""
        return self._guides.get(self._beside.get(entry, ""))


def load_guides(file: Traversable, entries: Collection[str], others: Traversable | None = None) -> Guides:
    """Read the guides, and from the folder `others` what starts them in more languages; `entries` are the ids of
    the FAQ. Raises ContentError with all that is wrong.
    """
    found = rows(file, Guide)
    names = {guide.guide for _, guide in found}
    problems = [
        Problem(str(file), line, reason) for line, guide in found for reason in _wrong(guide, names, entries)
    ]
    heard: list[tuple[Language, Starts]] = []
    for language, place, line, row in rows_by_language(others, Starts):
        reasons = [reason for pattern in row.starts if (reason := not_a_pattern(pattern, language))]
        reasons += [] if row.guide in names else [f"no guide {row.guide!r}"]
        problems += [Problem(place, line, reason) for reason in reasons]
        heard.append((language, row))
    if problems:
        raise ContentError(problems)
    return Guides([guide for _, guide in found], heard)


def _wrong(guide: Guide, names: Collection[str], entries: Collection[str]) -> list[str]:
    reasons = [f"no FAQ entry {entry!r}" for entry in (guide.entry, *guide.beside) if entry not in entries]
    if guide.then and guide.then not in names:
        reasons.append(f"then: no guide {guide.then!r}")
    if not guide.steps:
        reasons.append("no steps")
    texts = [guide.label, *(step.say for step in guide.steps)]
    texts += [step.read for step in guide.steps if step.read]
    reasons += [f"a text lacks a language: {text}" for text in texts if not set(COMPLETE) <= set(text)]
    reasons += [
        f"longer than {LONGEST} characters: {text[:20]!r}"
        for step in guide.steps
        for text in step.say.values()
        if len(text) > LONGEST
    ]
    return reasons + [reason for pattern in guide.starts if (reason := not_a_pattern(pattern))]
