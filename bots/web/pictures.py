"""The README's pictures: real conversations on a running chat page, as PNG files."""

from collections.abc import Iterable
from pathlib import Path

from bots.web.chromium import chromium
from bots.web.journeys import JOURNEYS, walk
from bots.web.visit import Visit

PHONE = (390, 1040)
DESK = (1200, 1100)
DESK_SCALE = 1.5
QUESTION = "0120-397-972から電話がありました。アコムですか?"
FOLLOW_UP = "無視したらどうなりますか?"
GROUP_TALK = (
    ("taro", "お母さん、携帯番号が変わったよ"),
    ("hanako", "どうしたの?"),
    ("taro", "会社の書類をなくした。急いで 090-0123-4567 に電話してほしい"),
)


async def take(url: str, out_dir: Path, *, seconds: float = 10) -> list[Path]:
    """Hold the conversations on the page at `url`, and write lookup, followup, group and desktop.png, and the
    journeys' steps.

    Returns the files. Raises NoChromiumError where there is no Chromium, and playwright's TimeoutError
    where the bot does not answer, or an answer lacks what its picture is about, within `seconds`.
    """
    async with chromium() as browser:
        visit = Visit(browser, url, seconds)
        taken = [
            *await _private(visit, out_dir),
            await _group(visit, out_dir / "group.png"),
            await _desktop(visit, out_dir / "desktop.png"),
        ]
        for journey in JOURNEYS:
            taken += await walk(visit, journey, out_dir)
        return taken


async def _private(visit: Visit, out_dir: Path) -> Iterable[Path]:
    line = await visit.open(PHONE, "line")
    await line.say(QUESTION)
    telegram = await visit.open(PHONE, "telegram")
    await telegram.say(QUESTION)
    await telegram.say(FOLLOW_UP)
    return (
        await line.shoot_talk(out_dir / "lookup.png"),
        await telegram.shoot_talk(out_dir / "followup.png"),
    )


async def _group(visit: Visit, file: Path) -> Path:
    window = await visit.open(PHONE, "line")
    await window.enter_group()
    await window.step()  # the introduction is no warning
    for person, text in GROUP_TALK:
        await window.say(text, person)
    await window.sees("について")
    await window.read_from_here()
    return await window.shoot_talk(file)


async def _desktop(visit: Visit, file: Path) -> Path:
    window = await visit.open(DESK, "both", DESK_SCALE)
    await window.say(QUESTION)
    return await window.shoot(file)
