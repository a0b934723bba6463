"""What every store of sessions promises."""

import asyncio

from core.stores import Sessions
from tests.contract.places import Place

SHORT = 0.05  # seconds


async def session(store: Sessions, key: str) -> bytes | None:
    return (await store.open(key, "nobody", "nobody")).session


async def preferences(store: Sessions, key: str) -> bytes | None:
    return (await store.open("nothing", key, "nobody")).preferences


async def test_a_session_is_kept_as_it_was_saved(place: Place) -> None:
    store = place.sessions()
    assert await session(store, "s") is None
    await store.save("s", b"first")
    await store.save("s", b"\x00second\xff")
    assert await session(store, "s") == b"\x00second\xff"
    assert await session(store, "another") is None


async def test_an_empty_value_is_a_value(place: Place) -> None:
    store = place.sessions()
    await store.save("s", b"")
    await store.prefer("p", b"")
    opened = await store.open("s", "p", "v")
    assert (opened.session, opened.preferences) == (b"", b"")


async def test_a_session_ends_after_its_time_to_live(place: Place) -> None:
    store = place.sessions(ttl=SHORT)
    await store.save("s", b"value")
    await asyncio.sleep(2 * SHORT)
    assert await session(store, "s") is None
    assert await store.forget("s") == 0


async def test_reading_does_not_lengthen_a_session(place: Place) -> None:
    store = place.sessions(ttl=SHORT)
    await store.save("s", b"value")
    async with asyncio.timeout(5):
        while await session(store, "s") is not None:  # noqa: ASYNC110 - nothing tells when time is over
            await asyncio.sleep(SHORT / 5)


async def test_saving_begins_the_time_of_a_session_anew(place: Place) -> None:
    store, brief = place.sessions(ttl=60), place.sessions(ttl=SHORT)
    if not place.shared:
        brief = store
    await brief.save("s", b"brief")
    await store.save("s", b"long")
    await asyncio.sleep(2 * SHORT)
    assert await session(store, "s") == b"long"


async def test_preferences_outlast_a_session(place: Place) -> None:
    store = place.sessions(ttl=SHORT)
    await store.prefer("p", b"first")
    await store.prefer("p", b"second")
    await asyncio.sleep(2 * SHORT)
    assert await preferences(store, "p") == b"second"


async def test_preferences_that_nobody_used_for_long_are_gone(place: Place) -> None:
    store = place.sessions(year=SHORT)
    await store.prefer("p", b"value")
    await asyncio.sleep(2 * SHORT)
    assert await preferences(store, "p") is None


async def test_preferences_in_use_are_kept(place: Place) -> None:
    store = place.sessions(year=0.8)
    await store.prefer("p", b"value")
    for _ in range(3):
        await asyncio.sleep(0.3)
        assert await preferences(store, "p") == b"value"


async def test_visits_are_counted_by_sender_within_a_minute(place: Place) -> None:
    store = place.sessions()
    assert [(await store.open("s", "p", "a")).count for _ in range(3)] == [1, 2, 3]
    assert (await store.open("s", "p", "b")).count == 1


async def test_visits_count_anew_after_their_minute(place: Place) -> None:
    store = place.sessions(minute=SHORT)
    await store.open("s", "p", "a")
    await asyncio.sleep(2 * SHORT)
    assert (await store.open("s", "p", "a")).count == 1


async def test_going_on_does_not_lengthen_the_minute(place: Place) -> None:
    store = place.sessions(minute=SHORT)
    assert (await store.open("s", "p", "a")).count == 1
    async with asyncio.timeout(5):
        while (await store.open("s", "p", "a")).count > 1:  # noqa: ASYNC110 - nothing tells when time is over
            await asyncio.sleep(SHORT / 10)


async def test_forgetting_deletes_what_is_kept_under_the_keys_and_nothing_else(place: Place) -> None:
    store = place.sessions()
    for key in ("mine", "other"):
        await store.save(key, b"session")
        await store.prefer(key, b"preferences")
    await store.open("mine", "mine", "mine")
    assert await store.forget("mine", "never seen") == 2
    opened = await store.open("mine", "mine", "mine")
    assert (opened.session, opened.preferences, opened.count) == (None, None, 1)
    opened = await store.open("other", "other", "other")
    assert (opened.session, opened.preferences) == (b"session", b"preferences")
    assert await store.forget() == 0
    assert await store.forget("mine") == 0


async def test_many_visits_at_the_same_moment_are_each_counted(place: Place) -> None:
    store = place.sessions()
    opened = await asyncio.gather(*(store.open("s", "p", "a") for _ in range(50)))
    assert sorted(found.count for found in opened) == list(range(1, 51))


async def test_of_many_that_claim_at_once_one_is_the_first(place: Place) -> None:
    store = place.sessions()
    won = await asyncio.gather(*(store.claim("k", f"owner {number}", 60) for number in range(20)))
    assert won.count(True) == 1
    assert await store.claim("another", "owner 0", 60)


async def test_who_has_claimed_has_it_still(place: Place) -> None:
    store, other = place.sessions(), place.sessions()
    assert await store.claim("k", "mine", 60)
    assert await store.claim("k", "mine", 60)
    if not place.beside:
        other = store  # one process has them all
    assert not await other.claim("k", "somebody else's", 60)


async def test_a_claim_ends(place: Place) -> None:
    store = place.sessions()
    assert await store.claim("k", "mine", SHORT)
    await asyncio.sleep(2 * SHORT)
    assert await store.claim("k", "somebody else's", SHORT)
