"""What a translator would want to know: content that a language does not say in its own words, and stale rows."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from core.answer.knowledge import Knowledge
from core.guides import LONGEST
from core.heard import HEARD
from core.language import COMPLETE, TONGUES
from core.messages import Language
from core.texts import Texts
from core.translations import key_of

# What the registry says, and countries' names, may stand in plain Japanese as in Japanese: short, and mostly names.
AS_IN_JAPANESE: tuple[Language, ...] = ("ja-easy",)


class Lack(NamedTuple):
    """What is wrong: "missing", "stale" or "too long"; in which language; where; and the text in question."""

    kind: str
    language: Language
    where: str
    text: str

    def __str__(self) -> str:
        first = self.text.partition("\n")[0]
        return f"{self.kind}: {self.language}: {self.where}: {first!r}"


class _Said(NamedTuple):
    where: str
    texts: Mapping[str, str]


def lacks(know: Knowledge) -> list[Lack]:
    """All that any language lacks. Keys and placeholders of the bot's own words are checked at load."""
    others = [texts for language, texts in know.texts.items() if language not in COMPLETE]
    return [
        lack
        for texts in others
        for lack in (*_missing(know, texts), *_stale(know, texts), *_long(know, texts))
    ]


def _missing(know: Knowledge, texts: Texts) -> Iterator[Lack]:
    registry = () if texts.language in AS_IN_JAPANESE else _registry(know)
    for said in (*_content(know), *registry):
        if any(said.texts.values()) and not texts.own(said.texts):
            yield Lack("missing", texts.language, said.where, _base(said.texts, texts.language))
    for entry in know.damages.entries():
        if texts.language in HEARD and texts.language not in know.damages.languages_of(entry):
            yield Lack("missing", texts.language, "guides/damage", entry)
    for guide in know.guides.all():
        if texts.language in HEARD and texts.language not in know.guides.languages_of(guide.guide):
            yield Lack("missing", texts.language, "guides/starts", guide.guide)


def _stale(know: Knowledge, texts: Texts) -> Iterator[Lack]:
    known = {key_of(_base(said.texts, texts.language)) for said in (*_content(know), *_registry(know))}
    for party in know.registry.callers.parties():
        known |= {party.name, party.name_en}
    for key, row in texts.content.rows.items():
        if key not in known and not any(other.startswith(f"{key}: ") for other in known):
            yield Lack("stale", texts.language, f"{row.file}:{row.line}", key)


def _long(know: Knowledge, texts: Texts) -> Iterator[Lack]:
    for guide in know.guides.all():
        for step in guide.steps:
            if len(said := texts.choose(step.say)) > LONGEST:
                yield Lack("too long", texts.language, f"guide {guide.guide}", said)


def _plain(texts: Mapping[Language, str]) -> dict[str, str]:
    return {str(language): text for language, text in texts.items()}


def _content(know: Knowledge) -> Iterator[_Said]:
    for kind in know.judge.kinds.all:
        yield _Said(f"scams/kinds {kind.kind}", _plain(kind.names))
    for guide in know.guides.all():
        for text in (guide.label, *(text for step in guide.steps for text in (step.say, step.read))):
            yield _Said(f"guides {guide.guide}", _plain(text))
    for row in know.followups:
        yield _Said(f"followups {row.entry}", {"ja": row.ja, "en": row.en, **_plain(row.labels)})


def _registry(know: Knowledge) -> Iterator[_Said]:
    for country in know.reader.plan.countries.values():
        yield _Said(f"numbering {country.country}", {"ja": country.ja, "en": country.en})
    for number in know.registry.numbers():
        for claim in know.registry.claims(number):
            yield _Said(f"registry {number} purpose", claim.purpose)
            yield _Said(f"registry {number} note", claim.note)
            if not claim.opening:  # else they are written from that
                yield _Said(f"registry {number} hours", claim.hours)


def _base(texts: Mapping[str, str], language: Language) -> str:
    return texts.get(TONGUES[language].base, "")
