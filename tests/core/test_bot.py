"""Conversations: sessions, commands, groups, limits."""

import pytest

from core.bot import Bot
from core.messages import Reply
from core.sessions import TIME_TO_LIVE
from core.stores import Opened, StoreDownError
from core.stores.memory import MemorySessions
from tests.core.talk import NOON, Talk, buttons, group, new_bot, product


async def test_a_question_after_a_number_is_about_its_owner() -> None:
    """The question "無視したら?" after ACOM's number is answered for ACOM, with its desks."""
    talk = Talk()
    await talk.say("0120-397-972")

    reply = await talk.say("無視したらどうなる?")

    assert reply.faq == "ignored_call"
    assert "アコム" in reply.text
    assert "0120-629-215" in reply.text
    assert "{organisation}" not in reply.text


async def test_a_new_number_changes_the_subject() -> None:
    """After a second number the next question is about that one's owner."""
    talk = Talk()
    await talk.say("0120-397-972")
    await talk.say("0120-240-365")

    reply = await talk.say("無視したらどうなる?")

    assert "プロミス" in reply.text
    assert "アコムと契約" not in reply.text


async def test_without_a_number_the_owner_is_that_company() -> None:
    """The same question without a number before it speaks of "that company"."""
    reply = await Talk().say("無視したらどうなる?")

    assert reply.faq == "ignored_call"
    assert "その会社" in reply.text


async def test_people_do_not_meet() -> None:
    """Another person's question is not about my number."""
    bot = new_bot()
    await Talk(bot).say("0120-397-972")

    reply = await Talk(bot, sender="U2", conversation="C2").say("無視したらどうなる?")

    assert "アコムと契約" not in reply.text


@pytest.mark.parametrize(
    "text", ["今日の天気は?", "好きな食べ物は何ですか", "What is the capital of France?"]
)
async def test_what_is_not_known_is_said(text: str) -> None:
    """A question that no entry answers gets "I don't know" and whom to ask."""
    reply = await Talk().say(text)

    assert reply.kind == "unknown"
    assert "188" in reply.text


async def test_every_button_works() -> None:
    """Each button of an answer, pressed, gives an answer that is no apology."""
    talk = Talk()
    reply = await talk.say("0120-397-972")
    apology = product().texts["ja"].say("button.unknown")

    pressed = [button for button in buttons(reply) if button.kind == "press"]

    assert len(pressed) >= 4
    for button in pressed:
        assert len(button.value.encode()) <= 64
        assert (await talk.press(button)).text != apology


async def test_an_old_button_is_answered_politely() -> None:
    """A button of an earlier conversation says so, and gives the general answer."""
    talk = Talk()
    old = next(
        button for button in (await talk.say("0120-397-972")).choices if "ignored_call" in button.value
    )

    later = Talk()
    later.now += 1800
    reply = await later.press(old)

    assert "前のお話のボタン" in reply.text
    assert "その会社" in reply.text


@pytest.mark.parametrize("data", ["", "x", "a:b:c", "xxxx:ask:none", "xxxx:more:x", "あ" * 100])
async def test_a_strange_button_is_answered_politely(data: str) -> None:
    """Data that is none of ours gets an apology and a way on."""
    reply = await Talk().happens(happening="pressed", button=data)

    assert reply
    assert "文字で送ってください" in reply.text


async def test_forget_deletes_session_and_preferences() -> None:
    """After /forget the number and the language are gone."""
    talk = Talk()
    await talk.say("/language en")
    await talk.say("0120-397-972")

    forgotten = await talk.say("/forget")
    reply = await talk.say("無視したらどうなる?")

    assert "deleted" in forgotten.text
    assert reply.language == "ja"
    assert "その会社" in reply.text


async def test_a_member_cannot_delete_a_groups_settings() -> None:
    """/forget in a group leaves the language that the group has chosen."""
    bot = new_bot()
    await group(bot=bot).say("/language en", addressed=True)
    await group(bot=bot).say("/forget", addressed=True)

    assert (await group("U2", bot).say("/help", addressed=True)).language == "en"


async def test_the_chosen_language_stays() -> None:
    """After /language en a Japanese text is answered in English too, until chosen otherwise."""
    talk = Talk()
    await talk.say("/language en")

    assert (await talk.say("無視したらどうなる?")).language == "en"
    assert (await talk.say("日本語")).language == "ja"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("/start", "番号番"),
        ("/help", "使い方"),
        ("使い方", "使い方"),
        ("/check", "0 から始まる"),
        ("/check 0120-397-972", "アコム"),
        ("/start check_0120397972", "アコム"),
        ("/language", "Which language"),
        ("/whatever", "使い方"),
        ("ありがとう", "どういたしまして"),
        ("", "使い方"),
    ],
)
async def test_commands(text: str, told: str) -> None:
    """Commands and their Japanese words are answered; an unknown one gets the help."""
    assert told in (await Talk().say(text)).text


async def test_meeting_and_joining() -> None:
    """A new friend is greeted; a group is told what is read, what is kept, and how to be rid of the bot."""
    met = await Talk().happens(happening="met")
    joined = await group().happens(happening="joined", addressed=True)

    assert met
    assert "番号番" in met.text
    assert joined
    for told in ("黙っています", "保存しません", "/leave"):
        assert told in joined.text


async def test_what_cannot_be_read_is_said_in_private_alone() -> None:
    """A sticker gets a friendly line in a private chat, silence in a group."""
    sent = await Talk().happens(happening="sent")

    assert sent
    assert "文字で" in sent.text
    assert await group().happens(happening="sent") is None


@pytest.mark.parametrize(
    "text",
    [
        "おはよう",
        "今日は10:30に集合",
        "0120-397-972 に電話して",
        "無視したらどうなる?",
        "/nonsense please",
        "1234567",
    ],
)
async def test_a_group_is_left_alone(text: str) -> None:
    """Chatter, ordinary numbers and questions to others are answered with silence."""
    assert await group().happens(text=text) is None


class UntouchedSessions(MemorySessions):
    """Sessions that nobody may open."""

    async def open(self, session: str, preferences: str, sender: str) -> Opened:
        raise AssertionError("opened")


async def test_chatter_costs_no_look_up_of_sessions() -> None:
    """A group message without a bad number does not touch the sessions."""
    bot = Bot(product(), UntouchedSessions(TIME_TO_LIVE))

    assert await group(bot=bot).happens(text="明日 0120-397-972 に電話する") is None


async def test_a_group_is_answered_when_it_asks() -> None:
    """A line that begins with the bot's name, or a mention, is answered as a reply to it."""
    named = await group().say("番号番 0120-397-972")
    mentioned = await group().say("0120-397-972", addressed=True)

    assert "アコム" in named.text
    assert named.quote
    assert mentioned.quote


async def test_a_command_in_a_group_is_meant_for_the_bot() -> None:
    """Where a platform does not say whom a message is for, one of our commands does."""
    assert "アコム" in (await group().say("/check 0120-397-972")).text
    assert await group().happens(text="使い方") is None
    assert await group().happens(text="/weather", addressed=True) is None


async def test_a_group_is_warned_once_a_day() -> None:
    """A number that cannot exist is warned of once in a chat and day."""
    talk = group()
    first = await talk.happens(text="ここにかけて 03-1234-5678")
    again = await talk.happens(text="03-1234-5678 だよ")
    talk.now += 24 * 3600
    tomorrow = await talk.happens(text="03-1234-5678")

    assert first
    assert first.kind == "warning"
    assert first.quote
    assert len(first.text.splitlines()) <= 4
    assert again is None
    assert tomorrow


async def test_a_group_is_warned_three_times_an_hour_at_most() -> None:
    """The fourth bad number within an hour is passed over in silence."""
    talk = group()

    replies = [await talk.happens(text=f"03-1234-567{number}") for number in range(4)]

    assert [True, True, True, False] == [reply is not None for reply in replies]


async def test_the_warnings_button_tells_more() -> None:
    """Details of a warning are the card of its number."""
    talk = group()
    warning = await talk.say("03-1234-5678")

    assert "実在しない" in (await talk.press(warning.choices[0])).text


async def test_a_flood_gets_one_note_and_then_silence() -> None:
    """Over the limit the sender is told once, then not answered until the minute is over."""
    talk = Talk(new_bot(most_a_minute=3))

    replies: list[Reply | None] = [await talk.happens(text="110") for _ in range(6)]

    assert [True, True, True, True, False, False] == [reply is not None for reply in replies]
    assert replies[3]
    assert "1分" in replies[3].text


async def test_an_edit_that_changes_nothing_is_silent() -> None:
    """An edited message with the same number is not answered again; with another one it is."""
    talk = Talk()
    await talk.say("0120-397-972", message_id="m")

    assert await talk.happens(text="0120-397-972です", message_id="m", edited=True) is None
    assert await talk.happens(text="0120-240-365", message_id="m", edited=True)


async def test_a_withdrawn_message_is_forgotten() -> None:
    """After its withdrawal a message's number is no longer spoken of."""
    talk = Talk()
    await talk.say("0120-397-972", message_id="m")
    assert await talk.happens(happening="withdrawn", message_id="m") is None

    assert "その会社" in (await talk.say("無視したらどうなる?")).text


class BrokenSessions(MemorySessions):
    """Sessions in a store that is gone."""

    async def open(self, session: str, preferences: str, sender: str) -> Opened:
        raise StoreDownError("gone")


async def test_a_store_that_is_gone_is_not_hidden() -> None:
    """The core says that it could not answer; what to tell people is the caller's to decide."""
    bot = Bot(product(), BrokenSessions(TIME_TO_LIVE))

    with pytest.raises(StoreDownError):
        await Talk(bot).say("110")


async def test_an_edit_that_could_not_be_answered_is_answered_when_it_comes_again() -> None:
    """The same edit, worked on anew after a crash, still gets its answer; a later one like it does not."""
    talk = Talk()
    await talk.say("0120-397-972", message_id="m")
    edit = {"text": "0120-240-365", "message_id": "m", "edited": True, "time": NOON + 60}

    assert await talk.happens(**edit)
    assert await talk.happens(**edit)
    assert await talk.happens(**{**edit, "time": NOON + 90}) is None


async def test_a_warning_that_could_not_be_sent_is_given_when_its_message_comes_again() -> None:
    """The same message, worked on anew after a crash, still warns; another one with the number does not."""
    bot = new_bot()
    message = {"text": "03-1234-5678", "message_id": "m", "time": NOON}

    assert await group(bot=bot).happens(**message)
    assert await group(bot=bot).happens(**message)
    assert await group(bot=bot).happens(**{**message, "message_id": "n"}) is None


async def test_another_message_with_the_same_number_is_answered() -> None:
    """Only an edit of the same message is passed over."""
    talk = Talk()
    await talk.say("0120-397-972", message_id="m")

    assert await talk.happens(text="0120-397-972", message_id="n", edited=True)


async def test_a_conversation_keeps_its_language() -> None:
    """After English a number alone, or a button, is answered in English."""
    talk = Talk()
    reply = await talk.say("Who is 0120-397-972?")

    assert (await talk.press(reply.choices[0])).language == "en"
    assert (await talk.say("0120-240-365")).language == "en"


async def test_a_withdrawn_message_is_forgotten_in_groups_too() -> None:
    """Nobody needs to address the bot to take back what was said."""
    talk = group()
    await talk.say("番号番 0120-397-972", message_id="m")
    assert await talk.happens(happening="withdrawn", message_id="m") is None

    assert "その会社" in (await talk.say("番号番 無視したらどうなる?")).text


async def test_another_member_presses_the_warnings_button() -> None:
    """The details of a warning are the same for everybody, and never old."""
    bot = new_bot()
    warning = await group("U1", bot).say("03-1234-5678")

    assert "前のお話" not in (await group("U2", bot).press(warning.choices[0])).text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("/start check_0120397972", "ja"),
        ("/start@BangobanBot check_0120397972", "ja"),
        ("/start inline", "ja"),
        ("/check 0120397972", "ja"),
        ("/check is this a scam", "en"),
        ("番号番 is this a scam", "en"),
        ("bangoban 詐欺ですか", "ja"),
    ],
)
async def test_a_command_is_no_language(text: str, language: str) -> None:
    """What a link or a menu writes says nothing of the language; the words beside it do."""
    reply = await Talk().say(text, language="ja")
    assert reply.language == language
