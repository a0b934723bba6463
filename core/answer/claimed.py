"""Whom the caller of a number claimed to be: in this message, or in the conversation before it."""

import re
from collections.abc import Iterable

from core.answer.knowledge import Turn
from core.phrases import bare
from core.recognise.numbers import Number
from core.registry.callers import Certainty, Claimed
from core.registry.groups import Party

# A whole message that asks whether a caller was who they claimed to be.
_IS_IT_THEM = re.compile(
    r"(?:本当|ほんと|ほんま|まじ)(?:に|う|うに)?(?:本人|その会社|そう)?|本物|ほんもの|(?:合|合う|あ)って(?:い)?(?:る|ますか?|ますやろか)?|合うてる?"
    r"|間違いない|まちがいない|is (?:it|that) (?:them|right|true|real|correct)|really|are they (?:real|genuine)"
)
_OF_A_CALL = re.compile(
    r"から(?:の)?(?:お)?(?:電話|着信|連絡|留守電|SMS|メール|ショートメール|[。、!「\s]|$)|って(?:[。、!\s]|$)|電話(?:が)?(?:来|き|かか|あっ|掛か)"
    r"|\b(?:called|rang|calling|phoned|call from|phone call)\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"着信|表示|画面|(?:って|と|が)(?:出|で)[たて]|かかって|名乗|\b(?:caller id|showed|displayed|from this number)\b",
    re.IGNORECASE,
)
_LONG = 60  # letters; a longer message asks more than who it was
_EITHER = re.compile(
    r"それとも|または|どっち|どちら|か[、?\uff1f].{1,24}か|か[^、。]{1,12}か(?:分か|わか|どう|し)|\bor\b",
    re.IGNORECASE,
)
_OF_IT = re.compile(
    r"(?:です|でしょう|なの|もの)か|なの[?\uff1f]|合って|あってる|(?:これ|それ|この(?:番号|電話)|さっきの)(?:は|って|が|、)|かな[?\uff1f]?$"
    r"|^[^。]{0,12}[?\uff1f]$|\b(?:is|was) (?:it|this|that)\b",
    re.IGNORECASE,
)
_OF_SOMETHING_ELSE = re.compile(
    r"無視|どう(?:す|な|い|し|やっ)|いいです|いい[?\uff1f]|べき|折り返|かけ直|払(?:わ|う|え|った|って)|返済|解約|何時|時間|いつ|電話番号|番号(?:は|を)|窓口|なぜ|なんで|何の"
    r"|\b(?:should|what|if|how|why|when|number of|contact)\b",
    re.IGNORECASE,
)


def claimed_party(turn: Turn, number: Number) -> Party | None:
    """Whom the message, or the one before, says the caller of this number claimed to be; None where neither does.

    Of several the first counts, as in "りそな銀行のみずほさん"; where they are alternatives ("ACOM or Promise?"),
    the one whose number it is said to be.
    """
    claimed = turn.know.registry.callers.claimed(turn.text)
    parties = claimed.parties if claimed else tuple(_told_before(turn))
    owners = {
        claim.organisation for claim in turn.know.registry.claims(number.e164) if claim.stance == "owner"
    }
    if _EITHER.search(turn.text):
        parties = tuple(sorted(parties, key=lambda party: not owners & set(party.members)))
    return next(iter(parties), None)


def tells_caller(turn: Turn) -> Claimed | None:
    """Whom a message without a number says a caller claimed to be, or was: "ゆうちょから電話きた"."""
    claimed = turn.know.registry.callers.claimed(turn.text)
    if claimed is None or claimed.certainty is Certainty.EXPLICIT:
        return claimed
    return None if _OF_SOMETHING_ELSE.search(turn.text) else claimed


def asks_of_caller(turn: Turn) -> bool:
    """Whether a message without a number asks, or tells, who the caller of the last number claimed to be."""
    claimed = turn.know.registry.callers.claimed(turn.text)
    if claimed is None and turn.session.caller:
        return bool(_IS_IT_THEM.fullmatch(bare(turn.text)))
    first = not turn.session.caller  # nobody said yet who called from this number
    least = Certainty.NAMED if first else Certainty.ASKED
    if claimed is None or claimed.certainty < least or len(turn.text) > _LONG:
        return bool(claimed and claimed.certainty is Certainty.EXPLICIT)
    of_it = first or _OF_IT.search(turn.text) or _OF_A_CALL.search(turn.text)
    return claimed.certainty is Certainty.EXPLICIT or (
        bool(of_it) and not _OF_SOMETHING_ELSE.search(turn.text)
    )


def tells_of_call(text: str) -> bool:
    """Whether a text beside a number says that somebody rang from it."""
    return bool(_OF_A_CALL.search(text) or _SHOWN.search(text))


def key_of(party: Party) -> str:
    """Under what a conversation remembers a party."""
    return party.id or party.name


def _told_before(turn: Turn) -> Iterable[Party]:
    told = turn.session.claimed or ("" if turn.reading.numbers else turn.session.caller)
    if told:
        yield turn.know.registry.callers.party(told) or Party("", told, told)
