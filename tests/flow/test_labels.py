"""An entry whose question is too long for a button of LINE: its label is shown there, and means the entry."""

from collections.abc import Mapping
from typing import Any

import pytest

from bots.answering import lone_bot
from bots.standins.sides import sides
from bots.web.frames import Frame, Platform
from core.faq.entries import Entry
from core.messages import Language
from tests.core.talk import NOON, product

# What is asked, in words of the entry itself, and the entry beside it with a long question.
OFFERED: tuple[tuple[Language, str, str], ...] = (
    ("ja", "sent_money", "bought_prepaid_card"),
    ("en", "is_it_real", "forged_display"),
    ("en", "see_my_credit_record", "lending_limit"),
)
PLATFORMS: tuple[Platform, ...] = ("line", "telegram")


class Person:
    """Somebody who writes on a platform."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._side = sides(lone_bot(product()).answer).by_platform[platform]
        self._done = 0

    async def does(self, **fields: Any) -> tuple[str, dict[str, str]]:
        """All text of the answer, and what each button below it carries, by its label."""
        self._done += 1
        frame = Frame(id=f"a{self._done}", room="private", conversation="0123456789abcdef", **fields)
        shown = await self._side(frame, NOON + self._done)
        text = "\n".join(str(message.get("text", "")) for message in shown.messages)
        read = on_line if self._platform == "line" else on_telegram
        return text, read(shown.messages[-1])

    async def says(self, text: str) -> tuple[str, dict[str, str]]:
        return await self.does(kind="said", text=text)


def on_line(message: Mapping[str, Any]) -> dict[str, str]:
    actions = [item["action"] for item in message.get("quickReply", {"items": ()})["items"]]
    return {action["label"]: action["data"] for action in actions if "data" in action}


def on_telegram(message: Mapping[str, Any]) -> dict[str, str]:
    keys = [key for row in message.get("reply_markup", {}).get("inline_keyboard", ()) for key in row]
    return {key["text"]: key["callback_data"] for key in keys if "callback_data" in key}


def entry_of(language: Language, id_: str) -> Entry:
    return product().faq[language].entries[id_]


def first_line(entry: Entry) -> str:
    return entry.answer.partition("\n")[0]


@pytest.mark.parametrize(("language", "asked", "beside"), OFFERED)
async def test_a_button_of_line_shows_the_label_and_answers_its_entry(
    language: Language, asked: str, beside: str
) -> None:
    """It is whole, and carries what it carried before."""
    person, entry = Person("line"), entry_of(language, beside)
    _, buttons = await person.says(entry_of(language, asked).question)

    assert entry.label in buttons
    assert not any("…" in label for label in buttons)
    told, _ = await person.does(kind="pressed", button=buttons[str(entry.label)])
    assert first_line(entry) in told


@pytest.mark.parametrize(("language", "asked", "beside"), OFFERED)
async def test_who_types_the_label_is_answered(language: Language, asked: str, beside: str) -> None:
    """LINE on a desktop shows no quick replies, but somebody may have read them on the telephone."""
    person, entry = Person("line"), entry_of(language, beside)
    await person.says(entry_of(language, asked).question)

    told, _ = await person.says(str(entry.label))
    assert first_line(entry) in told


@pytest.mark.parametrize(("language", "asked", "beside"), OFFERED)
async def test_telegram_shows_the_whole_question(language: Language, asked: str, beside: str) -> None:
    """It has room, and its button answers as well."""
    person, entry = Person("telegram"), entry_of(language, beside)
    _, buttons = await person.says(entry_of(language, asked).question)

    assert entry.question in buttons
    told, _ = await person.does(kind="pressed", button=buttons[entry.question])
    assert first_line(entry) in told


async def test_what_is_asked_next_of_a_number_is_read_whole_too() -> None:
    """A follow-up has a wording of its own; where LINE would cut it, the label of its entry is shown."""
    entry = entry_of("en", "what_to_tell")
    below: dict[Platform, dict[str, str]] = {}
    for platform in PLATFORMS:
        person = Person(platform)
        await person.says("hello there")
        _, below[platform] = await person.says("0120-397-972")

    assert entry.label in below["line"]
    assert "What may I tell them?" in below["telegram"]
    assert not any("…" in label for label in below["line"])
