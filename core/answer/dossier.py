"""What is known of a number, composed once in each language: a wave of calls asks the same number thousandfold."""

from functools import lru_cache
from typing import NamedTuple

import msgspec

from core.answer.card import first_screen, number_card
from core.answer.claimed import Comparison
from core.answer.desks import name_of, source_of
from core.answer.knowledge import Knowledge, Turn
from core.answer.plain import plain
from core.messages import Card, Judged, Language, Message
from core.recognise.numbers import Number, Reading
from core.registry.verdict import Judgement, judge
from core.sessions import Preferences, Session

KEPT = 2048  # dossiers, about ten kilobytes each


class Dossier(NamedTuple):
    """The verdict; the whole card, and as it is shown at first; the card in plain text; the same for programs."""

    number: Number
    judgement: Judgement
    card: Card
    shown: Card
    text: str
    judged: Judged


class Dossiers:
    """The dossiers of one body of knowledge, which never changes; those asked for most recently are kept."""

    def __init__(self, know: Knowledge) -> None:
        self._know = know
        self._kept = lru_cache(maxsize=KEPT)(self._compose)

    def of(self, number: Number, language: Language, comparison: Comparison | None = None) -> Dossier:
        """The dossier of a number, wherever it stood in a text."""
        return self._kept(msgspec.structs.replace(number, raw="", start=0, end=0), language, comparison)

    def _compose(self, number: Number, language: Language, comparison: Comparison | None) -> Dossier:
        turn = _nobodys_turn(self._know, language, self)
        registry = self._know.registry
        judgement = judge(number, registry.claims(number.e164), registry.source)
        card = number_card(turn, number, judgement, comparison)
        return Dossier(
            number=number,
            judgement=judgement,
            card=card,
            shown=first_screen(turn, card, number),
            text=plain((card,), turn.texts),
            judged=_judged(turn, number, judgement, comparison),
        )


def _judged(turn: Turn, number: Number, judgement: Judgement, comparison: Comparison | None) -> Judged:
    owner = turn.know.registry.organisation(judgement.organisation) if judgement.organisation else None
    claims = turn.know.registry.claims(number.e164)
    reasons = tuple(evidence.code for evidence in judgement.evidence)
    return Judged(
        e164=number.e164,
        verdict=comparison.verdict(judgement.verdict) if comparison else judgement.verdict,
        organisation=name_of(owner, turn) if owner else "",
        reasons=(*reasons, comparison.code) if comparison else reasons,
        sources=tuple(dict.fromkeys(source_of(claim, turn) for claim in claims)),
    )


def _nobodys_turn(know: Knowledge, language: Language, dossiers: Dossiers) -> Turn:
    """A dossier is the same for everybody: there is no message, session or preference behind it."""
    message = Message(platform="", conversation="", time=0.0)
    return Turn(message, "", Reading(), Session(mark=""), Preferences(), language, know, dossiers)
