"""The bot's knowledge with what operators imported."""

import asyncio
from collections.abc import Sequence
from importlib.resources import files
from threading import Thread

from core.answer.knowledge import load_knowledge
from core.bot import Bot
from core.current import Current
from core.faq.entries import Entry
from core.registry.listings import Held, Import, Listing
from core.registry.load import Rows
from core.registry.model import Claim, Organisation, Source
from core.sessions import TIME_TO_LIVE
from core.stores import StoreDownError
from core.stores.memory import MemorySessions
from core.stores.registry import Content
from tests.core.talk import Talk, product
from tests.servers import VECTORS

NUMBER = "+81312345670"
SHOP = Organisation(id="shop", name="はなや花子", name_en="Hanako Flowers", kind="shop")
SITE = Source(id="shop_site", title="はなや花子のサイト", kind="organisation", publisher="shop")
CLAIM = Claim(number="+81334567890", organisation="shop", source="shop_site", direction="in")
FIRST, SECOND = (("registry a", 1.0),), (("registry a", 2.0),)
LISTING = Listing(Import(kind="list", name="bad"), "spam", 3)


class Shelf:
    """A `RegistryStore` in memory, which can be made unreachable."""

    def __init__(self) -> None:
        self.kept = Content(version=1)
        self.down = False
        self.read = 0
        self.asked: list[Sequence[str]] = []

    async def look_up(self, numbers: Sequence[str]) -> Held:
        self.asked.append(numbers)
        if self.down:
            raise StoreDownError("gone")
        return Held(version=self.kept.version, edition=self.kept.edition, listings={NUMBER: (LISTING,)})

    async def content(self) -> Content:
        if self.down:
            raise StoreDownError("gone")
        self.read += 1
        return self.kept

    async def close(self) -> None: ...


def current(shelf: Shelf) -> Current:
    return Current(product(), Rows((), (), ()), shelf)


async def test_what_lists_say_comes_with_the_message() -> None:
    now = await current(Shelf()).of([NUMBER])
    assert now.held.listings == {NUMBER: (LISTING,)}
    assert now.know is product()


async def test_an_imported_claim_is_known_from_the_next_message_on() -> None:
    shelf = Shelf()
    following = current(shelf)
    assert (await following.of([])).know.registry.claims(CLAIM.number) == ()
    shelf.kept = Content(version=2, edition=SECOND, organisations=(SHOP,), sources=(SITE,), claims=(CLAIM,))
    assert (await following.of([])).know.registry.claims(CLAIM.number) == (CLAIM,)


async def test_later_content_is_built_beside_and_then_known() -> None:
    shelf = Shelf()
    shelf.kept = Content(version=2, edition=FIRST, organisations=(SHOP,))
    following = current(shelf)
    await following.of([])
    shelf.kept = Content(version=3, edition=SECOND, organisations=(SHOP,), sources=(SITE,), claims=(CLAIM,))
    assert (await following.of([])).know.registry.claims(CLAIM.number) == ()
    for _ in range(100):
        if (await following.of([])).know.registry.claims(CLAIM.number):
            break
        await asyncio.sleep(0.05)
    assert (await following.of([])).know.registry.claims(CLAIM.number) == (CLAIM,)
    assert shelf.read == 2


async def test_the_import_of_a_list_builds_nothing() -> None:
    shelf = Shelf()
    following = current(shelf)
    know = (await following.of([])).know
    shelf.kept = Content(version=9)
    now = await following.of([])
    assert (now.held.version, shelf.read) == (9, 0)
    assert now.know is know


async def test_content_that_cannot_be_built_is_not_built_again_and_again() -> None:
    shelf = Shelf()
    shelf.kept = Content(version=2, edition=FIRST, sources=(SITE, SITE), claims=("no claim",))  # type: ignore[arg-type]
    following = current(shelf)
    for _ in range(3):
        assert (await following.of([])).know is product()
    assert shelf.read == 1


async def test_a_claim_whose_owner_is_gone_is_left_out() -> None:
    shelf = Shelf()
    shelf.kept = Content(version=2, edition=SECOND, sources=(SITE,), claims=(CLAIM,))
    assert (await current(shelf).of([])).know.registry.claims(CLAIM.number) == ()


async def test_an_imported_question_stands_in_the_place_of_the_products() -> None:
    shelf = Shelf()
    own = next(iter(product().faq["ja"].entries.values()))
    shelf.kept = Content(
        version=2, edition=SECOND, entries=(Entry(id=own.id, question="新しい", answer="答え"),)
    )
    entries = (await current(shelf).of([])).know.faq["ja"].entries
    assert entries[own.id].question == "新しい"
    assert len(entries) == len(product().faq["ja"].entries)


async def test_without_the_database_what_was_read_last_serves_and_says_since_when() -> None:
    shelf = Shelf()
    shelf.kept = Content(version=2, edition=SECOND, organisations=(SHOP,), sources=(SITE,), claims=(CLAIM,))
    following = current(shelf)
    await following.of([])
    shelf.down = True
    now = await following.of([CLAIM.number])
    assert now.know.registry.claims(CLAIM.number) == (CLAIM,)
    assert now.held.stale_since is not None
    shelf.down = False
    assert (await following.of([])).held.stale_since is None


def talk(shelf: Shelf, **standing: object) -> Talk:
    bot = Bot(product(), MemorySessions(1800), current=current(shelf))
    return Talk(bot, **standing)  # type: ignore[arg-type]  # fields of Message


async def test_the_answer_says_how_old_it_is_while_the_database_is_gone() -> None:
    shelf = Shelf()
    person = talk(shelf)
    assert "登録データ" not in (await person.say("0120397972")).text
    shelf.down = True
    assert "登録データに今つながりません" in (await person.say("0120397972")).text


async def test_the_numbers_of_text_contact_and_button_are_asked_for_at_once() -> None:
    shelf = Shelf()
    person = talk(shelf)
    await person.say("0120397972 と 0312345678")
    await person.happens(happening="contact", contact="03-3456-7890")
    await person.happens(happening="pressed", button="x:check:+81334567890")
    assert [list(numbers) for numbers in shelf.asked] == [
        ["+81120397972", "+81312345678"],
        ["+81334567890"],
        ["+81334567890"],
    ]


async def test_a_conversation_goes_on_when_its_organisation_is_gone() -> None:
    """What was imported may be removed between two messages."""
    shelf = Shelf()
    shelf.kept = Content(version=2, edition=FIRST, organisations=(SHOP,), sources=(SITE,), claims=(CLAIM,))
    following = current(shelf)
    person = Talk(Bot(product(), MemorySessions(1800), current=following))
    assert (await person.say("03-3456-7890")).numbers[0].organisation == SHOP.name
    shelf.kept = Content(version=3, edition=SECOND)
    for _ in range(500):
        if SHOP.id not in (await following.of([])).know.registry.organisations():
            break
        await asyncio.sleep(0.01)
    assert (await person.say("どこにかければいい?")).text


async def test_a_groups_chatter_without_a_number_asks_nothing() -> None:
    shelf = Shelf()
    member = talk(shelf, group=True, addressed=False)
    assert await member.happens(text="おはよう") is None
    assert shelf.asked == []


async def test_questions_are_answered_while_indexes_are_made_in_a_thread() -> None:
    """Whoever comes first makes them; nobody uses one that another thread is using."""
    know = load_knowledge(files("config"), VECTORS)
    warming = Thread(target=know.warm)
    warming.start()
    try:
        bot = Bot(know, MemorySessions(TIME_TO_LIVE))
        kinds = [
            (await Talk(bot).say(text)).kind for text in ("無視したらどうなる?", "Is this call genuine?") * 3
        ]
    finally:
        warming.join()

    assert kinds == ["faq"] * 6
