"""Guides: what to do step by step while the telephone is in the hand, from config/guides/calls.yaml."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from importlib.resources.abc import Traversable

import msgspec

from core.content import ContentError, Problem, rows
from core.language import COMPLETE
from core.messages import Language

READ = 2000  # characters of a message: what is urgent is said early
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


class Guides:
    """All guides. Immutable."""

    def __init__(self, guides: Sequence[Guide]) -> None:
        self._guides = {guide.guide: guide for guide in guides}
        self._starts = [(re.compile(pattern), guide.guide) for guide in guides for pattern in guide.starts]
        self._beside = {entry: guide.guide for guide in guides for entry in guide.beside}

    def get(self, name: str) -> Guide | None:
        """The guide of that name, or None."""
        return self._guides.get(name)

    def started_by(self, text: str) -> Guide | None:
        """The guide that someone who says this needs now, or None."""
        folded = unicodedata.normalize("NFKC", text[:READ]).casefold()
        found = (name for pattern, name in self._starts if pattern.search(folded))
        return self._guides.get(next(found, ""))

    def beside(self, entry: str) -> Guide | None:
        """The guide that the answer with that entry's id offers, or None."""
        return self._guides.get(self._beside.get(entry, ""))


def load_guides(file: Traversable, entries: Collection[str]) -> Guides:
    """Read the guides; `entries` are the ids of the FAQ. Raises ContentError with all that is wrong."""
    found = rows(file, Guide)
    names = {guide.guide for _, guide in found}
    problems = [
        Problem(str(file), line, reason) for line, guide in found for reason in _wrong(guide, names, entries)
    ]
    if problems:
        raise ContentError(problems)
    return Guides([guide for _, guide in found])


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


def not_a_pattern(pattern: str) -> str:
    """Why that is no regular expression, or ""."""
    try:
        re.compile(pattern)
    except re.error as error:
        return f"not a pattern: {pattern[:40]!r}: {error}"
    return ""
