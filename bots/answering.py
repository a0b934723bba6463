"""The core's answer, or the promise that one is never missing: what goes wrong is logged, and said politely."""

import time
from importlib.resources import files
from pathlib import Path

import structlog

from bots.inbox import Answer
from core.answer.knowledge import Knowledge, load_knowledge
from core.answer.plain import headings
from core.bot import Bot
from core.current import Current
from core.messages import Message, Reply, Text
from core.sessions import TIME_TO_LIVE
from core.stores import Sessions
from core.stores.memory import MemorySessions
from core.texts import Texts


def product_knowledge() -> Knowledge:
    """The content that comes with the product. Raises ContentError."""
    return load_knowledge(files("config"))


def lone_bot(know: Knowledge, sessions: Sessions | None = None, current: Current | None = None) -> Bot:
    """A bot for one person at a terminal, or for files: in memory, without limits."""
    return Bot(know, sessions or MemorySessions(TIME_TO_LIVE), most_a_minute=None, current=current)


def surely(answer: Answer, texts: Texts) -> Answer:
    """The same, but an error becomes an answer where one is due. It is logged without what it may quote."""

    async def answer_surely(message: Message) -> Reply | None:
        try:
            return await answer(message)
        except Exception as error:
            place = error.__traceback__
            while place and place.tb_next:
                place = place.tb_next
            where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else ""
            structlog.get_logger().error("answer failed", error=type(error).__name__, where=where)
            if message.group and not message.addressed:
                return None
            text = texts.say("trouble")
            return Reply(
                parts=(Text(text),),
                text=text,
                language=texts.language,
                headings=headings(texts, traced=True),
                kind="unknown",
            )

    return answer_surely


def now() -> float:
    """The time in Unix seconds."""
    return time.time()
