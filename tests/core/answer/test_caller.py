"""A caller is named, and no number."""

import pytest

from core.answer.knowledge import Faq
from core.bot import Bot
from core.faq.search import Found
from core.sessions import TIME_TO_LIVE
from core.stores.memory import MemorySessions
from tests.core.talk import Talk, product


class Counted(Faq):
    """Keeps what is searched for."""

    def __init__(self, whole: Faq) -> None:
        self.entries, self._whole = whole.entries, whole
        self.searched: list[str] = []

    def search(self, text: str, most: int) -> Found:
        """As the whole one does."""
        self.searched.append(text)
        return self._whole.search(text, most)


@pytest.mark.parametrize(
    ("text", "name", "asks"),
    [
        ("三井住友銀行を名乗る電話がきた", "三井住友銀行", "番号が分かれば、送ってください"),
        ("アコムを名乗る電話がきた", "アコム", "番号が分かれば、送ってください"),
        (
            "someone claiming to be from Rakuten Card called me",
            "Rakuten Card",
            "number that your phone showed",
        ),
    ],
)
async def test_the_number_is_asked_for_and_the_desks_are_told(text: str, name: str, asks: str) -> None:
    """Neither "I do not know" nor three questions alone."""
    reply = await Talk().say(text)

    assert asks in reply.text
    assert name in reply.text
    assert "0120" in reply.text


async def test_the_number_that_comes_next_is_compared_with_the_caller() -> None:
    """What was told is kept for it."""
    talk = Talk()
    await talk.say("三井住友銀行を名乗る電話がきた")

    assert (await talk.say("03-3501-1511")).kind == "claim_check"


async def test_what_an_entry_answers_is_answered_by_it() -> None:
    """A sure answer goes first."""
    assert (await Talk().say("日本年金機構を名乗る電話がありました")).faq == "pension_office_call"


@pytest.mark.parametrize(
    "text",
    [
        "一回も使ったことないのにアイフルから電話来るの謎なんだけど",
        "JCBから電話が来たけどうち犬しかいないよ",
    ],
)
async def test_the_closest_entries_are_offered_beside_it(text: str) -> None:
    """However unsure the search is, as here: somebody who tells of a call has a question."""
    reply = await Talk().say(text)

    assert reply.kind == "lookup"
    assert reply.suggestions
    assert len(reply.choices) == len(reply.suggestions)


async def test_what_is_chosen_by_its_place_is_what_the_card_offers() -> None:
    """Not what was offered before it."""
    talk = Talk()
    before = (await talk.say("お金のことで電話があって")).suggestions
    offered = (await talk.say("一回も使ったことないのにアイフルから電話来るの謎なんだけど")).suggestions

    assert before
    assert (await talk.say("2")).faq == offered[1] not in before


async def test_a_question_that_names_no_caller_is_searched_once() -> None:
    """A search is what an answer costs."""
    faq = Counted(product().faq["ja"])
    know = product()._replace(faq={**product().faq, "ja": faq})
    reply = await Talk(Bot(know, MemorySessions(TIME_TO_LIVE))).say("着信拒否したらどうなりますか")

    assert reply.faq == "blocked_number"
    assert len(faq.searched) == 1
