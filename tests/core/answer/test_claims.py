"""Claim checks, calls at odd hours, look-alikes and listings, as a conversation shows them."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from core.current import Current
from core.messages import Card, Text
from core.recognise.calls import JAPAN
from core.registry.listings import Held, Import, Listing
from core.registry.load import Rows
from core.stores.registry import Content
from tests.core.talk import Talk, buttons, card, new_bot, product

CLAIMED = "+81120629215"  # said to be ACOM's, weekdays 9:00 to 18:00


def talk_at(year: int, month: int, day: int, hour: int, minute: int) -> Talk:
    talk = Talk()
    talk.now = datetime(year, month, day, hour, minute, tzinfo=JAPAN).timestamp()
    return talk


@pytest.mark.parametrize(
    "texts",
    [
        ("0120-629-215 警察を名乗る人からです",),
        ("0120-629-215", "この番号、本当に警察?"),
        ("0120-629-215", "警察だと言っています"),
        ("警察と名乗る電話がありました", "0120-629-215"),
        ("0120-629-215, they said they are the police",),
    ],
)
async def test_the_claim_and_the_number_may_come_in_two_messages(texts: tuple[str, ...]) -> None:
    """Together, number first, or claim first: the same comparison, with the real number to ring."""
    talk = Talk()
    *_, reply = [await talk.say(text) for text in texts]

    assert reply.kind == "claim_check"
    assert reply.numbers[0].e164 == CLAIMED
    assert "claimed_mismatch" in reply.numbers[0].reasons
    assert reply.numbers[0].verdict == "caution"
    assert "#9110" in card(reply).advice[-2]


async def test_what_a_caller_wants_is_told_beside_the_claim() -> None:
    """The card first; who calls it says itself, so that only a trick follows."""
    talk = Talk()
    await talk.say("0120-629-215")
    reply = await talk.say("市役所の人が保険料返すからATM行けって言われた")

    assert reply.kind == "claim_check"
    assert reply.faq == "refund_scam"
    assert "ATMに行かないでください" in reply.text
    assert [type(part) for part in reply.parts] == [Card, Text]
    assert not (await talk.say("警察だって言ってます")).faq


async def test_who_passes_a_tale_on_is_no_caller() -> None:
    """Who asks on behalf of "my daughter-in-law" claims nothing; who rang her says who they are."""
    talk = Talk()
    await talk.say("0120-629-215")

    reply = await talk.say("息子の嫁から相談なんやけど、市役所の人が保険料返すからATM行けって")
    assert reply.faq == "refund_scam"
    assert "「役所」かどうか" in reply.text
    assert "「ご家族」" not in reply.text


@pytest.mark.parametrize(
    "text",
    [
        "0120-629-215 銀行から聞きたいことがあると電話がありました",
        "0120-629-215 銀行から相談したいことがあると電話",
        "080-6527-4419 息子から相談があると電話がありました",
    ],
)
async def test_who_has_something_to_ask_is_a_caller(text: str) -> None:
    """Only what was passed on is not."""
    assert (await Talk().say(text)).kind == "claim_check"


@pytest.mark.parametrize("text", ["警察に電話していいレベルですか", "警察に通報したほうがいいですか"])
async def test_whom_one_would_ring_is_no_caller(text: str) -> None:
    """After a number, too: the question is answered."""
    talk = Talk()
    await talk.say("0120-629-215")

    assert (await talk.say(text)).kind == "faq"


async def test_a_claim_told_before_is_used_once() -> None:
    """The next number but one is another call."""
    talk = Talk()
    await talk.say("警察と名乗る電話がありました")
    await talk.say("0120-629-215")

    assert (await talk.say("0120-629-215")).kind == "lookup"


async def test_a_question_about_the_owner_is_no_claim_check() -> None:
    """A call from ACOM, may I ignore it: after a number that is a question."""
    talk = Talk()
    await talk.say("0120-629-215")

    assert (await talk.say("アコムから電話、無視していい?")).kind == "faq"


async def test_several_are_asked_about_and_the_owner_goes_first() -> None:
    """Where the message leaves open who it was, the one whose number it is said to be is compared."""
    reply = await Talk().say("0120-629-215 プロミスですか、アコムですか")

    assert "claimed_match_third_party" in reply.numbers[0].reasons


async def test_a_person_named_like_another_bank_is_no_alternative() -> None:
    """りそな銀行のみずほさん says りそな銀行: a number of みずほ銀行 does not match."""
    reply = await Talk().say("0120-415-415 りそな銀行のみずほさんという人から")

    assert "claimed_mismatch" in reply.numbers[0].reasons


async def test_an_unknown_name_is_answered_by_its_name() -> None:
    """A caller nobody knows: cannot say, by the name that was told, and no desk of somebody else's."""
    reply = await Talk().say("080-1234-5678 佐藤商事と名乗る電話")

    assert "claimed_cannot_say" in reply.numbers[0].reasons
    assert "佐藤商事" in card(reply).rows[0].label
    assert any("佐藤商事にかけるなら" in line for line in card(reply).advice)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("0120-629-215から夜の10時に電話", "caution"),
        ("0120-629-215から今日の10:00に電話", "claimed"),
        ("0120-629-215から電話", "claimed"),
    ],
)
async def test_a_call_outside_published_hours_is_a_caution(text: str, verdict: str) -> None:
    """At ten in the evening that desk is closed; at ten in the morning of a Tuesday it is open."""
    reply = await talk_at(2026, 11, 24, 23, 0).say(text)

    assert reply.numbers[0].verdict == verdict
    assert ("outside_hours" in reply.numbers[0].reasons) is (verdict == "caution")


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-11-24 12:00", "いまは受付時間内、今日の18:00まで"),
        ("2026-11-24 20:00", "いまは受付時間外、次は明日の9:00から"),
        ("2026-11-20 20:00", "いまは受付時間外、次は火曜日の9:00から"),
        ("2026-04-28 20:00", "いまは受付時間外、次は木曜日の9:00から"),
    ],
)
async def test_a_card_says_whether_the_desk_is_open(moment: str, told: str) -> None:
    """Open until, or closed and when it opens, weekends and holidays counted."""
    day, clock = moment.split()
    talk = talk_at(*map(int, (*day.split("-"), *clock.split(":"))))
    reply = await talk.say("0120-629-215")

    assert told in reply.text


async def test_open_or_closed_in_english() -> None:
    """The same in English."""
    reply = await talk_at(2026, 11, 27, 20, 0).say("0120-629-215", language="en")

    assert "now closed, opens Monday 9:00" in reply.text


async def test_a_look_alike_is_shown_beside_the_real_number() -> None:
    """The difference is marked in both, and the desk to ring is the real owner's."""
    reply = await Talk().say("0120-397-973")

    assert reply.numbers[0].reasons[0] == "look_alike"
    row = next(row for row in card(reply).rows if "【" in row.value)
    assert "0120-397-97【3】" in row.value
    assert "0120-397-97【2】" in row.value
    assert any(button.kind == "call" and button.value == "0120629215" for button in buttons(reply))


class Lists:
    """A registry's database in which one list has one number."""

    def __init__(self, number: str, listing: Listing) -> None:
        self._held = Held(listings={number: (listing,)})

    async def look_up(self, numbers: Sequence[str]) -> Held:
        return self._held

    async def content(self) -> Content:
        return Content()

    async def close(self) -> None: ...


async def test_reports_of_lists_are_told_with_their_source() -> None:
    """How many, by whom, the last day; and the list is among the sources."""
    ftc = Import(kind="ftc", name="ftc", title="FTC", url="https://example.org/ftc", date="2026-11-01")
    lists = Lists("+818012345678", Listing(ftc, "robocall", 6, "2026-10-20", "2026-11-20"))
    talk = talk_at(2026, 11, 24, 12, 0)
    talk.bot = new_bot(current=Current(product(), Rows((), (), ()), lists))
    reply = await talk.say("080-1234-5678")

    (judged,) = reply.numbers
    assert (judged.verdict, judged.reasons[0]) == ("caution", "reports")
    assert "6件。FTC、いちばん新しい知らせ: 2026-11-20" in reply.text
    assert judged.sources[0].url == "https://example.org/ftc"


async def test_whether_it_is_them_is_asked_of_the_claim_before() -> None:
    """Who called, the number, and "is it really them?": the claim is held against the number again."""
    talk = Talk()
    await talk.say("ゆうちょから電話きた")
    await talk.say("0120-108-420")

    reply = await talk.say("ほんもの?")
    assert reply.kind == "claim_check"
    assert "ゆうちょ銀行" in reply.text


async def test_a_claim_belongs_to_its_number_alone() -> None:
    talk = Talk()
    await talk.say("0120-108-420 ゆうちょと言われた")
    await talk.say("0120-629-215")

    assert (await talk.say("ほんもの?")).kind == "faq"


async def test_family_is_rung_on_the_number_known_before() -> None:
    reply = await Talk().say("孫だと言う人から。080-6527-4419")

    assert reply.kind == "claim_check"
    assert "前から知っている番号" in reply.text
