"""Short lines of plain text, for who asked for them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answer.large import COLUMNS, LETTERS, short_lines
from core.messages import Text
from tests.core.talk import Talk, new_bot

NUMBER = "0120-397-972"


@pytest.mark.parametrize(
    ("on", "off"), [("大きな字", "ふつうの字"), ("/large", "/large off"), ("字を大きく", "/ordinary")]
)
async def test_on_and_off(on: str, off: str) -> None:
    """Switched on, answers are text alone, until it is switched off."""
    talk = Talk()
    await talk.say(on)
    large = await talk.say(NUMBER)
    await talk.say(off)
    ordinary = await talk.say(NUMBER)

    assert [type(part) for part in large.parts] == [Text]
    assert large.parts == (Text(large.text),)
    assert ordinary.parts[0] != large.parts[0]
    assert not isinstance(ordinary.parts[0], Text)


async def test_what_it_says() -> None:
    """It says who, how sure, what to do and who says so, without addresses."""
    talk = Talk()
    await talk.say("大きな字")
    reply = await talk.say(NUMBER)

    for words in (NUMBER, "アコム", "どうすればいい?", "情報のもと"):
        assert words in reply.text
    assert "http" not in reply.text


async def test_what_can_be_pressed() -> None:
    """What was to be pressed on the card is offered below the text, and it still works."""
    talk = Talk()
    card = (await talk.say(NUMBER)).parts[0]
    assert not isinstance(card, Text)
    await talk.say("大きな字")

    choices = (await talk.say(NUMBER)).choices

    assert {button.kind for button in card.buttons} <= {button.kind for button in choices}
    assert len(choices) <= 13
    more = next(button for button in choices if button.label == "くわしく")
    assert NUMBER in (await talk.press(more)).text


async def test_it_lasts() -> None:
    """It outlasts the conversation, and goes with all else that is forgotten."""
    bot = new_bot()
    await Talk(bot).say("大きな字")
    assert [type(part) for part in (await Talk(bot).say(NUMBER)).parts] == [Text]

    await Talk(bot).say("忘れて")

    assert not isinstance((await Talk(bot).say(NUMBER)).parts[0], Text)


async def test_english() -> None:
    """English lines break between words."""
    talk = Talk()
    await talk.say("large print")
    reply = await talk.say(f"{NUMBER} called me, is it really them")

    assert all(len(line) <= COLUMNS or " " not in line for line in reply.text.splitlines())


def test_japanese_lines() -> None:
    """A line ends with a sentence, a long one with a phrase; numbers and brackets stay whole."""
    text = "かけ直すなら、いったん切って、アコムの 0120-629-215 へ。「もう切ります。」と言います。"

    assert short_lines(text, "ja").splitlines() == [
        "かけ直すなら、いったん切って、",
        "アコムの 0120-629-215 へ。",
        "「もう切ります。」と言います。",
    ]


@given(st.text(st.sampled_from("番号、。!?「」0120- \n"), max_size=200))
def test_nothing_is_lost(text: str) -> None:
    """Only breaks are added, and a line is long only where one phrase is."""
    lines = short_lines(text, "ja")

    assert re.sub(r"\s", "", lines) == re.sub(r"\s", "", text)
    for line in lines.splitlines():
        assert len(line) <= LETTERS or "、" not in line[:-1]
