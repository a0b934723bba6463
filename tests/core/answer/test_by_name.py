"""Questions by name: whose number, for what, and what is said where it is not known."""

from pathlib import Path

import msgspec
import pytest

from core.messages import Card
from tests.core.talk import Talk, buttons, card, new_bot

FILE = Path(__file__).parents[2] / "data" / "by_name.jsonl"


async def test_the_desk_that_fits_comes_first() -> None:
    """For a lender's repayment desk that desk is first, for cancelling the one that says so."""
    first = card(await Talk().say("プロミスの返済の相談の窓口は?")).rows[0]
    assert "返済" in first.value

    cancel = card(await Talk().say("アコムを解約したい。電話番号は?")).rows[0]
    assert "解約" in cancel.value


async def test_a_matter_without_a_desk_is_said() -> None:
    """No desk of its own for cancelling: that is said, and the others are given."""
    reply = await Talk().say("プロミスの解約の窓口")

    assert card(reply).rows
    assert "お聞きの用件だけの窓口は、手元の情報にありません" in reply.text


@pytest.mark.parametrize(
    ("text", "labels"),
    [("楽天の電話番号は?", ["楽天カード", "楽天銀行"]), ("NTTの電話番号は?", ["NTT西日本", "NTTドコモ"])],
)
async def test_several_of_one_name_are_offered(text: str, labels: list[str]) -> None:
    """A choice of buttons, and a press gives that organisation's numbers."""
    talk = Talk()
    reply = await talk.say(text)
    assert reply.kind == "lookup"
    assert [button.label for button in reply.choices] == labels

    pressed = await talk.press(buttons(reply)[0])
    assert labels[0] in card(pressed).title
    assert pressed.numbers


async def test_a_kind_with_a_desk_of_its_own_gives_it_and_the_others() -> None:
    """The police: its advice line first, single stations as buttons."""
    reply = await Talk().say("警察の電話番号は?")

    assert reply.numbers[0].e164 == "#9110"
    assert "警視庁" in [button.label for button in reply.choices]


@pytest.mark.parametrize(
    "text",
    [
        "ほげほげ商事の電話番号は?",
        "What is the number for Foobar Bank?",
        "What is Hogehoge Trading's phone number?",
    ],
)
async def test_a_name_that_is_not_known_is_said_to_be_not_known(text: str) -> None:
    """The name is repeated, and where to look instead; it never falls through to the questions."""
    reply = await Talk().say(text)

    assert reply.kind == "lookup"
    assert not reply.numbers
    assert any(name in reply.text.lower() for name in ("ほげほげ商事", "foobar bank", "hogehoge trading"))
    assert "公式サイト" in reply.text or "official website" in reply.text


@pytest.mark.parametrize("text", ["税務署の電話番号", "佐川急便の電話番号は?"])
async def test_a_known_name_without_a_number_is_said_to_have_none(text: str) -> None:
    """No number is made up for it."""
    reply = await Talk().say(text)

    assert reply.kind == "lookup"
    assert not reply.numbers
    assert "公式サイト" in reply.text


async def test_a_slip_in_the_name_is_understood() -> None:
    """アイフール is アイフル, and the card says so in its title."""
    assert "アイフルの電話番号" in card(await Talk().say("アイフールの電話番号は?")).title


@pytest.mark.parametrize(
    "text", ["この番号の電話番号は?", "詐欺の相談窓口はどこですか", "知らない番号は出ない方がいい?"]
)
async def test_questions_that_name_nobody_stay_questions(text: str) -> None:
    """Neither "this number" nor a matter nor an unknown number is a name."""
    reply = await Talk().say(text)

    assert reply.kind in ("faq", "suggest", "unknown")
    assert not any(isinstance(part, Card) for part in reply.parts)


async def test_nearly_all_ways_to_ask_by_name_are_understood() -> None:
    """Seventy questions by somebody who had not seen the code: nine in ten get numbers, or hear that the name is not
    known.
    """
    questions = [msgspec.json.decode(line) for line in FILE.read_bytes().splitlines()]
    bot = new_bot(most_a_minute=None)
    wrong = []
    for question in questions:
        talk = Talk(bot, sender=question["id"], conversation=question["id"])
        reply = await talk.say(question["text"])
        if reply.kind != "lookup" or (question["organisation"] and not reply.numbers):
            wrong.append((question["text"], reply.kind))
    assert len(questions) == 70
    assert len(wrong) <= 7, wrong


async def test_who_asks_for_a_number_is_not_told_of_a_scam() -> None:
    """A lost phone and a suspended line are what swindlers speak of, too."""
    assert (await Talk().say("docomo number to suspend a lost phone")).kind == "lookup"


async def test_numbers_that_a_company_rings_from_are_told_apart_from_its_desks() -> None:
    reply = await Talk().say("アウロラ債権回収の番号は?")

    assert [number.e164 for number in reply.numbers] == ["+81354085192", "+81364324201", "+818076276900"]
    assert all("かけ直し用ではありません" in row.value for row in card(reply).rows)
    assert "かけられる窓口の情報がありません" in reply.text


@pytest.mark.parametrize("text", ["アコムの人に番号を聞かれた", "アコムに電話番号を教えてと言われた"])
async def test_who_was_asked_for_a_number_does_not_ask_for_one(text: str) -> None:
    assert "アコムの電話番号" not in (await Talk().say(text)).text.splitlines()[0]


@pytest.mark.parametrize(
    ("text", "looks_up"),
    [
        ("アコムの電話番号は?", True),
        ("警察の番号で、急ぎの時にかけるものと相談だけの時にかけるものとは、どう違うのでしょうか", False),
        ("My neighbour told me that ACOM's number is described differently on every website. Why?", False),
    ],
)
async def test_a_long_message_that_speaks_of_a_number_is_a_question(text: str, looks_up: bool) -> None:
    """A short one asks for the number; a long one asks what an entry answers."""
    reply = await Talk().say(text)

    assert (reply.kind == "lookup") is looks_up
    assert bool(reply.suggestions) is not looks_up
