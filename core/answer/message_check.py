"""The check of a pasted message: verdict, signs quoted, links broken, what to do, and the entries that tell more."""

import re

import msgspec

from core.answer.command import say
from core.answer.knowledge import Said, Turn
from core.answer.lookup import answer_numbers
from core.answer.plain import plain
from core.answer.question import find, with_closest
from core.answer.warning import told_apart
from core.faq.search import Found
from core.faq.zones import zone
from core.messages import Card, Reply, SourceLine
from core.watch.judge import Judgement
from core.watch.pasted import Pasted
from core.watch.scams import Kind

_ASKS = re.compile(
    r"[?？]\s*$|(?:か|かな|の|よね|でしょう|教えて(?:下さい|ください|ほしいです|欲しいです)?|知りたい(?:です|のです|んです)?|お願い(?:します|いたします)?)[。!！\s]*$"
    # Chinese, Korean, Vietnamese, Portuguese
    r"|(?:[吗嗎呢]|怎么办|怎麼辦|该怎么做|該怎麼做)[。!！\s]*$|(?:나요|까요|가요|어떡해요?|어떡하죠)[.!\s]*$"
    r"|\b(?:không|sao|gì|thế nào|vậy|hả)(?: ạ)?[.!\s]*$|\bo que (?:eu )?(?:faço|devo fazer)[.!\s]*$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(https?)://|(?<=[A-Za-z0-9])\.(?=[A-Za-z]{2})")
_LINK = re.compile(r"[!-~]+")  # Japanese sets no space before a link
_AROUND = "'\"()<>[],;!"  # what stands around a link, and is no part of it
_BARE = re.compile(r"\s*https?://[!-~]+\s*", re.IGNORECASE)
_SHORTEST = 30  # characters: what is shorter, with nothing asked beside it, is somebody's own words …
# … and so is a short question in Latin letters, where a word takes three times as many, without a number or a link.
_QUESTION = re.compile(r"[^\d/@\n\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,60}\?")
MOST_SIGNS = 5


def check_message(turn: Turn) -> Said | None:
    """The check of a pasted message, in private or where the bot was called; None for what is nobody else's."""
    if turn.message.edited or turn.text.startswith("/"):
        return None
    pasted = turn.know.pasting.read(turn.text)
    if _is_own(pasted) and not _BARE.fullmatch(pasted.text):
        return None
    judged = turn.know.judge.judge(pasted.text, asked=True)
    found = find(turn) if judged.is_likely else Found()
    if not _is_told(turn, pasted, judged, found):
        return None
    said = _shown(turn, _checked(turn, judged, pasted.text), judged, found)
    return _with_numbers(turn, said) if turn.reading.numbers else said


def _is_own(pasted: Pasted) -> bool:
    """Whether nothing was pasted: these are the few words of whoever asks."""
    text = pasted.text.strip()
    short = len(pasted.text) < _SHORTEST or _QUESTION.fullmatch(text)
    return bool(short) and not pasted.asked and "\n" not in text


def broken(text: str) -> str:
    """The text with its links written so that nobody can open them by touching."""
    return _ADDRESS.sub(lambda found: f"h**p{found[1][4:]}://" if found[1] else "[.]", text)


def tell_kind(turn: Turn, name: str) -> Said:
    """More on a kind of scam: what it is, what to do, whom to ask, and where that is from."""
    kind = next((kind for kind in turn.know.judge.kinds.all if kind.kind == name), None)
    if kind is None:
        return say(turn, "button.unknown")
    name = turn.texts.choose(kind.names)
    card = Card(
        title=name[:1].upper() + name[1:],
        headline=turn.texts.say("watch.kind"),
        advice=tuple(turn.texts.say("check.advice").splitlines()),
        sources=_sources(turn, kind),
    )
    reply = Reply(
        parts=(card,), text=plain((card,), turn.texts), language=turn.language, kind="message_check"
    )
    return Said(reply, turn.session, turn.preferences)


def _sources(turn: Turn, kind: Kind) -> tuple[SourceLine, ...]:
    """Where the kind is described, where a page does."""
    if not kind.by:
        return ()
    seen = kind.date.removeprefix("seen ")
    date = kind.date if seen == kind.date else turn.texts.say("source.seen", date=seen)
    return (SourceLine(turn.texts.choose(kind.by), kind.source, date),)


def _is_told(turn: Turn, pasted: Pasted, judged: Judgement, found: Found) -> bool:
    """Whether the check is the answer. What people ask or tell in their own words is rather answered by an entry;
    without a sign of a scam only what has a link is said to be unclear.
    """
    asks = not pasted.asked and _ASKS.search(pasted.text)
    if not judged.is_likely:
        return bool(_ADDRESS.search(pasted.text)) and not asks
    if pasted.form or turn.reading.numbers:
        return True
    return not ((asks or zone(found) == "faq") and turn.know.voice.is_own(turn.text))


def _checked(turn: Turn, judged: Judgement, pasted: str) -> Card:
    """The card of a message that was checked."""
    scam = judged.is_likely
    signs = [
        turn.texts.say("check.sign", about=turn.texts.say(f"facet.{quoted.facet}"), text=broken(quoted.text))
        for quoted in told_apart(judged.signs)[:MOST_SIGNS]
    ]
    words = [word for word in _LINK.findall(pasted) if _ADDRESS.search(word)]
    links = [turn.texts.say("check.link", text=broken(word.strip(_AROUND))) for word in dict.fromkeys(words)]
    return Card(
        title=turn.texts.say("check.title"),
        verdict="danger" if scam else "unknown",
        headline=turn.texts.say("check.scam", kind=turn.texts.choose(judged.kinds[0].names))
        if scam
        else turn.texts.say("check.unclear"),
        notes=(*(signs if scam else ()), *links[:2]),
        advice=tuple(turn.texts.say("check.advice").splitlines()),
        sources=_sources(turn, judged.kinds[0]) if scam else (),
    )


def _shown(turn: Turn, card: Card, judged: Judgement, found: Found) -> Said:
    reply = Reply(
        parts=(card,),
        text=plain((card,), turn.texts),
        language=turn.language,
        kind="message_check",
        scam=judged.is_likely,
        score=judged.score,
        reasons=judged.codes() if judged.is_likely else (),
    )
    return with_closest(turn, Said(reply, turn.session, turn.preferences), found)


def _with_numbers(turn: Turn, said: Said) -> Said:
    """The numbers' cards stand below."""
    looked_up = answer_numbers(turn, turn.reading.numbers)
    if said.reply is None or looked_up.reply is None:
        return said
    parts = (*said.reply.parts, *(part for part in looked_up.reply.parts if isinstance(part, Card)))
    reply = msgspec.structs.replace(
        said.reply,
        parts=parts,
        text=plain(parts, turn.texts),
        numbers=looked_up.reply.numbers,
        choices=looked_up.reply.choices,
        suggestions=(),
    )
    return looked_up._replace(reply=reply)
