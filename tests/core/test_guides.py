"""Guides for a call under way."""

from pathlib import Path

import pytest

from core.content import ContentError
from core.guides import load_guides
from tests.core.talk import Talk, product

GOOD = (
    "- guide: g\n  entry: a\n  label: {ja: あ, en: a}\n  starts: [今]\n  then: g\n"
    "  steps:\n    - {say: {ja: い, en: i}, read: {ja: う, en: u}, closing: true}\n    - say: {ja: え, en: e}\n"
)


@pytest.mark.parametrize(
    ("text", "guide"),
    [
        ("今電話中", "during_call"),
        ("いまでんわちゅうです", "during_call"),
        ("ただいま通話中なのですが", "during_call"),
        ("今まさに話している途中です", "during_call"),
        ("相手がまだ電話を切らないで待っています", "during_call"),
        ("I'm on the phone with them", "during_call"),
        ("today he is still on the line", "during_call"),
        ("今かかってきてる", "ringing"),
        ("いま知らない番号から電話が鳴ってます", "ringing"),
        ("someone is calling me right now", "ringing"),
        ("今から折り返します", "ringing_back"),
        ("かけ直す手順", "ringing_back"),
        ("I am going to call them back now", "ringing_back"),
    ],
)
def test_who_needs_a_guide_now_gets_it(text: str, guide: str) -> None:
    """A call under way, one that rings, and one that is about to be made each have their guide."""
    found = product().guides.started_by(text)

    assert found
    assert found.guide == guide


@pytest.mark.parametrize(
    "text",
    [
        "昨日電話がかかってきた",
        "電話がかかってきたらどうする?",
        "電話中に番号を聞かれた人がいます",
        "今日電話がありました",
        "折り返していい?",
        "Should I call back?",
        "A call came yesterday",
        "電話が鳴りやまず困りました",
        "今インターホンが鳴ってます",
        "いま玄関のチャイムが鳴っています",
    ],
)
def test_what_is_over_or_may_come_needs_none(text: str) -> None:
    """A call of yesterday, or one that may come, starts no guide."""
    assert product().guides.started_by(text) is None


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("今電話中なんですが、お金を安全な口座へ移しなさいと言われています", "told_to_move_money"),
        ("I'm on the phone now, he says I have to transfer my money to a safe account", "told_to_move_money"),
        ("いま電話中。コンビニでカードを買ってこいと言われてる", "told_to_buy_prepaid_card"),
        ("今電話中なんだけど警察だって言ってる", "during_call"),
    ],
)
async def test_who_is_told_to_pay_in_a_call_is_to_hang_up(text: str, entry: str) -> None:
    """What to ask the caller comes only where none of that is told."""
    assert (await Talk().say(text)).faq == entry


def test_the_words_that_end_a_call_can_be_read_out() -> None:
    """The closing step of each guide that has one is to be read out, in both languages."""
    for name in ("during_call", "ringing_back"):
        guide = product().guides.get(name)
        assert guide
        assert set(guide.steps[guide.closing].read) == {"ja", "en"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("entry: a", "entry: b"), "no FAQ entry 'b'"),
        (("then: g", "then: h"), "no guide 'h'"),
        (("{ja: い, en: i}", "{ja: い}"), "lacks a language"),
        (("read: {ja: う, en: u}", "read: {en: u}"), "lacks a language"),
        (("starts: [今]", "starts: ['(']"), "not a pattern"),
        (("en: e}", f"en: {'e' * 200}}}"), "longer than"),
        (("closing", "shutting"), "shutting"),
    ],
)
def test_a_bad_guide_is_refused(tmp_path: Path, change: tuple[str, str], reason: str) -> None:
    """The error names file, line and reason."""
    file = tmp_path / "calls.yaml"
    file.write_text(GOOD)
    assert load_guides(file, {"a"}).get("g")
    file.write_text(GOOD.replace(*change))

    with pytest.raises(ContentError) as raised:
        load_guides(file, {"a"})

    assert raised.value.problems[0].line == 1
    assert reason in raised.value.problems[0].reason
