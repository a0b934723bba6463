"""The bot's knowledge with what operators imported, as of now, for each message."""

import asyncio
import time
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from core.answer.knowledge import Faq, Knowledge
from core.faq.entries import Entry
from core.messages import Language
from core.registry.imports.export import joined
from core.registry.listings import Held
from core.registry.load import Rows
from core.registry.registry import Registry
from core.stores import StoreDownError
from core.stores.registry import Content, RegistryStore
from core.texts import LANGUAGES


class Now(NamedTuple):
    """What one message is answered from."""

    know: Knowledge
    held: Held


class Current:
    """Knowledge that follows the registry's database: an import's end is seen by the next message.

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
        self._reached = time.time()
        self._taking = asyncio.Lock()
        self.up = True

    async def of(self, numbers: Sequence[str]) -> Now:
        """The knowledge, and what lists say of these numbers."""
        try:
            held = await self._store.look_up(numbers)
            if held.version != self._content.version and not self._taking.locked():
                async with self._taking:
                    await self._take(await self._store.content())
        except StoreDownError:
            self.up = False
            return Now(self._know, Held(version=self._content.version, stale_since=self._reached))
        self.up, self._reached = True, time.time()
        reports = self._know.tags.reports(held.listings) if held.listings else {}
        return Now(self._know, msgspec.structs.replace(held, listings=reports))

    async def _take(self, content: Content) -> None:
        know = self._base
        if content.organisations or content.sources or content.claims:
            know = know._replace(registry=Registry(*joined(self._own, content)))
        if content.entries:
            same = content.entries == self._content.entries
            know = know._replace(faq=self._know.faq if same else _faq(self._base, content.entries))
            # Thousands of new entries take seconds: others are answered from what was known meanwhile.
            await asyncio.to_thread(know.warm)
        self._know, self._content = know, content


def _faq(base: Knowledge, imported: Sequence[Entry]) -> dict[Language, Faq]:
    """An operator's entry stands in the place of the product's with its id."""
    return {
        language: base.faq[language].with_entries([entry for entry in imported if entry.language == language])
        for language in LANGUAGES
    }
