"""What is wrong with a FAQ that loads: entries too close, ways to ask that another entry wins, missing translations."""

from collections.abc import Callable, Iterator, Sequence

import msgspec
import numpy as np

from core.encoder import Vectors
from core.faq.entries import Entry

TOO_CLOSE = 0.9  # cosine of the middles of two entries
UNTRANSLATED = "not translated"
THE_SAME = 0.98  # cosine of two ways to ask


class Finding(msgspec.Struct, frozen=True):
    """`entry` is the id of the entry to look at, in `language`; `kind` what is wrong with it, `about` in words."""

    kind: str
    entry: str
    language: str
    about: str


def review(
    entries: Sequence[Entry],
    first: Callable[[str], str],
    vectors: Callable[[Sequence[str]], Vectors],
) -> list[Finding]:
    """All findings among entries of one language. `first` is the id that a search would answer with, were it not
    asked word for word, "" where it would not answer; `vectors` are the texts' vectors.
    """
    ways = [(entry, text) for entry in entries for text in dict.fromkeys((entry.question, *entry.variants))]
    found = vectors([text for _, text in ways])
    return [*_close(entries, ways, found), *_twice(ways, found), *_lost(ways, first)]


def translations(entries: Sequence[Entry]) -> list[Finding]:
    """Entries that are missing in a language that others are in, and links that lead nowhere in their own."""
    languages = sorted({entry.language for entry in entries})
    there = {(entry.id, entry.language) for entry in entries}
    missing = [
        Finding(UNTRANSLATED, entry.id, entry.language, f"not there in {language!r}")
        for entry in entries
        for language in languages
        if (entry.id, language) not in there
    ]
    dead = [
        Finding(
            "dead link", entry.id, entry.language, f"related {other!r} is not there in {entry.language!r}"
        )
        for entry in entries
        for other in entry.related
        if (other, entry.language) not in there
    ]
    return missing + dead


def _close(
    entries: Sequence[Entry], ways: Sequence[tuple[Entry, str]], vectors: Vectors
) -> Iterator[Finding]:
    places = {entry.id: place for place, entry in enumerate(entries)}
    middles = np.zeros((len(entries), vectors.shape[1]), np.float32)
    np.add.at(middles, [places[entry.id] for entry, _ in ways], vectors)
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    alike = np.triu(middles @ middles.T, 1)
    for one, other in np.argwhere(alike > TOO_CLOSE):
        about = f"{entries[other].id} asks nearly the same ({alike[one, other]:.2f})"
        yield Finding("too close", entries[one].id, entries[one].language, about)


def _twice(ways: Sequence[tuple[Entry, str]], vectors: Vectors) -> Iterator[Finding]:
    alike = np.triu(vectors @ vectors.T, 1)
    for one, other in np.argwhere(alike > THE_SAME):
        (entry, text), (second, words) = ways[one], ways[other]
        if entry.id != second.id:
            yield Finding("asked twice", entry.id, entry.language, f"{text!r} and {second.id}'s {words!r}")


def _lost(ways: Sequence[tuple[Entry, str]], first: Callable[[str], str]) -> Iterator[Finding]:
    for entry, text in ways:
        winner = first(text)
        if winner not in ("", entry.id):
            yield Finding("won by another", entry.id, entry.language, f"{text!r} is answered by {winner}")
