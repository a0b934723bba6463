"""From an event to its answer on LINE: replies, pushes, retries."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import msgspec
import pytest
from structlog.testing import capture_logs

from bots.line.adapter import Line
from bots.line.client import LineClient
from bots.metrics import Metrics
from bots.reference import reference_of
from core.messages import Card, Headings, Message, Reply, Text
from core.stores import Event, Stage, Work
from tests.bots.line.events import FROM_GROUP, FROM_USER, GROUP, TIME, USER, encode, event, message
from tests.fakes.line import LOADING, PUSH, QUOTA, RATE_LIMIT, REPLY, FakeLine, Fault
from tests.fakes.wired import wired

CARD = Reply(parts=(Card(title="0120-397-972", headline="🔎 不明"),), text="0120-397-972 不明")
TEXT = Reply(parts=(Text("はい"),), text="はい", quote=True)
TEXT_SAID = {"type": "text", "id": "501", "text": "110"}
TIMED_OUT, DROPPED, DOWN = Fault(delay=60), Fault(drop=True), Fault(500)
LIMITED = Fault(429, RATE_LIMIT)


class Clock:
    """Seconds that pass only in pauses; it starts a second after the event."""

    def __init__(self) -> None:
        self.now = TIME / 1000 + 1

    def __call__(self) -> float:
        return self.now


@dataclass
class FakeJob:
    """A job of the inbox that passes time by the clock, and notes what it was asked."""

    work: Work
    clock: Clock
    losing: str = ""  # what finds the conversation with another process, after `keeping` times
    keeping: int = 0
    asked: list[str] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    async def attempt(self) -> bool:
        return self._note("attempt")

    async def retract(self) -> bool:
        return self._note("retract")

    async def divert(self) -> bool:
        return self._note("divert")

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.clock.now += seconds

    def _note(self, what: str) -> bool:
        self.asked.append(what)
        return what != self.losing or self.asked.count(what) <= self.keeping


class Bot:
    """The core's place: it says `reply`, after `wait` seconds."""

    def __init__(self) -> None:
        self.reply: Reply | None = CARD
        self.wait = 0.0
        self.heard: list[Message] = []

    async def answer(self, said: Message) -> Reply | None:
        self.heard.append(said)
        await asyncio.sleep(self.wait)
        return self.reply


class Chat:
    """An adapter between a core and LINE, both fake."""

    def __init__(self, line: FakeLine, client: LineClient, metrics: Metrics) -> None:
        self.line, self.client, self.metrics = line, client, metrics
        self.bot, self.clock = Bot(), Clock()
        self.push_fallback = True

    def job(self, value: object | None = None, *, stage: Stage = Stage.NEW, accepted: float = 0.0) -> FakeJob:
        payload = encode(message() if value is None else value)
        return FakeJob(Work(Event("event-1", USER, payload), stage, accepted=accepted), self.clock)

    async def handle(self, job: FakeJob, delays: tuple[float, ...] = (1.0, 2.0, 4.0)) -> str:
        self.adapter = Line(
            self.client,
            self.bot.answer,
            self.metrics,
            push_fallback=self.push_fallback,
            clock=self.clock,
            delays=delays,
            patience=0.02,
        )
        return await self.adapter.handle(job)

    @property
    def ways(self) -> list[str]:
        return [sent.way for sent in self.line.sent]


async def eventually(happens: Callable[[], bool]) -> None:
    """Wait five seconds at most until it is true."""
    for _ in range(500):
        if happens():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("waited in vain")


def calls(chat: Chat, method: str, status: str) -> float | None:
    labels = {"platform": "line", "method": method, "status": status}
    return chat.metrics.registry.get_sample_value("bangoban_calls_total", labels)


@pytest.fixture
def chat(line: FakeLine, client: LineClient, metrics: Metrics) -> Chat:
    line.tokens.add("token-1")
    return Chat(line, client, metrics)


@pytest.fixture(autouse=True)
async def strict(line: FakeLine) -> AsyncIterator[None]:
    """No test's calls break a rule of LINE's."""
    yield
    assert line.violations == []


async def test_answered(chat: Chat) -> None:
    """A message is answered by one reply, after the attempt is noted."""
    job = chat.job()

    assert await chat.handle(job) == "answered"
    assert (chat.ways, chat.line.count(REPLY), job.asked) == (["reply"], 1, ["attempt"])
    assert chat.bot.heard[0].text == "0120-397-972 から電話"


async def test_silence(chat: Chat) -> None:
    """Where the core is silent LINE is not called, and nothing is attempted."""
    chat.bot.reply = None
    job = chat.job()

    assert await chat.handle(job) == "silent"
    assert (chat.line.calls, job.asked) == ([], [])


async def test_empty_reply(chat: Chat) -> None:
    """A reply with nothing to see is silence."""
    chat.bot.reply = Reply(parts=(), text=" ")

    assert await chat.handle(chat.job()) == "silent"
    assert chat.line.calls == []


async def test_without_token(chat: Chat) -> None:
    """An event without a reply token is heard, and never answered."""
    job = chat.job(event("unsend", FROM_GROUP, unsend={"messageId": "501"}))

    assert await chat.handle(job) == "silent"
    assert [heard.happening for heard in chat.bot.heard] == ["withdrawn"]
    assert chat.line.calls == []


@pytest.mark.parametrize(
    ("value", "outcome", "why"),
    [
        (message(mode="standby"), "silent", None),
        (event("leave", FROM_GROUP), "silent", None),
        (event("hologram"), "unread", "kind"),
        (message({"type": "hologram", "id": "1"}), "unread", "message kind"),
        ([], "unread", "broken"),
    ],
)
async def test_not_read(chat: Chat, value: object, outcome: str, why: str | None) -> None:
    """What is unknown is counted by why it was not read, what needs no answer is not; the core sees neither."""
    assert await chat.handle(chat.job(value)) == outcome
    assert chat.bot.heard == []
    counted = {
        sample.labels["why"]: sample.value
        for metric in chat.metrics.unread.collect()
        for sample in metric.samples
        if sample.name.endswith("_total")
    }
    assert counted == ({why: 1.0} if why else {})


async def test_conversation_lost(chat: Chat) -> None:
    """A process that no longer holds the conversation sends nothing."""
    job = chat.job()
    job.losing = "attempt"

    assert await chat.handle(job) == "handed on"
    assert chat.line.calls == []


async def test_quote_in_a_group(chat: Chat) -> None:
    """In a group an answer quotes the message it answers, where the core asks for it."""
    chat.bot.reply = TEXT

    await chat.handle(chat.job(message(source=FROM_GROUP)))

    assert chat.line.sent[0].messages[0]["quoteToken"] == "q-501"


@pytest.mark.parametrize(
    ("fault", "between"), [(DOWN, []), (LIMITED, ["retract"]), (TIMED_OUT, []), (DROPPED, [])]
)
async def test_retried_with_the_same_token(chat: Chat, fault: Fault, between: list[str]) -> None:
    """A reply that failed is tried again, later each time, and answers once. Whether it may have arrived is
    noted before the pause.
    """
    chat.line.fail(REPLY, fault, fault)
    job = chat.job()

    assert await chat.handle(job) == "answered"
    assert (chat.ways, chat.line.count(REPLY)) == (["reply"], 3)
    assert {call.body["replyToken"] for call in chat.line.calls} == {"token-1"}
    assert (job.pauses, job.asked) == ([1.0, 2.0], ["attempt", *between] * 2 + ["attempt"])


@pytest.mark.parametrize(
    "fault", [Fault(500, taken=True), Fault(delay=60, taken=True), Fault(drop=True, taken=True)]
)
async def test_answered_behind_an_error(chat: Chat, fault: Fault) -> None:
    """A reply that arrived although the call failed is not followed by a push."""
    chat.line.fail(REPLY, fault)

    assert await chat.handle(chat.job()) == "unclear"
    assert (chat.ways, chat.line.count(REPLY), chat.line.count(PUSH)) == (["reply"], 2, 0)


@pytest.mark.parametrize("fault", [DOWN, DROPPED])
async def test_bounded(chat: Chat, fault: Fault) -> None:
    """Retries end, and after an unclear reply there is no push."""
    chat.line.fail(REPLY, *[fault] * 9)

    assert await chat.handle(chat.job()) == "unclear"
    assert (chat.line.count(REPLY), chat.line.count(PUSH)) == (4, 0)


async def test_token_gone(chat: Chat) -> None:
    """On a first try whose token is gone the answer is pushed once, to the chat it came from."""
    chat.line.tokens.clear()
    job = chat.job(message(source=FROM_GROUP))

    assert await chat.handle(job) == "pushed"
    assert [(sent.way, sent.to) for sent in chat.line.sent] == [("push", GROUP)]
    assert job.asked == ["attempt", "divert"]


async def test_after_a_kill_before_the_push(chat: Chat) -> None:
    """Where the push was next when the process was killed it is made, and the reply is not tried again."""
    assert await chat.handle(chat.job(stage=Stage.DIVERTED)) == "pushed"
    assert (chat.line.count(REPLY), chat.ways) == (0, ["push"])


async def test_conversation_lost_before_the_push(chat: Chat) -> None:
    """A process that lost the conversation while it tried the reply pushes nothing."""
    chat.line.tokens.clear()
    job = chat.job()
    job.losing = "divert"

    assert await chat.handle(job) == "handed on"
    assert chat.line.count(PUSH) == 0


@pytest.mark.parametrize("losing", ["attempt", "retract"])
async def test_conversation_lost_between_tries(chat: Chat, losing: str) -> None:
    """A process that lost the conversation between two tries makes no other."""
    chat.line.fail(REPLY, LIMITED)
    job = chat.job()
    job.losing, job.keeping = losing, 1 if losing == "attempt" else 0

    assert await chat.handle(job) == "handed on"
    assert chat.line.count(REPLY) == 1


async def test_push_off(chat: Chat) -> None:
    """Where pushing is off, an answer whose token is gone is lost."""
    chat.line.tokens.clear()
    chat.push_fallback = False

    assert await chat.handle(chat.job()) == "lost"
    assert chat.line.count(PUSH) == 0


async def test_token_gone_after_rate_limit(chat: Chat) -> None:
    """A rate limit is a clear no: a token that ran out behind it leaves the answer to a push."""
    chat.line.tokens.clear()
    chat.line.fail(REPLY, LIMITED)

    assert await chat.handle(chat.job()) == "pushed"
    assert (chat.ways, chat.line.count(REPLY)) == (["push"], 2)


async def test_limited_until_the_token_ends(chat: Chat) -> None:
    """No try starts after the token's life; the push comes then."""
    chat.line.fail(REPLY, *[LIMITED] * 9)
    job = chat.job()

    assert await chat.handle(job, delays=(25.0, 25.0, 25.0)) == "pushed"
    assert (job.pauses, chat.line.count(REPLY), chat.ways) == ([25.0, 25.0], 3, ["push"])


async def test_attempted_before(chat: Chat) -> None:
    """After a kill in mid-reply the same token is tried: it answers if it did not before."""
    assert await chat.handle(chat.job(stage=Stage.ATTEMPTED)) == "answered"
    assert chat.ways == ["reply"]


async def test_attempted_and_token_gone(chat: Chat) -> None:
    """After a kill in mid-reply a used token means that the answer arrived: no push."""
    chat.line.tokens.clear()

    job = chat.job(stage=Stage.ATTEMPTED, accepted=chat.clock.now - 90)

    assert await chat.handle(job) == "unclear"
    assert (chat.line.count(REPLY), chat.line.count(PUSH)) == (1, 0)


@pytest.mark.parametrize(("seconds", "ways"), [(59.0, ["reply"]), (61.0, ["push"])])
async def test_waited_too_long(chat: Chat, seconds: float, ways: list[str]) -> None:
    """An event that waited longer than its token lives is pushed at once, and needs no attempt noted."""
    job = chat.job(accepted=chat.clock.now - seconds)

    await chat.handle(job)

    assert chat.ways == ways
    assert job.asked == (["attempt"] if ways == ["reply"] else [])


async def test_event_of_long_ago(chat: Chat) -> None:
    """An event redelivered after more than twenty minutes has no token that works."""
    chat.clock.now = TIME / 1000 + 1201

    assert await chat.handle(chat.job(accepted=chat.clock.now)) == "pushed"
    assert chat.line.count(REPLY) == 0


@pytest.mark.parametrize("fault", [DOWN, LIMITED, TIMED_OUT, DROPPED, Fault(500, taken=True)])
async def test_push_retried(chat: Chat, fault: Fault) -> None:
    """A push that failed is tried again with the same key, and arrives once."""
    chat.line.tokens.clear()
    chat.line.fail(PUSH, fault, fault)

    assert await chat.handle(chat.job()) == "pushed"
    assert (chat.ways, chat.line.count(PUSH)) == (["push"], 3)


async def test_push_after_a_restart(chat: Chat) -> None:
    """The retry key comes from the event: a second process that pushes the same answer sends nothing."""
    for _ in range(2):
        assert await chat.handle(chat.job(accepted=chat.clock.now - 61)) == "pushed"

    assert chat.ways == ["push"]
    assert len({uuid.UUID(call.headers["x-line-retry-key"]) for call in chat.line.calls}) == 1


async def test_push_bounded(chat: Chat) -> None:
    """A push is given up some time."""
    chat.line.tokens.clear()
    chat.line.fail(PUSH, *[LIMITED] * 9)

    assert await chat.handle(chat.job()) == "lost"
    assert chat.line.count(PUSH) == 4


async def test_quota_spent(chat: Chat) -> None:
    """When the month's messages are used up, one push finds out, and the answer is lost."""
    chat.line.tokens.clear()
    chat.line.fail(PUSH, Fault(429, QUOTA))

    assert await chat.handle(chat.job()) == "lost"
    assert chat.line.count(PUSH) == 1


async def test_card_refused(chat: Chat) -> None:
    """Where LINE refuses a card, its plain text goes out with the same token."""
    chat.line.fail(REPLY, Fault(400))
    job = chat.job()

    assert await chat.handle(job) == "answered"
    assert chat.line.sent[0].messages == [{"type": "text", "text": CARD.text}]
    assert (chat.line.count(REPLY), job.pauses) == (2, [])


async def test_card_refused_at_the_last_try(chat: Chat) -> None:
    """A refusal takes no retry away."""
    chat.line.fail(REPLY, *[DOWN] * 3, Fault(400))

    assert await chat.handle(chat.job()) == "answered"
    assert chat.line.count(REPLY) == 5


async def test_pushed_card_refused(chat: Chat) -> None:
    """A refused card is pushed as its plain text."""
    chat.line.tokens.clear()
    chat.line.fail(PUSH, Fault(400))

    assert await chat.handle(chat.job()) == "pushed"
    assert chat.line.sent[0].messages == [{"type": "text", "text": CARD.text}]


@pytest.mark.parametrize(("reply", "calls"), [(CARD, 2), (Reply(parts=(Text("x"),), text="x"), 1)])
async def test_text_refused(chat: Chat, reply: Reply, calls: int) -> None:
    """Where LINE refuses plain text as well, that is the end."""
    chat.bot.reply = reply
    chat.line.fail(REPLY, Fault(400), Fault(400))

    assert await chat.handle(chat.job()) == "refused"
    assert (chat.line.count(REPLY), chat.line.count(PUSH)) == (calls, 0)


@pytest.mark.parametrize("status", [401, 403])
async def test_access_token_wrong(chat: Chat, status: int) -> None:
    """A wrong access token is an error that says what to do, and no reason to try again."""
    chat.line.fail(REPLY, Fault(status))

    with capture_logs() as logs:
        assert await chat.handle(chat.job()) == "refused"

    assert [entry["todo"] for entry in logs if entry["log_level"] == "error"] == [
        "check LINE_CHANNEL_ACCESS_TOKEN: LINE refuses it"
    ]
    assert chat.line.count(REPLY) == 1


async def test_nobody_there(chat: Chat) -> None:
    """While LINE cannot be reached at all, reply and push are each tried a few times, then given up."""
    async with wired("http://127.0.0.1:9") as wire:
        chat.client = LineClient(wire, "token", chat.metrics)

        assert await chat.handle(chat.job()) == "lost"
    assert calls(chat, "reply", "error") == calls(chat, "push", "error") == 4


async def test_loading(chat: Chat) -> None:
    """In a private chat an answer that takes long is announced, once, and before it comes."""
    chat.bot.wait = 0.2

    assert await chat.handle(chat.job()) == "answered"
    assert [call.path for call in chat.line.calls] == [LOADING, REPLY]


@pytest.mark.parametrize(("value", "wait"), [(message(), 0.0), (message(source=FROM_GROUP), 0.1)])
async def test_no_loading(chat: Chat, value: object, wait: float) -> None:
    """A quick answer is not announced, and in groups none is."""
    chat.bot.wait = wait

    await chat.handle(chat.job(value))

    assert [call.path for call in chat.line.calls] == [REPLY]


async def test_slow_loading(chat: Chat) -> None:
    """The answer waits for its announcement to end: one that came after it would stay."""
    chat.bot.wait = 0.1
    chat.line.fail(LOADING, Fault(delay=0.3, taken=True))

    assert await chat.handle(chat.job()) == "answered"
    assert [call.status for call in chat.line.calls] == [202, 200]


async def test_loading_refused(chat: Chat) -> None:
    """An answer does not depend on its announcement."""
    chat.bot.wait = 0.1
    chat.line.fail(LOADING, LIMITED)

    assert await chat.handle(chat.job()) == "answered"


async def test_reference(chat: Chat) -> None:
    """A traced answer, and its plain form, end with the reference that the event's log line has."""
    traced = Headings(reference="番号番")
    chat.bot.reply = msgspec.structs.replace(CARD, headings=traced)
    chat.line.fail(REPLY, Fault(400))

    await chat.handle(chat.job())

    reference = f"番号番 #{reference_of('event-1')}"
    refused, taken = (call.body["messages"][0] for call in chat.line.calls)
    assert reference in json.dumps(refused["contents"], ensure_ascii=False)
    assert taken == {"type": "text", "text": f"{CARD.text}\n\n{reference}"}


async def test_the_asker_is_mentioned(chat: Chat) -> None:
    """In a group an answer reaches the one who asked."""
    chat.bot.reply = TEXT

    await chat.handle(chat.job(message(source=FROM_GROUP)))

    told = chat.line.sent[0].messages[0]
    assert told["substitution"]["asker"]["mentionee"]["userId"] == USER


async def test_language_of_a_new_friend(chat: Chat) -> None:
    """Who adds the bot is greeted in the language of their profile."""
    chat.line.account.languages[USER] = "en"

    await chat.handle(chat.job(event("follow", replyToken="token-1", follow={"isUnblocked": False})))

    assert [heard.language for heard in chat.bot.heard] == ["en"]


async def test_read_mark(chat: Chat) -> None:
    """What was said is marked as read where the account leaves that to the bot."""
    chat.line.account.info["markAsReadMode"] = "manual"

    await chat.handle(chat.job(message(TEXT_SAID | {"markAsReadToken": "r-1"})))
    await eventually(lambda: chat.line.account.read == ["r-1"])


@pytest.mark.parametrize(("source", "kind"), [(FROM_USER, "private"), (FROM_GROUP, "group")])
async def test_pushes_are_counted(chat: Chat, source: dict[str, str], kind: str) -> None:
    """A push is counted by the kind of its chat, a reply is not; the month's figures follow."""
    chat.line.account.used = 3
    assert await chat.handle(chat.job(message(source=source))) == "answered"
    assert await chat.handle(chat.job(message(source=source))) == "pushed"

    sample = chat.metrics.registry.get_sample_value
    assert sample("bangoban_pushed_total", {"platform": "line", "chat": kind}) == 1
    await eventually(lambda: sample("bangoban_line_month_messages", {"what": "used"}) == 3)


@pytest.mark.parametrize(("fault", "why"), [(LIMITED, "rate"), (Fault(429, QUOTA), "quota")])
async def test_rate_and_quota_are_told_apart(chat: Chat, fault: Fault, why: str) -> None:
    """Both come as 429, and are counted apart."""
    chat.line.tokens.clear()
    chat.line.fail(PUSH, fault)

    await chat.handle(chat.job())

    counted = {
        sample.labels["why"]: sample.value
        for metric in chat.metrics.limited.collect()
        for sample in metric.samples
        if sample.name.endswith("_total")
    }
    assert counted == {why: 1.0}


async def test_stopped_in_mid_answer(chat: Chat) -> None:
    """A handler that is stopped does not wait for its announcement."""
    chat.bot.wait = 60.0
    chat.line.fail(LOADING, Fault(delay=60.0))
    handling = asyncio.create_task(chat.handle(chat.job()))
    await asyncio.wait_for(chat.line.arrived.wait(), 5)

    handling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await handling

    assert calls(chat, "loading", "error") is None
