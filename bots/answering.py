"""The core's answer, or the promise that one is never missing: what goes wrong is logged, and said politely."""

import time
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import structlog

from bots.inbox import Answer
from config.settings import load_settings
from core.answer.knowledge import Knowledge, load_knowledge
from core.answer.naming import naming_of
from core.answer.plain import headings
from core.bot import Bot
from core.current import Current
from core.faq.build import Builder
from core.faq.entries import Entry
from core.faq.gates import Naming
from core.faq.search import Index
from core.messages import Message, Reply, Text
from core.recognise.plan import load_plan
from core.recognise.reader import Reader
from core.registry.load import load_registry
from core.sessions import TIME_TO_LIVE
from core.stores import Sessions
from core.stores.memory import MemorySessions
from core.texts import Texts


def product_knowledge(data: Path | None = None) -> Knowledge:
    """The content that comes with the product; vectors are kept in the data folder. Raises ContentError."""
    return load_knowledge(files("config"), vectors_in(data) if data else None)


def vectors_in(data: Path) -> Path:
    """Where vectors are kept in a data folder."""
    return data / "vectors"


def product_naming() -> Naming:
    """Which numbers and organisations a text names, as the product knows them. Raises ContentError."""
    return naming_of(Reader(load_plan()), load_registry(files("config") / "registry"))


def faq_index(entries: Sequence[Entry]) -> Index:
    """An index over an operator's own entries alone. Raises ContentError, SettingsError."""
    builder = Builder(files("config"), vectors_in(load_settings().data_dir))
    return builder.index(entries, naming=product_naming(), general=False)


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
