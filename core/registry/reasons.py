"""Evidence in words."""

from core.messages import Language
from core.registry.evidence import Evidence
from core.registry.model import Organisation
from core.registry.registry import Registry
from core.texts import Texts

_BETWEEN: dict[Language, str] = {"ja": "/", "en": " / "}


def reason(evidence: Evidence, texts: Texts, registry: Registry) -> str:
    """What a piece of evidence says, in the language of `texts`."""
    names = (name(registry.organisation(identity), texts.language) for identity in evidence.organisations)
    return texts.say(
        f"reason.{evidence.code}",
        organisation=_BETWEEN[texts.language].join(names),
        count=len(evidence.sources),
    )


def name(organisation: Organisation, language: Language) -> str:
    """The organisation's name in that language."""
    return organisation.name if language == "ja" else organisation.name_en
