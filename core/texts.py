"""The bot's own words in each language, from config/locales/<language>/*.yaml."""

import string
from collections.abc import Mapping
from importlib.resources.abc import Traversable

from core.content import ContentError, Problem, mapping
from core.language import TONGUES
from core.messages import Language

LANGUAGES: tuple[Language, ...] = tuple(TONGUES)


class Texts:
    """All texts of one language. `say(key, name=value)` fills the placeholders."""

    def __init__(self, language: Language, texts: Mapping[str, str]) -> None:
        self.language = language
        self._texts = texts

    def say(self, key: str, **values: object) -> str:
        """The text of that key; raises KeyError where there is none, or a placeholder is not given."""
        return self._texts[key].format(**values)

    def template(self, key: str) -> str:
        """The text with its placeholders unfilled; raises KeyError."""
        return self._texts[key]

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self._texts


def load_texts(folder: Traversable) -> dict[Language, Texts]:
    """The texts of every language that has a folder; raises ContentError where one lacks a key or a placeholder."""
    tables = {language: _table(folder / language) for language in LANGUAGES if (folder / language).is_dir()}
    problems = [
        Problem(f"{folder}/{language}", 0, reason)
        for language, table in tables.items()
        for reason in _differences(tables["ja"], table)
    ]
    if problems:
        raise ContentError(problems)
    return {language: Texts(language, table) for language, table in tables.items()}


def _table(folder: Traversable) -> dict[str, str]:
    table: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            table.update(mapping(file))
    return table


def _differences(first: Mapping[str, str], second: Mapping[str, str]) -> list[str]:
    missing = [f"{key}: missing here or superfluous" for key in first.keys() ^ second.keys()]
    return missing + [
        f"{key}: other placeholders than in the first language"
        for key in first.keys() & second.keys()
        if _placeholders(first[key]) != _placeholders(second[key])
    ]


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
