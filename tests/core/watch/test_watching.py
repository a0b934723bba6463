"""The watch in a group, and the check of a pasted message, as conversations with the core."""

import msgspec
import pytest

from core.answer.message_check import broken
from core.bot import Bot
from core.messages import Button, Reply
from core.sessions import TIME_TO_LIVE
from core.stores import Opened
from core.stores.memory import MemorySessions
from tests.core.talk import NOON, Talk, buttons, group, new_bot, product

SCAM = "警視庁の者です。あなたの口座が犯罪に使われています。逮捕を避けるため本日中に全額を指定口座へ振り込み、誰にも言わないでください"
OTHER = "母さん俺だけど会社の鞄を電車に忘れた。今日の3時までに200万振り込んでほしい、父さんには内緒で"
THIRD = "使わない通帳とキャッシュカードを1冊5万円で買い取ります。暗証番号も一緒に、DMください"
FOURTH = "【佐川急便】住所不明のため荷物を保管しています。本日中にこちらで更新し手数料をカードで支払ってください sgw.example"
ADMIN = {"admin": True}


def pressing(reply: Reply, label: str) -> Button:
    """The button that begins so."""
    return next(button for button in buttons(reply) if button.label.startswith(label))


async def test_a_scam_is_warned_of_in_four_lines() -> None:
    """The warning quotes the sign, says why and what to do, answers the message, and has three buttons."""
    reply = await group().happens(text=SCAM)

    assert reply
    assert reply.kind == "warning"
    assert reply.quote
    assert len(reply.text.splitlines()) <= 4
    assert "「" in reply.text
    assert "#9110" in reply.text
    assert "安全" not in reply.text
    assert ["くわしく見る", "まちがい", "8時間休む"] == [button.label for button in reply.choices]
    assert reply.reasons


@pytest.mark.parametrize(
    "text",
    [
        "明日の集合は駅前に10時でいい?",
        "これ詐欺?「" + SCAM + "」",
        "【注意】" + SCAM + " という電話が増えています。詐欺です",
        "サッカー部の部費6000円です。今月末までに会計の佐藤の口座へ振り込みお願いします",
    ],
)
async def test_everything_else_is_silence(text: str) -> None:
    """Everyday messages, questions, warnings and a club's account stay silent."""
    assert await group().happens(text=text) is None


async def test_the_same_text_is_warned_of_once_a_day_and_the_hour_has_three() -> None:
    """Cooldown and cap, across members."""
    bot = new_bot()
    one, two = group("U1", bot), group("U2", bot)

    assert await one.happens(text=SCAM)
    assert await two.happens(text=SCAM) is None
    assert await two.happens(text=OTHER)
    assert await one.happens(text=THIRD)
    assert await two.happens(text=FOURTH) is None


async def test_an_edit_of_a_message_that_was_warned_of_is_silent() -> None:
    """One message, one warning; an edit into a scam is warned of."""
    talk = group()
    assert await talk.happens(text=SCAM, message_id="m1")

    assert await talk.happens(text=SCAM + "!", message_id="m1", edited=True) is None
    assert await talk.happens(text="おはよう", message_id="m2") is None
    assert await talk.happens(text=OTHER, message_id="m2", edited=True)


async def test_the_same_event_again_gets_the_same_warning() -> None:
    """A warning that could not be sent comes again with its event."""
    talk = group()
    first = await talk.happens(text=SCAM, message_id="m1", time=talk.now)

    again = await talk.happens(text=SCAM, message_id="m1", time=talk.now - 1)

    assert first
    assert again
    assert first.text == again.text


async def test_a_message_taken_back_is_answered_by_nobody() -> None:
    """Withdrawing says nothing, and the record stands."""
    talk = group()
    assert await talk.happens(text=SCAM, message_id="m1")

    assert await talk.happens(happening="withdrawn", message_id="m1") is None
    assert await talk.happens(text=SCAM, message_id="m3") is None


async def test_admins_switch_the_watch_and_others_do_not() -> None:
    """Where the platform tells admins, they alone set it."""
    bot = new_bot()
    admin, member = group("U1", bot), group("U2", bot)

    refused = await member.say("/watch off", admin=False)
    assert "管理者" in refused.text
    assert await member.happens(text=SCAM)
    await admin.say("/watch off", **ADMIN)
    assert await member.happens(text=OTHER) is None
    assert await member.happens(text="番号番 無視したらどうなる?") is None
    await admin.say("/watch mention", **ADMIN)
    assert await member.happens(text=OTHER) is None
    assert await member.happens(text="番号番 無視したらどうなる?")
    await admin.say("/watch warn", **ADMIN)
    assert await member.happens(text=OTHER)


async def test_two_members_agree_where_admins_are_unknown() -> None:
    """One asks, another agrees by the button; the same one twice is not two."""
    bot = new_bot()
    one, two = group("U1", bot), group("U2", bot)

    asked = await one.say("/watch off")
    assert "もう一人" in asked.text
    assert "もう一人" in (await one.say("/watch off")).text
    assert "止めました" in (await two.press(pressing(asked, "賛成"))).text
    assert await one.happens(text=SCAM) is None


async def test_who_invited_the_bot_sets_it_alone() -> None:
    """Where the platform tells who invited."""
    talk = group("U1")
    introduction = await talk.happens(happening="joined")

    assert introduction
    assert "/watch off" in introduction.text
    assert "保存しません" in introduction.text
    assert "止めました" in (await talk.say("/watch off")).text


async def test_a_mute_ends_by_itself() -> None:
    """Eight hours, then warnings go on."""
    talk = group()
    await talk.say("/watch mute 8", **ADMIN)

    assert await talk.happens(text=SCAM) is None
    talk.now += 8 * 3600
    assert await talk.happens(text=SCAM)


async def test_a_false_alarm_silences_its_pattern_in_that_chat_and_is_counted() -> None:
    """The same trick asking for the same is silent there, in another chat it is not."""
    counted: list[str] = []
    bot = new_bot(notebook=Counting(counted))
    talk = group("U1", bot)
    warning = await talk.happens(text=SCAM)
    assert warning
    pattern = pressing(warning, "まちがい").value

    await talk.press(pressing(warning, "まちがい"))

    assert await talk.happens(text=SCAM.replace("警視庁", "大阪府警")) is None
    elsewhere = await Talk(bot, conversation="G2", group=True, addressed=False).happens(text=SCAM)
    assert elsewhere
    assert counted == [pattern.split(":")[2].partition("/")[0]]


async def test_details_and_leaving() -> None:
    """The button explains the trick; when asked by who may, the bot leaves."""
    talk = group()
    warning = await talk.happens(text=SCAM)
    assert warning

    assert "#9110" in (await talk.press(pressing(warning, "くわしく"))).text
    assert not (await talk.say("/leave")).leave
    assert (await talk.say("/leave", **ADMIN)).leave


@pytest.mark.parametrize("text", [SCAM, f"こんなのが来ました「{FOURTH}」これ本物?", FOURTH])
async def test_a_pasted_scam_is_checked_in_private(text: str) -> None:
    """Verdict, the signs quoted, what to do, the desks; a link that nobody can open by touching."""
    reply = await Talk(new_bot()).say(text)

    assert reply.kind == "message_check"
    assert reply.scam is True
    assert "詐欺のおそれ" in reply.text
    assert "188" in reply.text
    assert "sgw.example" not in reply.text


@pytest.mark.parametrize(
    "text",
    [
        "Số điện thoại của cảnh sát là gì?",
        "Qual é o número de telefone da polícia?",
        "Who may ask for my PIN?",
    ],
)
async def test_a_short_question_is_no_message(text: str) -> None:
    """Words in Latin letters are long: nobody pasted this."""
    assert (await Talk(new_bot()).say(text)).kind != "message_check"


async def test_a_group_may_ask_of_a_message() -> None:
    """Called by its name, the bot checks a quoted message in a group too."""
    reply = await group().say(f"番号番 これ本物?「{FOURTH}」")

    assert reply.kind == "message_check"
    assert reply.scam is True


async def test_an_ordinary_pasted_message_is_not_called_genuine() -> None:
    """Without clear signs the answer still says how to check."""
    reply = await Talk(new_bot()).say(
        "ご注文ありがとうございます。発送のお知らせです。詳しくは https://shop.example.jp/a をご覧ください。"
    )

    assert reply.kind == "message_check"
    assert reply.scam is False
    assert "本物とは言えません" in reply.text
    assert "https://shop" not in reply.text


async def test_a_screenshot_gets_a_polite_word() -> None:
    """Pictures are not read: please paste the text."""
    assert "貼って" in (await Talk(new_bot()).say("", happening="sent")).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://a.example/x", "h**p://a[.]example/x"),
        ("https://a.jp", "h**ps://a[.]jp"),
        ("12.5円", "12.5円"),
    ],
)
def test_links_are_broken(text: str, expected: str) -> None:
    """Neither a reader nor a preview opens them."""
    assert expected == broken(text)


class Counting:
    """A notebook that only counts false alarms."""

    def __init__(self, counted: list[str]) -> None:
        self._counted = counted

    def count(self, topic: str) -> None:
        """Not looked at here."""

    def count_false_alarm(self, pattern: str) -> None:
        self._counted.append(pattern)

    async def keep(self, note: object) -> None:
        """Not looked at here."""

    async def forget(self, owner: str) -> int:
        return 0


class Behind(MemorySessions):
    """Sessions whose reader sees a record of a moment ago: two processes at once read the same one."""

    async def open(self, session: str, preferences: str, sender: str) -> Opened:
        opened = await super().open(session, preferences, sender)
        return msgspec.structs.replace(opened, preferences=None)


async def test_two_that_read_the_same_record_warn_once() -> None:
    """Whoever claims the warning first gives it; the same event again gives it again."""
    bot = Bot(product(), Behind(TIME_TO_LIVE))
    one, two = group("U1", bot), group("U2", bot)

    first = await one.happens(text=SCAM, message_id="1", time=NOON)
    assert first
    assert await two.happens(text=SCAM, message_id="2", time=NOON) is None
    assert await one.happens(text=SCAM, message_id="1", time=NOON) == first


async def test_a_link_is_named_once_and_without_the_words_before_it() -> None:
    """Japanese sets no space before a link, and a link is no sign of its own."""
    reply = await Talk().say(
        "【水道局】未納のため本日給水を停止します。お支払いはこちらhttps://suido.example/a至急"
    )

    assert reply.scam
    assert reply.text.count("suido[.]example") == 1
    assert "h**ps://suido[.]example/a\n" in reply.text
