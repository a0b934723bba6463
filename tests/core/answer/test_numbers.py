"""What a number is answered with."""

import re

import pytest

from core.messages import Card
from tests.core.talk import Talk, buttons, card


async def test_a_claimed_number_names_who_says_so() -> None:
    """0120-397-972: third parties say that it is ACOM's; sources, ring-back desk and forgery are told."""
    reply = await Talk().say("0120397972から電話があった。アコムですか?")

    assert reply.kind == "claim_check"
    assert reply.numbers[0].verdict == "claimed"
    for told in ("アコム", "第三者", "情報のもと", "https://", "在籍確認", "0120-629-215", "偽装できます"):
        assert told in reply.text


async def test_contradictions_are_told_in_full() -> None:
    """The plain text says where the article contradicts itself; the card keeps the rest behind a button."""
    talk = Talk()
    reply = await talk.say("0120-397-972")
    more = next(button for button in buttons(reply) if ":more:" in button.value)
    told = await talk.press(more)

    assert "食い違っています" in reply.text
    assert len(card(reply).notes) == 4
    assert "食い違っています" in told.text


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("110", "official"),
        ("#9110", "official"),
        ("188", "official"),
        ("0570-051-051", "official"),
        ("0120-629-215", "claimed"),
        ("080-1234-5678", "unknown"),
        ("0120-039-197", "caution"),
        ("075-451-9111", "caution"),
        ("03-1234-5678", "impossible"),
        ("+295 1234567", "impossible"),
    ],
)
async def test_verdicts(text: str, verdict: str) -> None:
    """Each verdict is reached, and its card says what to do and that a display can be forged."""
    reply = await Talk().say(text)

    assert (verdict,) == tuple(number.verdict for number in reply.numbers)
    assert card(reply).advice
    assert "偽装できます" in reply.text
    assert buttons(reply)


async def test_a_mismatch_is_a_caution_and_no_proof() -> None:
    """A number of another owner than the one named: caution, both named, and why it is not proof."""
    reply = await Talk().say("0120-240-365 アコムと名乗られた")

    assert reply.kind == "claim_check"
    assert reply.numbers[0].verdict == "caution"
    assert "claimed_mismatch" in reply.numbers[0].reasons
    assert "プロミス" in reply.text
    assert "証拠とまでは言えません" in reply.text


async def test_an_unknown_number_is_never_a_match() -> None:
    """Nothing is known of the number: the answer cannot say, and names the desk to ring."""
    reply = await Talk().say("080-1234-5678 アコムと言われた")

    assert reply.numbers[0].verdict == "unknown"
    assert "claimed_cannot_say" in reply.numbers[0].reasons
    assert "0120-629-215" in reply.text


async def test_an_official_number_is_never_called_harmless() -> None:
    """Even an official number's advice is to hang up and check."""
    reply = await Talk().say("0570-051-051")

    assert "いったん切って" in reply.text


async def test_many_numbers_get_few_cards() -> None:
    """Of 60 numbers three have a card, twenty a line, and the rest are counted."""
    text = " ".join(f"090-{1200 + number}-5678" for number in range(60))

    reply = await Talk().say(text)

    assert sum(isinstance(part, Card) for part in reply.parts) == 3
    assert reply.text.count("❔ 情報なし") == 20
    assert "残りの 37 件" in reply.text


async def test_a_number_twice_is_one() -> None:
    """The same number in two writings gets one card."""
    reply = await Talk().say("0120-397-972 (0120397972)")

    assert len(reply.numbers) == 1


async def test_a_contact_is_looked_up() -> None:
    """A shared contact is answered like its number."""
    reply = await Talk().happens(happening="contact", contact="+81120397972")

    assert reply
    assert reply.numbers[0].e164 == "+81120397972"


async def test_a_contact_without_number_is_answered() -> None:
    """A contact that holds no telephone number is asked for one."""
    reply = await Talk().happens(happening="contact", contact="x")

    assert reply
    assert "0 から始まる" in reply.text


@pytest.mark.parametrize(
    ("text", "told"), [("03-XXXX-XXXX からです", "かくれている"), ("3221-9225", "市外局番")]
)
async def test_what_cannot_be_looked_up_says_why(text: str, told: str) -> None:
    """A masked number, or one without its area code, gets the reason and how to write it."""
    reply = await Talk().say(text)

    assert told in reply.text
    assert "0120-123-456" in reply.text


async def test_english_is_complete() -> None:
    """The same answer in English has no Japanese in it, titles of sources included."""
    reply = await Talk().say("Who is this 0120-397-972? They said they are ACOM")

    assert reply.language == "en"
    assert "ACOM" in reply.text
    assert "can be forged" in reply.text
    assert "(not by Acom)" in reply.text
    assert not re.search("[ぁ-んァ-ヶ一-龥]", reply.text)


async def test_a_number_alone_is_answered_in_the_hinted_language() -> None:
    """Digits have no language: the platform's hint decides, else the default."""
    assert (await Talk().say("110", language="en-US")).language == "en"
    assert (await Talk().say("110", language="ja")).language == "ja"
    assert (await Talk().say("110")).language == "ja"


async def test_by_name() -> None:
    """An organisation's numbers are found by its name, with purposes and sources."""
    reply = await Talk().say("アコムの電話番号は?")

    assert reply.kind == "lookup"
    assert "+81120629215" in [number.e164 for number in reply.numbers]
    assert "総合カードローンデスク" in reply.text
    assert "情報のもと" in reply.text
    assert "0120-322-345" not in reply.text, "a fax machine is no desk"


@pytest.mark.parametrize(
    "text",
    ["0" * 10_000, "1" * 9_999, "☎️" * 500, "\u202e0120-397-972\u202c", "<b>0120-397-972</b>", "\ud800 110"],
)
async def test_odd_messages_are_answered(text: str) -> None:
    """Digits without end, emoji, right-to-left marks, HTML and half characters get a fitting answer."""
    reply = await Talk().say(text)

    assert 0 < len(reply.text) < 4000


@pytest.mark.parametrize("text", ["110", "119", "118"])
async def test_nobody_is_sent_to_an_emergency_number(text: str) -> None:
    """The card of an emergency number has no button to ring it, and says that it does not call people."""
    reply = await Talk().say(text)

    assert [button.kind for button in buttons(reply)] == ["copy"]
    assert "かけ直すなら" not in reply.text
    assert "こちらからかけるための番号" in reply.text


async def test_official_desks_need_no_comparison() -> None:
    """Nobody is told to compare 110 with the back of a card; a third party's numbers are to be compared."""
    assert "カードの裏" not in (await Talk().say("警察の電話番号は?")).text
    assert "カードの裏" in (await Talk().say("アコムの電話番号は?")).text
