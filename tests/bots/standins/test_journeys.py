"""The journeys of docs/journeys.md on the product's own content, through both adapters, without a browser."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from bots.answering import lone_bot
from bots.standins.sides import sides
from bots.web.fragments import Fragments
from bots.web.frames import Frame, Shown
from bots.web.journeys import JOURNEYS, Journey, Press
from tests.core.talk import NOON, product
from tests.fakes.bot_api import violations
from tests.fakes.line_schema import check_messages

DOCS = Path(__file__).parents[3] / "docs"
CONVERSATION = "0123456789abcdef"


class Person:
    """Somebody on one side of the page."""

    def __init__(self, journey: Journey) -> None:
        sides_ = sides(lone_bot(product()).answer)
        self.platform = journey.platform
        self._side, self._says = sides_.by_platform[journey.platform], sides_.says
        self._fragments = Fragments(sides_.says)
        self._shown = Shown([], "ja")
        self._done = 0

    async def does(self, **fields: Any) -> str:
        """What the platform is sent then, all of it known to the page; its HTML."""
        self._done += 1
        frame = Frame(id=f"a{self._done}", room="private", conversation=CONVERSATION, **fields)
        self._shown = await self._side(frame, NOON + self._done)
        if self.platform == "line":
            assert check_messages(self._shown.messages) == []
        else:
            assert [violations("sendMessage", dict(message)) for message in self._shown.messages] == [[]]
        return self._fragments.answer(self.platform, self._shown, frame)

    async def act(self, act: str | Press) -> str:
        if isinstance(act, str):
            return await self.does(kind="said", text=act)
        (data,) = {data for label, data in pressed(self._shown.messages) if label == act.label}
        return await self.does(kind="pressed", button=data)


def pressed(part: Any) -> Iterator[tuple[str, str]]:
    """Labels and data of whatever can be pressed in a payload."""
    if isinstance(part, Mapping):
        if "data" in part:
            yield part["label"], part["data"]
        if "callback_data" in part:
            yield part["text"], part["callback_data"]
        part = list(part.values())
    if isinstance(part, Sequence) and not isinstance(part, str):
        for inner in part:
            yield from pressed(inner)


def text_of(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.platform)
async def test_each_step_says_what_it_must_in_payloads_that_the_platform_takes(journey: Journey) -> None:
    person = Person(journey)
    greeting = await person.does(kind="entered")
    assert all(words in text_of(greeting) for words in journey.greeting)
    for step in journey.steps:
        told = "".join([text_of(await person.act(act)) for act in step.does])
        assert [words for words in step.sees if words not in told] == [], step.name


def test_both_journeys_go_the_whole_way() -> None:
    names = ["language", "number", "follow-up", "sms", "damage", "forget"]
    assert [[step.name for step in journey.steps] for journey in JOURNEYS] == [names, names]
    assert [journey.platform for journey in JOURNEYS] == ["line", "telegram"]


def test_the_page_of_journeys_shows_each_picture_once_and_each_is_there() -> None:
    steps = range(1, 2 + len(JOURNEYS[0].steps))
    pictures = [f"pictures/journey-{journey.platform}-{step}.png" for step in steps for journey in JOURNEYS]
    assert re.findall(r"\]\(([^)]+\.png)\)", (DOCS / "journeys.md").read_text()) == pictures
    assert [picture for picture in pictures if not (DOCS / picture).is_file()] == []


def test_pictures_in_the_documents_are_small() -> None:
    large = {file.name for file in (DOCS / "pictures").glob("*.png") if file.stat().st_size > 160_000}
    assert large == set()
