"""Questions by name: an organisation's numbers, each with purpose, hours and sources."""

import re
import unicodedata
from typing import NamedTuple

import msgspec

from core.answer.buttons import lasting_button
from core.answer.desks import hours, is_official, name_of, source_of
from core.answer.dossier import dossier_of
from core.answer.knowledge import Said, Turn
from core.answer.plain import plain
from core.messages import LABEL, Button, Card, Reply, Row, Text
from core.registry.groups import Party
from core.registry.model import Claim, Organisation
from core.registry.purposes import Fitting, fitting

_TALE = 60  # letters; who asks for a number in more of them asks for more than that
LISTED = 8
CHOICES = 12
# Words of somebody who asks for a number; and of one who speaks of a number, which may be all they ask for.
_PLAINLY = re.compile(
    r"(?:何番|なんばん)(?!\s*から|で始)|番号(?:は|って)(?:[、\s?]|$)"
    r"|(?:番号|連絡先|窓口|問い?合わ?せ先|デスク|ダイヤル|センター)\s*(?:は|を|って|が|ば|、)?\s*お?(?:教え(?!た|てしま|ちゃ|ろ)|おしえ(?!た|ちゃ)|知り|しり|知らない?[?か]|わかり?(?:る|ま|ん)|分か|なん|何|どこ|どれ|ください|下さい|ありますか|ある[?か]|あるか|お願い|たのむ|頼む|[?]|$)"
    r"|(?:どこ|どちら)\s*(?:に|へ|の|で|か)?\s*(?:電話|かけ|掛け|連絡|問い合)"
    r"|(?:電話|連絡|問い合わせ)\s*を?\s*(?:したい|しよう|するには|かけたい|掛けたい)|(?:に|へ)\s*(?:かけ|掛け)(?:たい|直したい)|(?:の|\s)電話[?]?$"
    r"|\b(?:what|which|have|give|tell|need|find|know|looking for)\b[^.?!]{0,40}\b(?:number|phone|contact|hotline|helpline)"
    r"|(?:number|phone|contact|hotline|helpline)s?\W*(?:please)?\W*$|\bto call\b|\bcall (?:for|about)\b|\b(?:numbers?|hotline|contact) (?:of|for|to)\b",
    re.IGNORECASE,
)
_ASKS_FOR_NUMBER = re.compile(
    rf"{_PLAINLY.pattern}|電話番号|連絡先|窓口|問い?合わ?せ先|デスク|フリーダイヤル|コールセンター|サポートセンター"
    r"|phone number|phone (?:of|for)|phone\W*$|\btel\b|\bnumbers?\b|\bcontact\b|call them|hotline|helpline",
    re.IGNORECASE,
)
# What a caller asked for, or was told, is no question for a number.
_NOT_ASKED = re.compile(
    r"番号(?:を|も|まで)?\s*(?:聞か|訊か|きか|尋ね|言え|言わ|言っ|教えろ|教えてと|教えまし|教えた|教えてしま|教えちゃ|伝え)"
)
# The whole message is a question for somebody's number; what is asked for is in the group.
_NAME = r"[^\s、。,?!「」]{2,30}?"
_WHOLE = (
    re.compile(
        rf"^[「『]?({_NAME})[」』]?(?:さん)?(?:の|への?)(?:電話番号|代表番号|番号|連絡先|電話|問い?合わ?せ先|窓口)"
        r"(?:は|を|って|が)?(?:何番|なん|何|教え|おしえ|知りたい|わかり|分かり|どこ|ありますか|ください|\?|です)[^、。]{0,16}$"
    ),
    re.compile(rf"^[「『]?({_NAME})[」』]?の電話番号(?:は|を)?[?。]?$"),
    re.compile(
        rf"^[「『]?({_NAME})[」』]?(?:さん)?(?:って|は|に|へ)\s*(?:どこ|何番|電話したい|連絡したい)[^、。]{{0,20}}$"
    ),
    re.compile(
        r"^(?:what(?:'s| is| are)|tell me|give me|i need|find|show me)? ?(?:me )?([a-z0-9][\w&.\- ]{1,30}?)(?:'s|s') (?:customer service |main )?(?:tele)?(?:phone )?(?:number|hotline|contact)s?[?.! ]*(?:please)?[?.!]*$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:number|hotline|contact)s? (?:of|for) ([a-z0-9][\w&.\- ]{1,30}?)(?: please)?[?.!]*$",
        re.IGNORECASE,
    ),
)
_NOBODY = re.compile(
    r"この|その|あの|どこ|だれ|誰|何|あなた|私|自分|相手|会社|知らない|不審|詐欺|相談|消費|被害|苦情|お店|番号|本物|正しい|公式|電話|日本|お客|迷惑"
    r"|^(?:the|this|that|my|your|a|an|it|they|which|what|who|unknown|real|official)\b"
)
_LEADING = re.compile(r"^(?:the|a|an|my) ", re.IGNORECASE)


class Asked(NamedTuple):
    """Whose number a message asks for; `party` is None where the name is not known. `plainly`: it asks for
    nothing else.
    """

    name: str
    party: Party | None
    plainly: bool = True


def asked_for(turn: Turn) -> Asked | None:
    """Whose number the message asks for; None where it does not ask for one by name."""
    plain_text = (
        unicodedata.normalize("NFKC", turn.text).replace("ばんごう", "番号").replace("でんわ", "電話")
    )
    if not _ASKS_FOR_NUMBER.search(plain_text) or _NOT_ASKED.search(plain_text):
        return None
    named = turn.know.registry.callers.named(turn.text)
    if named:
        if named[0].loose and len(plain_text) > _TALE:
            return None  # a tale in which the family, or "the bank", has its part
        plainly = len(plain_text) <= _TALE and bool(_PLAINLY.search(plain_text))
        return Asked(named[0].called(turn.texts), named[0] if named[0].id else None, plainly)
    name = _stranger(turn.text)
    return Asked(name, turn.know.registry.callers.misspelt(name)) if name else None


def answer_name(turn: Turn, asked: Asked) -> Said:
    """The organisation's desks, best first; a choice where several answer to the name; else that it is unknown."""
    if asked.party is None:
        return _told(turn, turn.texts.say("name.unknown", name=asked.name))
    rung = [one for one in asked.party.members if turn.know.registry.desks(one)]
    own = asked.party.desk if asked.party.desk in rung else rung[0] if len(rung) == 1 else ""
    others = tuple(one for one in rung if one != own)
    if own:
        return _desks(turn, turn.know.registry.organisation(own), _choices(turn, others))
    if others:
        text = turn.texts.say("name.which", name=asked.party.called(turn.texts))
        return _told(turn, text, _choices(turn, others))
    if asked.party.id in asked.party.members:
        return _desks(turn, turn.know.registry.organisation(asked.party.id), ())
    return _told(turn, turn.texts.say("name.no_desk", name=asked.party.called(turn.texts)))


def _desks(turn: Turn, organisation: Organisation, choices: tuple[Button, ...]) -> Said:
    found = fitting(turn.know.registry.desks(organisation.id), turn.text, turn.know.purposes)
    desks = found.desks[:LISTED]
    outgoing = turn.know.registry.outgoing(organisation.id)[: LISTED - len(desks)]
    official = desks and all(is_official(desk, turn) for desk in desks)
    card = Card(
        title=turn.texts.say("name.title", organisation=name_of(organisation, turn)),
        rows=(
            *(Row(turn.know.reader.written(desk.number), _about(turn, desk)) for desk in desks),
            *(Row(turn.know.reader.written(one.number), _rings_from(turn, one)) for one in outgoing),
        ),
        notes=tuple(_notes(turn, found)),
        advice=tuple(
            turn.texts.say(key) for key in (*(() if official else ("advice.compare",)), "advice.forged")
        ),
        sources=tuple(dict.fromkeys(source_of(claim, turn) for claim in (*desks, *outgoing))),
    )
    numbers = [turn.know.reader.canonical(claim.number) for claim in (*desks, *outgoing)]
    reply = Reply(
        parts=(card,),
        text=plain((card,), turn.texts),
        choices=choices,
        language=turn.language,
        kind="lookup",
        numbers=tuple(dossier_of(turn, number).judged for number in numbers if number),
    )
    session = msgspec.structs.replace(turn.session, organisation=organisation.id, numbers=(), offered=())
    return Said(reply, session, turn.preferences)


def _notes(turn: Turn, found: Fitting) -> list[str]:
    if not found.desks:
        return [turn.texts.say("name.none")]
    return [turn.texts.say("name.no_such_desk")] if found.asked and not found.fits else []


def _told(turn: Turn, text: str, choices: tuple[Button, ...] = ()) -> Said:
    reply = Reply(parts=(Text(text),), text=text, choices=choices, language=turn.language, kind="lookup")
    return Said(reply, turn.session, turn.preferences)


def _choices(turn: Turn, organisations: tuple[str, ...]) -> tuple[Button, ...]:
    return tuple(
        lasting_button(name_of(turn.know.registry.organisation(one), turn)[:LABEL], "name", one)
        for one in organisations[:CHOICES]
    )


def _about(turn: Turn, desk: Claim) -> str:
    parts = filter(None, (turn.texts.choose(desk.purpose), hours(desk, turn)))
    return turn.texts.say("list.comma").join(parts) or turn.texts.say("name.no_details")


def _rings_from(turn: Turn, claim: Claim) -> str:
    purpose = turn.texts.choose(claim.purpose) or turn.texts.say("name.no_details")
    return turn.texts.say("name.rings_from", purpose=purpose)


def _stranger(text: str) -> str:
    """The name, known or not, whose number the whole message asks for; "" where it asks something else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    for pattern in _WHOLE:
        if found := pattern.search(plain):
            name = _LEADING.sub("", found[1].strip())
            return "" if len(name) < 2 or _NOBODY.search(name.lower()) else name
    return ""
