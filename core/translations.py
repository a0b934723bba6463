"""What content says, in the languages that it is not written in: config/locales/<language>/content/*.yaml.

Content is written in Japanese and English. A translator's row names a text by its words in English (for
やさしい日本語 in Japanese), so that a text which was changed is missing, and its old row stale.
"""

import re
import string
from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable
from typing import NamedTuple

import msgspec

from core.content import ContentError, Problem, rows

_ADDRESS = re.compile(r"https?://\S+")
_NAMES = ": "  # what stands behind it in a text are names of places


class Translation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text: `of` as it stands in the content, {url} for an address in it; `say` in the translator's language."""

    of: str
    say: str


class Row(NamedTuple):
    """A translation and where it stands."""

    file: str
    line: int
    say: str


class Translations:
    """The texts of one language, by what they translate. Immutable."""

    def __init__(self, found: Mapping[str, Row] | None = None) -> None:
        self.rows: Mapping[str, Row] = found or {}

    def of(self, text: str) -> str:
        """The translation, or ""; what has no letters is the same in every language."""
        if not any(map(str.isalpha, text)):
            return text
        row = self.rows.get(key_of(text))
        if row:
            address = _ADDRESS.search(text)
            return row.say.replace("{url}", address[0]) if address else row.say
        head, colon, names = text.rpartition(_NAMES)
        about = self.rows.get(head)
        return f"{about.say}{colon}{names}" if about else ""


def key_of(text: str) -> str:
    """What a row names the text by."""
    return _ADDRESS.sub("{url}", text)


def load_translations(folder: Traversable) -> Translations:
    """Read every file in that folder. Raises ContentError: a text twice, an empty one, other placeholders."""
    found: dict[str, Row] = {}
    problems: list[Problem] = []
    for file in sorted(folder.iterdir(), key=lambda file: file.name) if folder.is_dir() else ():
        for line, row in rows(file, Translation):
            problems += [Problem(str(file), line, reason) for reason in _wrong(row, found)]
            found[row.of] = Row(str(file), line, row.say)
    if problems:
        raise ContentError(problems)
    return Translations(found)


def placeholders(text: str) -> set[str]:
    """The names in braces that are filled in later. Raises ValueError for a brace that is open or alone."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _wrong(row: Translation, before: Iterable[str]) -> list[str]:
    short = row.of[:30]
    if row.of in before:
        return [f"{short!r} is translated already"]
    if not row.say.strip():
        return [f"{short!r} has no translation"]
    try:
        if placeholders(row.of) == placeholders(row.say):
            return []
    except ValueError as error:
        return [f"{short!r}: {error}"]
    return [f"{short!r}: other placeholders than {sorted(placeholders(row.of))}"]
