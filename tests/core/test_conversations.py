"""Whole conversations on the core."""

import pytest

from core.messages import Reply
from core.notebook import Note
from core.sessions import TIME_TO_LIVE
from core.stores.memory import MemorySessions
from tests.core.conversations import Conversation, Turn, conversations
from tests.core.talk import Talk, buttons, new_bot, product

ALL = conversations()


class Notes:
    """A notebook in memory."""

    def __init__(self) -> None:
        self.topics: list[str] = []
        self.notes: list[Note] = []

    def count(self, topic: str) -> None:
        self.topics.append(topic)

    async def keep(self, note: Note) -> None:
        self.notes.append(note)

    async def forget(self, owner: str) -> int:
        before = len(self.notes)
        self.notes = [note for note in self.notes if note.owner != owner]
        return before - len(self.notes)


def test_there_are_forty_of_three_to_eight_turns() -> None:
    """The file holds 40 conversations or more, each of 3 to 8 turns, each about something else."""
    assert len(ALL) >= 40
    assert len({conversation.about for conversation in ALL}) == len(ALL)
    assert [] == [conversation.about for conversation in ALL if not 3 <= len(conversation.turns) <= 8]


@pytest.mark.parametrize("conversation", ALL, ids=lambda conversation: conversation.about)
async def test_each_turn_is_answered_as_it_must_be(conversation: Conversation) -> None:
    """What the file demands stands in each answer, and nothing that it forbids."""
    talk, last = Talk(new_bot(notebook=Notes())), None
    for turn in conversation.turns:
        last = await _take(talk, turn, last)
        assert [] == turn.wrong_in(last.text), (turn, last.text)


async def _take(talk: Talk, turn: Turn, last: Reply | None) -> Reply:
    if turn.say:
        return await talk.say(turn.say)
    assert last
    return await talk.press(next(each for each in buttons(last) if each.label.startswith(turn.press)))


async def test_after_its_time_a_conversation_begins_anew() -> None:
    """Thirty minutes of silence, and neither owner, offer nor guide is remembered."""
    assert TIME_TO_LIVE == 30 * 60
    talk = Talk(new_bot(sessions=MemorySessions(0.0)))
    await talk.say("0120-397-972")

    assert "アコムと契約" not in (await talk.say("無視したら?")).text
    assert "選ぶものが" in (await talk.say("2番目")).text
    await talk.say("今電話中")
    assert "2 / 5" not in (await talk.say("次")).text


async def test_what_is_not_answered_is_counted_by_topic_alone() -> None:
    """Each question without an answer counts once, under one of the listed topics."""
    notes = Notes()
    talk = Talk(new_bot(notebook=notes))

    await talk.say("好きな食べ物は何ですか")
    await talk.say("0120-397-972")

    assert notes.topics == ["other"]
    assert notes.notes == []


async def test_a_question_is_kept_with_consent_alone_and_without_digits() -> None:
    """Only the button keeps the text, once, digits hidden, under a hash; forgetting deletes it."""
    notes = Notes()
    talk = Talk(new_bot(notebook=notes))
    unknown = await talk.say("カレー5人前の作り方を教えて")
    keep = next(button for button in unknown.choices if ":keep:" in button.value)
    assert notes.notes == []

    await talk.press(keep)
    again = await talk.press(keep)

    (note,) = notes.notes
    assert note.text == "カレー＊人前の作り方を教えて"
    assert note.date == "2025-11-24"
    assert note.topic in product().topics.names()
    assert "U1" not in note.owner
    assert "もう一度送って" in again.text
    await talk.say("忘れて")
    assert notes.notes == []


async def test_without_a_notebook_nothing_is_offered_for_keeping() -> None:
    """Where nothing can be kept, no button promises it."""
    unknown = await Talk().say("好きな食べ物は何ですか")

    assert not any(":keep:" in button.value for button in unknown.choices)


async def test_damage_is_told_first_and_the_card_after() -> None:
    """In a message with a number the steps stand above its card; the owner is spoken of from then on."""
    talk = Talk()
    reply = await talk.say("カード番号を言ってしまった。0120-397-972からです")

    assert reply.faq == "told_card_number"
    assert reply.text.index("カードを止めて") < reply.text.index("📋")
    assert [number.e164 for number in reply.numbers] == ["+81120397972"]
    assert "アコムと契約" in (await talk.say("無視したら?")).text


async def test_steps_are_short_enough_for_a_caller_on_the_line() -> None:
    """No step of a call has more than seven lines before the owner's desks."""
    talk = Talk()
    reply = await talk.say("今電話中")
    for _ in range(4):
        assert len([line for line in reply.text.splitlines() if line]) <= 8
        reply = await talk.say("次")


@pytest.mark.parametrize(("text", "language"), [("English please", "en"), ("英語でお願いします", "en")])
async def test_a_language_asked_for_politely_is_chosen(text: str, language: str) -> None:
    """As the bare name of the language is."""
    reply = await Talk().say(text)

    assert reply.kind == "command"
    assert reply.language == language


async def test_what_was_said_is_said_again() -> None:
    """An answer, and the step of a call under way rather than its first."""
    talk = Talk()
    told = await talk.say("暗証番号を教えてしまいました")
    assert (await talk.say("同じことをもう一度教えて")).faq == told.faq == "told_pin"

    await talk.say("今まさに電話がつながっています")
    step = await talk.say("次")
    assert (await talk.say("もう一度")).text == step.text
    assert (await Talk().say("もう一度")).kind == "command"
