"""What holds a conversation together: choosing from an offer, asking for more, for others, ending it."""

import re

import msgspec

from core.answer.command import say
from core.answer.dossier import dossier_of
from core.answer.guiding import go_on, has_hung_up, say_closing, show_step, told_nothing
from core.answer.knowledge import Said, Turn
from core.answer.lookup import answer_numbers, more_notes
from core.answer.question import OFFERED, give_entry, give_longer, offer
from core.answer.unanswered import say_unknown
from core.phrases import Meaning, bare
from core.sessions import Session

_PLACES: dict[Meaning, int] = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
_SHORTEST = 2  # letters of an offer's words that choose it
_SHORTEST_LATIN = 4

_CLAUSES = re.compile(r"[、。,!]\s*(?=\S)")
_LONG = 40  # letters; a longer message asks more than its last few words


def answer_phrase(turn: Turn, meaning: Meaning) -> Said:
    """The answer to one of the short things that people say; `config/phrases.yaml` has them."""
    match meaning:
        case "other":
            return offer_others(turn)
        case "details":
            return tell_more(turn)
        case "none":
            return nothing_fits(turn)
        case "stop":
            return stop(turn)
        case "next":
            return go_on(turn)
        case "closing":
            return say_closing(turn)
        case "done":
            return has_hung_up(turn)
        case "nothing":
            return told_nothing(turn)
        case "again":
            return say_again(turn)
        case place:
            return _choose(turn, place)


def chosen_by_words(turn: Turn) -> str:
    """The id of the one offered entry whose question or label holds these words, or ""."""
    words = bare(turn.text)
    if len(words) < (_SHORTEST_LATIN if words.isascii() else _SHORTEST):
        return ""
    fitting = [id_ for id_ in _on_offer(turn) if any(words in bare(shown) for shown in _shown(turn, id_))]
    return fitting[0] if len(fitting) == 1 else ""


def _shown(turn: Turn, id_: str) -> tuple[str, ...]:
    """What an entry's button may say."""
    entry = turn.faq.entries[id_]
    labels = {followup.entry: followup.label(turn.texts) for followup in turn.know.followups}
    return entry.question, entry.label or "", labels.get(id_, "")


def asked_in_context(turn: Turn) -> str:
    """The id of the entry that these few words mean while a number or an organisation is spoken of, or "".

    They may follow what happened, as in 「アコムから電話、無視していい?」.
    """
    if not turn.session.numbers and not turn.session.organisation:
        return ""
    last = _CLAUSES.split(turn.text)[-1] if len(turn.text) <= _LONG else ""
    return turn.know.in_context.get(bare(turn.text)) or turn.know.in_context.get(bare(last), "")


def offer_others(turn: Turn) -> Said:
    """The next questions that were not offered yet."""
    asked_next = tuple(followup.entry for followup in turn.know.followups)
    known = {*turn.session.seen, turn.session.entry}
    left = [id_ for id_ in dict.fromkeys((*turn.session.further, *asked_next)) if id_ not in known]
    if not left:
        return say(turn, "talk.no_other")
    return offer(turn, "talk.other", left[:OFFERED], left[OFFERED:])


def tell_more(turn: Turn) -> Said:
    """More on what was last spoken of: the entry, else the number."""
    entry = turn.faq.entries.get(turn.session.entry)
    if entry:
        return give_entry(turn, entry) if turn.session.guide else give_longer(turn, entry)
    number = turn.know.reader.canonical(turn.session.numbers[0]) if turn.session.numbers else None
    if number is None:
        return say(turn, "talk.nothing_to_add")
    has_notes = dossier_of(turn, number).card.notes
    return more_notes(turn, number) if has_notes else say(turn, "talk.all_told")


def say_again(turn: Turn) -> Said:
    """What was last said, once more: the step under way, an offer not taken, the entry, else the number."""
    guide = turn.know.guides.get(turn.session.guide)
    if guide:
        return show_step(turn, guide, turn.session.step)
    offered = _on_offer(turn)
    if turn.session.asked and offered:
        return offer(turn, "talk.which", offered, turn.session.further)
    if entry := turn.faq.entries.get(turn.session.entry):
        return give_entry(turn, entry)
    numbers = [number for said in turn.session.numbers if (number := turn.know.reader.canonical(said))]
    return answer_numbers(turn, numbers) if numbers else say(turn, "talk.nothing_to_add")


def nothing_fits(turn: Turn) -> Said:
    """None of the offered questions is the one: so the question was not answered."""
    if not turn.session.asked:
        return say(turn, "talk.no_guide")
    said = say_unknown(turn, turn.session.asked)
    if said.reply is None:
        return said
    return said._replace(reply=msgspec.structs.replace(said.reply, kind="unknown"))


def stop(turn: Turn) -> Said:
    """The subject is closed; nothing of it is remembered."""
    return say(turn, "talk.stop")._replace(session=Session(mark=turn.session.mark))


def _choose(turn: Turn, place: Meaning) -> Said:
    offered = _on_offer(turn)
    if not offered:
        return say(turn, "talk.nothing_offered")
    index = _index(place, len(offered))
    if index is None:
        return offer(turn, "talk.which", offered, turn.session.further)
    return give_entry(turn, turn.faq.entries[offered[index]])


def _index(place: Meaning, count: int) -> int | None:
    """Where that is among so many; None where there is no such place, or no one in the middle."""
    if place == "middle":
        return count // 2 if count % 2 else None
    index = _PLACES[place]
    return index if index < count else None


def _on_offer(turn: Turn) -> tuple[str, ...]:
    """What can be chosen: the entries last offered, else the buttons below a number's answer."""
    followups = [followup.entry for followup in turn.know.followups] if turn.session.numbers else []
    offered = turn.session.offered or followups
    return tuple(id_ for id_ in offered if id_ in turn.faq.entries)
