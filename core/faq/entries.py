"""FAQ entries and the files they come from. The form of a file is promised to those who write them."""

from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec
from msgspec import UNSET, UnsetType

from core.content import ContentError, Problem, rows
from core.messages import LABEL


class EntrySource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who says what an answer states."""

    title: str
    url: str = ""
    date: str = ""


# Topics that are acted on; others are a writer's own.
HELP = "help"  # comes before any damage: somebody does not want to live on
DAMAGE = "damage"  # what to do after it, with whom to ring below
TRICK = "trick"  # what a caller wants
DESKS = "desks"  # below it stands where to ring


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question, other ways to ask it, and its answer.

    `label` says the question in at most 20 characters, for buttons that have no room for it.
    `{organisation}` in the answer is filled with the owner's name. `more` is the long form, given when it is
    asked for. `organisations` are the ids of those
    that the entry is about alone; `related` the ids of entries to go on with. Four `topics` are acted on (above).
    """

    id: str
    question: str
    label: str | UnsetType = UNSET
    answer: str
    variants: tuple[str, ...] = ()
    language: str = "ja"
    topics: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    sources: tuple[EntrySource, ...] = ()
    related: tuple[str, ...] = ()
    more: str = ""


def load_faq(place: Traversable | Path) -> tuple[Entry, ...]:
    """All entries of a file, or of a folder and the folders in it.

    Raises ContentError with every bad row: wrong fields, an id twice in one language, a related id
    that is no entry, nothing to ask or to answer, a label that no button has room for.
    """
    found: list[tuple[Problem, Entry]] = []
    problems: list[Problem] = []
    for file in _files(place):
        try:
            found += [(Problem(str(file), line, ""), entry) for line, entry in rows(file, Entry)]
        except ContentError as error:
            problems += error.problems
    problems += _contradictions(found)
    if not found and not problems:
        problems.append(Problem(str(place), 0, "no entries"))
    if problems:
        raise ContentError(problems)
    return tuple(entry for _, entry in found)


def _files(place: Traversable | Path) -> Iterator[Traversable | Path]:
    if not place.is_dir():
        yield place
        return
    for child in sorted(place.iterdir(), key=lambda child: child.name):
        if child.is_dir() or child.name.endswith((".yaml", ".yml", ".jsonl")):
            yield from _files(child)


def _contradictions(found: Sequence[tuple[Problem, Entry]]) -> list[Problem]:
    ids = {entry.id for _, entry in found}
    seen: set[tuple[str, str]] = set()
    problems = []
    for place, entry in found:
        reasons = [f"related: no entry {other!r}" for other in entry.related if other not in ids]
        if (entry.id, entry.language) in seen:
            reasons.append(f"the id {entry.id!r} stands twice")
        if not entry.id.strip() or not entry.question.strip() or not entry.answer.strip():
            reasons.append("id, question and answer must not be empty")
        if entry.label is not UNSET:
            reasons += _wrong_label(entry.label)
        seen.add((entry.id, entry.language))
        problems += [msgspec.structs.replace(place, reason=reason) for reason in reasons]
    return problems


def _wrong_label(label: str) -> Iterator[str]:
    """LINE cuts at 20 characters; it counts graphemes, which are never more than the code points counted here."""
    if not label.strip():
        yield "label: must not be empty"
    elif label.splitlines() != [label]:
        yield "label: must not have a line break"
    if len(label) > LABEL:
        yield f"label: {len(label)} characters, and buttons have room for {LABEL}"
