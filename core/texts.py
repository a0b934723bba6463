"""The bot's own words in each language, from config/locales/<language>/*.yaml."""

from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import NamedTuple

from core.content import ContentError, Problem, placed
from core.language import TONGUES
from core.messages import Language
from core.translations import Translations, load_translations, placeholders

LANGUAGES: tuple[Language, ...] = tuple(TONGUES)


class Texts:
    """All texts of one language. `say(key, name=value)` fills the placeholders."""

    def __init__(
        self, language: Language, texts: Mapping[str, str], content: Translations | None = None
    ) -> None:
        self.language = language
        self._texts = texts
        self.content = content or Translations()

    def say(self, key: str, **values: object) -> str:
        """The text of that key; raises KeyError where there is none, or a placeholder is not given."""
        return self._texts[key].format(**values)

    def choose(self, texts: Mapping[Language, str] | Mapping[str, str]) -> str:
        """What content says, in this language; else in the one that stands in for it: a foreign word is better
        than none.
        """
        return self.own(texts) or self._standing_in(texts)

    def own(self, texts: Mapping[Language, str] | Mapping[str, str]) -> str:
        """What content says in this language, by its writer or by a translator; "" where neither did."""
        known = {str(language): text for language, text in texts.items()}
        return known.get(self.language) or self.content.of(self._standing_in(texts))

    def _standing_in(self, texts: Mapping[Language, str] | Mapping[str, str]) -> str:
        known = {str(language): text for language, text in texts.items()}
        base = TONGUES[self.language].base
        return known.get(base) or known.get("ja") or known.get("en") or ""

    def name_of(self, ja: str, en: str) -> str:
        """A name in this language: translated, where it says what somebody is; else in the letters that are read."""
        written = ja if TONGUES[self.language].names == "ja" else en
        row = self.content.rows.get(en) or self.content.rows.get(ja)
        return row.say if row else written

    def template(self, key: str) -> str:
        """The text with its placeholders unfilled; raises KeyError."""
        return self._texts[key]

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self._texts


class _Entry(NamedTuple):
    """A text and where it stands."""

    text: str
    file: str
    line: int


def load_texts(folder: Traversable) -> dict[Language, Texts]:
    """The texts of every language that has a folder; raises ContentError where one lacks a key or a placeholder."""
    tables = {language: _table(folder / language) for language in LANGUAGES if (folder / language).is_dir()}
    problems = [
        problem
        for language, table in tables.items()
        for problem in _differences(tables["ja"], table, f"{folder}/{language}")
    ]
    if problems:
        raise ContentError(problems)
    return {
        language: Texts(
            language,
            {key: entry.text for key, entry in table.items()},
            load_translations(folder / language / "content"),
        )
        for language, table in tables.items()
    }


def _table(folder: Traversable) -> dict[str, _Entry]:
    table: dict[str, _Entry] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            table |= {key: _Entry(text, str(file), line) for key, (line, text) in placed(file).items()}
    return table


def _differences(first: Mapping[str, _Entry], second: Mapping[str, _Entry], folder: str) -> Iterator[Problem]:
    for key in first.keys() - second.keys():
        there = first[key]
        yield Problem(folder, 0, f"{key}: missing; it stands at {there.file}:{there.line}")
    for key in second.keys() - first.keys():
        yield Problem(second[key].file, second[key].line, f"{key}: stale, the first language has none")
    for key in first.keys() & second.keys():
        here = second[key]
        if reason := _wrong_placeholders(first[key].text, here.text):
            yield Problem(here.file, here.line, f"{key}: {reason}")


def _wrong_placeholders(first: str, second: str) -> str:
    try:
        wanted, found = placeholders(first), placeholders(second)
    except ValueError as error:
        return str(error)
    return "" if wanted == found else f"other placeholders than {sorted(wanted)}"
