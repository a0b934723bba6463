"""The reference below an answer on Telegram."""

from bots.reference import reference_of
from bots.telegram.footnote import footnoted
from core.messages import Headings

TRACED = Headings(reference="番号番")
LINE = f"番号番 #{reference_of('7')}"


def test_the_last_message_has_it() -> None:
    """It is the last line of the last message."""
    shown = footnoted([{"text": "a"}, {"text": "<b>b</b>", "chat_id": 1}], TRACED, "7")

    assert shown == [{"text": "a"}, {"text": f"<b>b</b>\n\n{LINE}", "chat_id": 1}]


def test_an_answer_that_is_not_traced_has_none() -> None:
    """A greeting shows no reference."""
    assert footnoted([{"text": "a"}], Headings(), "7") == [{"text": "a"}]
    assert footnoted([], TRACED, "7") == []


def test_a_full_message_has_none() -> None:
    """A message without room for it is sent as it is; what is escaped counts as what is seen."""
    assert footnoted([{"text": "a" * 4090}], TRACED, "7") == [{"text": "a" * 4090}]
    assert footnoted([{"text": "&amp;" * 1000}], TRACED, "7")[0]["text"].endswith(LINE)
