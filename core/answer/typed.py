"""What is shown of numbers while they are typed in another chat: their cards, and no trace of it."""

from core.answer.dossier import dossier_of
from core.answer.knowledge import Turn
from core.messages import Reply, Text

MOST = 10  # cards


def show_typed(turn: Turn) -> Reply:
    """A card for each of the first numbers; without any, one line that says what to type."""
    numbers = list({number.e164: number for number in turn.reading.numbers}.values())[:MOST]
    dossiers = [dossier_of(turn, number) for number in numbers]
    hint = turn.texts.say("typed.hint")
    return Reply(
        parts=tuple(dossier.card for dossier in dossiers) or (Text(hint),),
        text="\n\n".join(dossier.text for dossier in dossiers) or hint,
        language=turn.language,
        kind="lookup",
        numbers=tuple(dossier.judged for dossier in dossiers),
    )
