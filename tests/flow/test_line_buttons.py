"""Every button that the bot ever sends on LINE, pressed: at once, twice, late, and by somebody else.

The buttons are found by pressing what is found, from everything people say in the beginning. Each way goes
from LINE's event to the messages that LINE would get, and these are held against LINE's strict schema.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pytest

from bots.line.menu import menu_of
from bots.line.parse import Incoming, parse
from bots.line.render import render
from core.bot import Bot
from core.language import COMPLETE, TONGUES, asked_language
from core.messages import Language
from core.notebook import Note
from core.sessions import TIME_TO_LIVE
from core.stores import Opened
from tests.bots.line.events import GROUP, encode, event
from tests.core.conversations import NEVER
from tests.core.talk import NOON, product
from tests.fakes.line_schema import check_messages

Json = dict[str, Any]
LATE = 31 * 60.0  # seconds; a conversation is forgotten after thirty minutes
ME, OTHER = "U" + "1" * 32, "U" + "2" * 32
SAID: dict[Language, tuple[str, ...]] = {
    "ja": (
        "0120-397-972",
        "03-1234-5678",
        "090-1234-5678",
        "110",
        "+1 202 555 0100",
        "0120-397-972 と 03-1234-5678 と 0570-000-911",
        "0120-397-972 アコムですか?",
        "アコムの電話番号は?",
        "三井住友の電話番号は?",
        "今電話中です",
        "カード番号を教えてしまった",
        "お金を振り込んでしまいました",
        "返済の相談がしたい",
        "今日の天気は?",
        "使い方",
        "言語",
        "大きな字",
        "ふつうの字",
    ),
    "en": (
        "0120-397-972",
        "03-1234-5678",
        "What is ACOM's number?",
        "What is Mitsui Sumitomo's number?",
        "I am on the phone with them now",
        "I told them my card number",
        "I sent them money",
        "is it bad to answer",
        "What is the weather like?",
        "help",
        "language",
        "large print",
        "ordinary print",
    ),
}
# What the core knows to do when a button comes back; a new action belongs here, with something that sends it.
ACTIONS = {
    *("ask", "longer", "language", "help", "name", "check", "more", "large", "number"),
    *("guide", "done", "nothing", "none", "keep", "watch", "alarm"),
}
IN_GROUPS = {"check", "alarm", "watch"}  # warnings, and what a group may set


class Place(NamedTuple):
    """A moment in a conversation: what the stores hold, and the time."""

    held: dict[str, tuple[bytes, float]]
    now: float


class Found(NamedTuple):
    """A button, and the moment at which the bot sent it."""

    action: Json
    place: Place


class Shelf:
    """`Sessions` of which a copy can be taken, and put back."""

    def __init__(self) -> None:
        self.held: dict[str, tuple[bytes, float]] = {}
        self.now = NOON

    async def open(self, session: str, preferences: str, sender: str) -> Opened:
        kept = self.held.get(session)
        current = kept and self.now - kept[1] <= TIME_TO_LIVE
        return Opened(kept[0] if kept and current else None, self.held.get(preferences, (None, 0))[0], 1)

    async def save(self, session: str, value: bytes) -> None:
        self.held[session] = (value, self.now)

    async def prefer(self, preferences: str, value: bytes) -> None:
        self.held[preferences] = (value, self.now)

    async def claim(self, key: str, owner: str, seconds: float) -> bool:
        return True

    async def forget(self, *keys: str) -> int:
        return sum(self.held.pop(key, None) is not None for key in keys)


class Pages:
    """A notebook that keeps nothing: the bot offers to keep questions where there is one."""

    def count(self, topic: str) -> None:
        pass

    def count_false_alarm(self, kind: str) -> None:
        pass

    async def keep(self, note: Note) -> None:
        pass

    async def forget(self, sender: str) -> int:
        return 0


class Line:
    """LINE and the bot in one process: an event in, LINE's messages out. `group`: in a group, else in private."""

    def __init__(self, language: Language, *, group: bool) -> None:
        self.language: Language = language
        self.group = group
        self._shelf = Shelf()
        self._bot = Bot(product(), self._shelf, default_language="ja", most_a_minute=None, notebook=Pages())
        self._events = 0

    @property
    def place(self) -> Place:
        return Place(dict(self._shelf.held), self._shelf.now)

    def back_to(self, place: Place, later: float = 0.0) -> None:
        """Back to a moment, or some seconds after it."""
        self._shelf.held, self._shelf.now = dict(place.held), place.now + later

    async def say(self, text: str) -> list[Json]:
        called = f"番号番 {text}" if self.group else text
        content = {"type": "text", "id": f"m{self._events}", "quoteToken": "q", "text": called}
        return await self.happen("message", message=content)

    async def warned(self) -> list[Json]:
        """What a group is told of an impossible number that nobody asked about."""
        content = {"type": "text", "id": "bad", "quoteToken": "q", "text": "ここへ電話して 03-1234-5678"}
        return await self.happen("message", message=content)

    async def press(self, action: Json, who: str = ME) -> list[Json]:
        if action["type"] == "message":
            return await self.say(action["text"])
        return await self.happen("postback", who, postback={"data": action["data"]})

    async def happen(self, kind: str, who: str = ME, **fields: Any) -> list[Json]:
        """The messages of the answer; none is silence. LINE's schema has nothing against them."""
        self._events += 1
        self._shelf.now += 1
        source = (
            {"type": "group", "groupId": GROUP, "userId": who}
            if self.group
            else {"type": "user", "userId": who}
        )
        told = event(kind, source, replyToken="t", timestamp=int(self._shelf.now * 1000), **fields)
        incoming = parse(encode(told), 0.0)
        assert isinstance(incoming, Incoming)
        reply = await self._bot.answer(incoming.message)
        messages = render(reply, incoming.asked, "7K2F") if reply else []
        assert not messages or check_messages(messages) == []
        return messages


async def explored(line: Line) -> list[Found]:
    """All buttons, each at the moment when it was first sent."""
    start = line.place
    texts = product().texts[line.language]
    found: dict[str, Found] = {}
    waiting: deque[Found] = deque()

    def see(actions: Iterable[Json]) -> None:
        for action in actions:
            if (name := _name(action)) not in found:
                found[name] = Found(action, line.place)
                waiting.append(found[name])

    menu: Any = menu_of(texts, b"")["areas"]
    questions = [entry.question for entry in product().faq[line.language].entries.values()]
    if line.language == "en":
        # A person's own words are enough; a group chooses.
        await line.say("/language en" if line.group else "hello there")
        start = line.place
    see(area["action"] for area in menu)
    for text in (*SAID[line.language], *questions):
        line.back_to(start)
        see(_actions(await line.say(text)))
    line.back_to(start)
    see(_actions(await line.happen("join" if line.group else "follow")))
    line.back_to(start)
    see(_actions(await line.warned()))
    while waiting:
        action, place = waiting.popleft()
        if action["type"] in ("postback", "message"):
            line.back_to(place)
            see(_actions(await line.press(action)))
    return list(found.values())


@pytest.mark.parametrize("group", [False, True], ids=["private", "group"])
@pytest.mark.parametrize("language", COMPLETE)
async def test_every_button(language: Language, group: bool) -> None:
    """Each gives a sensible answer at once, a second time, and 31 minutes later; in groups to another member too."""
    line = Line(language, group=group)
    found = await explored(line)
    pressed = [one for one in found if one.action["type"] in ("postback", "message", "richmenuswitch")]
    sent = {one.action["data"].split(":")[1] for one in pressed if "data" in one.action}
    assert sent == ACTIONS - (set() if group else IN_GROUPS)
    assert len(pressed) > 150

    problems = []
    for action, place in pressed:
        spoken = _spoken_after(action, language)
        line.back_to(place)
        once = await line.press(action)
        problems += [f"{_name(action)} once: {problem}" for problem in _wrong(once, spoken)]
        twice = await line.press(action)
        problems += [f"{_name(action)} twice: {problem}" for problem in _wrong(twice, spoken)]
        line.back_to(place, LATE)
        late = await line.press(action)
        problems += [f"{_name(action)} late: {problem}" for problem in _wrong(late, spoken)]
        if group:
            line.back_to(place)
            theirs = await line.press(action, OTHER)
            problems += [f"{_name(action)} by another: {problem}" for problem in _wrong(theirs, spoken)]
            mentioned = str(theirs)
            problems += [] if OTHER in mentioned else [f"{_name(action)}: its presser is not mentioned"]
    assert problems == [], "\n".join(problems)


@pytest.mark.parametrize("language", COMPLETE)
async def test_what_the_phone_does_itself(language: Language) -> None:
    """Buttons that call, copy or open a page carry what the phone needs, and no more."""
    found = await explored(Line(language, group=False))
    kinds = {"uri": 0, "clipboard": 0}
    for action, _ in found:
        if action["type"] in kinds:
            kinds[action["type"]] += 1
            value = action.get("uri") or action["clipboardText"]
            assert re.fullmatch(r"tel:(\+|%23)?[0-9]+|[+#]?[0-9][0-9 -]+|https?://\S+", value), value
    assert min(kinds.values()) >= 4


def _spoken_after(action: Json, language: Language) -> Language:
    chosen = str(action.get("data", "")).partition(":language:")[2]
    return asked_language(chosen) or language


def _wrong(messages: list[Json], language: Language) -> Iterator[str]:
    """What makes an answer no sensible one."""
    told = "\n".join(_texts(messages))
    if not told.strip():
        yield "silence"
    for words in (*NEVER, product().texts[language].say("button.unknown")):
        if words in told:
            yield f"says {words!r}"
    japanese = len(re.findall("[ぁ-ん]", told))
    if japanese < 5 if TONGUES[language].base == "ja" else japanese > 10:
        yield f"not in {language}: {told[:80]!r}"


def _name(action: Json) -> str:
    """What a button does, whatever conversation it belongs to."""
    if "data" in action:
        return f"{action['type']} {action['data'].partition(':')[2]}"
    return f"{action['type']} {action.get('text') or action.get('uri') or action.get('clipboardText')}"


def _actions(messages: Any) -> Iterator[Json]:
    for node in _objects(messages):
        if isinstance(node.get("action"), dict) and node["action"]["type"] != "richmenuswitch":
            yield node["action"]


def _texts(messages: Any) -> Iterator[str]:
    """What can be read, labels of buttons aside."""
    for node in _objects(messages):
        if node.get("type") in ("text", "textV2"):
            yield str(node["text"])


def _objects(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _objects(part)
