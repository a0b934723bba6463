"""The bot's knowledge with what operators imported, as of now, for each message."""

import asyncio
import time
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import structlog

from core.answer.knowledge import Faq, Knowledge
from core.faq.entries import Entry
from core.messages import Language
from core.registry.imports.joined import joined
from core.registry.listings import Edition, Held
from core.registry.load import Rows
from core.registry.registry import Registry
from core.stores import StoreDownError
from core.stores.registry import Content, RegistryStore


class Now(NamedTuple):
    """What one message is answered from."""

    know: Knowledge
    held: Held


class Current:
    """Knowledge that follows the registry's database: what a list says is seen by the next message after its
    import; registry files and FAQs once they are built, beside, while others are answered from what was known.

    Where the database cannot be reached, what was read last still serves; `Held.stale_since` says since when,
    and `up` is false.
    """

    def __init__(self, know: Knowledge, own: Rows, store: RegistryStore) -> None:
        """`own` is what the product brings, of which `know` is made."""
        self._base = know
        self._own = own
        self._store = store
        self._know = know
        self._content = Content()
        self._edition: Edition = ()  # the one that was taken up last, or could not be
        self._taking: asyncio.Task[None] | None = None
        self._reached = time.time()
        self.up = True

    async def of(self, numbers: Sequence[str]) -> Now:
        """The knowledge, and what lists say of these numbers."""
        try:
            held = await self._store.look_up(numbers)
        except StoreDownError:
            self.up = False
            return Now(self._know, Held(version=self._content.version, stale_since=self._reached))
        if held.edition != self._edition and self._taking is None:
            self._taking = asyncio.create_task(self._take(held.edition))
            if not self._edition:  # there is nothing older that was imported
                await asyncio.wait((self._taking,))
        self.up, self._reached = True, time.time()
        reports = self._know.tags.reports(held.listings) if held.listings else {}
        return Now(self._know, msgspec.structs.replace(held, listings=reports))

    async def _take(self, seen: Edition) -> None:
        try:
            content = await self._store.content()
            self._know = await asyncio.to_thread(self._made_of, content)
            self._content, self._edition = content, content.edition
        except StoreDownError:
            pass  # the next message asks again
        except Exception as error:
            self._edition = seen  # nor would it be built a second time
            structlog.get_logger().error("imported content cannot be used", error=type(error).__name__)
        finally:
            self._taking = None

    def _made_of(self, content: Content) -> Knowledge:
        know, before = self._base, self._content
        if content.organisations or content.sources or content.claims:
            same = _registry(content) == _registry(before)
            registry = self._know.registry if same else Registry(*joined(self._own, content))
            know = know._replace(registry=registry)
        if content.entries:
            same = content.entries == before.entries
            know = know._replace(faq=self._know.faq if same else _faq(self._base, content.entries))
            know.warm()
        return know


def _registry(content: Content) -> tuple[object, ...]:
    return content.organisations, content.sources, content.claims


def _faq(base: Knowledge, imported: Sequence[Entry]) -> dict[Language, Faq]:
    """An operator's entry stands in the place of the product's with its id."""
    return {
        language: faq.with_entries([entry for entry in imported if entry.language == language])
        for language, faq in base.faq.items()
    }
