"""Numbers typed in another chat: their cards, and no trace of it."""

from core.messages import Card, Text
from tests.core.talk import Talk, card, new_bot

TYPED = {"happening": "typed", "addressed": True}


async def test_a_card_for_each_number() -> None:
    """Each number that is typed has its whole card, ten at most, each once."""
    talk = Talk()
    reply = await talk.say("0120-397-972 と 0120-629-215、もう一度 0120397972", **TYPED)
    assert [part.title for part in reply.parts if isinstance(part, Card)] == [
        "0120-397-972",
        "0120-629-215",
    ]
    assert [number.e164 for number in reply.numbers] == ["+81120397972", "+81120629215"]
    many = await talk.say(" ".join(f"0901234{number:04d}" for number in range(14)), **TYPED)
    assert len(many.parts) == 10


async def test_what_to_type() -> None:
    """Without a number the answer is one line that says what to type, in the language of the hint."""
    for text in ("", "0120", "アコム"):
        reply = await Talk().say(text, **TYPED)
        (part,) = reply.parts
        assert isinstance(part, Text)
        assert part.text == reply.text == "調べたい番号を続けて入力してください"
    assert (await Talk().say("0120", language="en", **TYPED)).text.startswith("Go on typing")


async def test_the_chosen_language_holds() -> None:
    """Who chose a language reads the cards in it."""
    talk = Talk()
    await talk.say("/language en")
    assert "Who" in card(await talk.say("0120397972", language="ja", **TYPED)).rows[0].label


async def test_no_trace() -> None:
    """Letter by letter, it neither counts towards the flood limit nor changes what the chat speaks of."""
    talk = Talk(new_bot(most_a_minute=3))
    first = await talk.say("0120-397-972")
    for end in range(1, 12):
        await talk.say("0312345678"[:end], **TYPED)
    reply = await talk.press(first.choices[0])
    assert reply.kind == "faq"
    assert "アコム" in reply.text
    assert "前のお話" not in reply.text
