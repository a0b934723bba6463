"""Evidence in words."""

from core.language import TONGUES
from core.messages import Written
from core.registry.evidence import Evidence
from core.registry.model import Organisation
from core.registry.registry import Registry
from core.texts import Texts

_BETWEEN: dict[Written, str] = {"ja": "/", "en": " / "}


def reason(evidence: Evidence, texts: Texts, registry: Registry) -> str:
    """What a piece of evidence says, in the language of `texts`."""
    between = _BETWEEN[TONGUES[texts.language].base]
    names = (name(registry.organisation(identity), texts) for identity in evidence.organisations)
    reports = evidence.reports
    return texts.say(
        f"reason.{evidence.code}",
        organisation=between.join(names),
        party=evidence.party.called(texts) if evidence.party else "",
        count=reports.count if reports else len(evidence.sources),
        lists=between.join(reports.lists) if reports else "",
        carrier=evidence.block.carrier if evidence.block else "",
        last=(reports.last if reports else "") or texts.say("source.undated"),
    )


def name(organisation: Organisation, texts: Texts) -> str:
    """The organisation's name in the language of `texts`."""
    return texts.name_of(organisation.name, organisation.name_en)
