"""What is known of a number, composed once in each language: a wave of calls asks the same number thousandfold."""

from functools import lru_cache
from typing import NamedTuple

import msgspec

from core.answer.card import first_screen, number_card
from core.answer.desks import block_source, list_source, name_of, source_of
from core.answer.knowledge import Knowledge, Turn
from core.answer.plain import plain
from core.messages import Card, Judged, Language, Message, SourceLine
from core.recognise.calls import Call
from core.recognise.numbers import Number, Reading
from core.registry.groups import Party
from core.registry.hours import STEP
from core.registry.model import Claim
from core.registry.registry import Registry
from core.registry.verdict import Circumstances, Judgement, judge
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

    def of(self, number: Number, language: Language, circumstances: Circumstances) -> Dossier:
        """The dossier of a number, wherever it stood in a text."""
        return self._kept(msgspec.structs.replace(number, raw="", start=0, end=0), language, circumstances)

    def _compose(self, number: Number, language: Language, circumstances: Circumstances) -> Dossier:
        turn = _nobodys_turn(self._know, language, self, circumstances.at)
        registry = self._know.registry
        claims, alike = registry.claims(number.e164), _claims_alike(registry, number)
        crowded = bool(alike) and registry.is_crowded(number.e164)
        judgement = judge(number, claims, registry.source, circumstances, alike, crowded=crowded)
        sources = tuple(
            dict.fromkeys(
                (
                    *(source_of(claim, turn) for claim in (*claims, *alike)),
                    *(list_source(listing) for listing in circumstances.listings),
                    *([block_source(circumstances.block, turn)] if circumstances.block else []),
                )
            )
        )
        card = number_card(turn, number, judgement, circumstances.party, sources)
        return Dossier(
            number=number,
            judgement=judgement,
            card=card,
            shown=first_screen(turn, card, number),
            text=plain((card,), turn.texts),
            judged=_judged(turn, number, judgement, sources),
        )


def dossier_of(
    turn: Turn, number: Number, party: Party | None = None, call: Call | None = None, *, shown: bool = False
) -> Dossier:
    """The dossier of a number in this turn; `shown`: a caller's telephone showed it."""
    # Hours change at multiples of STEP, so that all who ask between two of them get the same answer.
    at = int(turn.message.time) // (60 * STEP) * (60 * STEP)
    listings = turn.held.listings.get(number.e164, ())
    block = turn.held.blocks.get(number.e164)
    return turn.dossiers.of(number, turn.language, Circumstances(party, listings, call, at, block, shown))


def _claims_alike(registry: Registry, number: Number) -> list[Claim]:
    """Of each number that this one looks like, who owns it according to the best source."""
    return [
        next(claim for claim in registry.claims(other) if claim.stance == "owner" and not claim.former)
        for other in registry.alike(number.e164)
    ]


def _judged(turn: Turn, number: Number, judgement: Judgement, sources: tuple[SourceLine, ...]) -> Judged:
    owner = turn.know.registry.organisation(judgement.organisation) if judgement.organisation else None
    return Judged(
        e164=number.e164,
        verdict=judgement.verdict,
        organisation=name_of(owner, turn) if owner else "",
        reasons=tuple(evidence.code for evidence in judgement.evidence),
        sources=sources,
        score=judgement.score,
    )


def _nobodys_turn(know: Knowledge, language: Language, dossiers: Dossiers, at: int) -> Turn:
    """A dossier is the same for everybody: there is no message, session or preference behind it."""
    message = Message(platform="", conversation="", time=float(at))
    return Turn(message, "", Reading(), Session(mark=""), Preferences(), language, know, dossiers)
