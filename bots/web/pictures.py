"""The README's pictures: real conversations on a running chat page, as PNG files."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from bots.web.chromium import chromium

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

QUESTION = "0120-397-972から電話がありました。アコムですか?"
FOLLOW_UP = "無視したらどうなりますか?"
GROUP_TALK = (
    ("taro", "お母さん、携帯番号が変わったよ"),
    ("hanako", "どうしたの?"),
    ("taro", "会社の書類をなくした。急いで 090-0123-4567 に電話してほしい"),
)


class Visit:
    """Opens windows on the page; each is a new person. Waits at most `seconds` for anything."""

    def __init__(self, browser: "Browser", url: str, seconds: float) -> None:
        self._browser = browser
        self._url = url
        self._seconds = seconds

    async def open(self, width: int, height: int) -> "Page":
        """A window of that size, in CSS pixels, with the bot's greeting shown."""
        page = await self._browser.new_page(
            viewport={"width": width, "height": height},
            device_scale_factor=2,
            color_scheme="light",
            locale="ja-JP",
        )
        page.set_default_timeout(self._seconds * 1000)
        await page.goto(self._url)
        await page.locator(".bot:not(.waiting)").wait_for()
        return page


async def take(url: str, out_dir: Path, *, seconds: float = 10) -> list[Path]:
    """Hold the conversations on the page at `url`, and write lookup, followup, group and desktop.png.

    Returns the files. Raises NoChromiumError where there is no Chromium, and playwright's TimeoutError
    where the bot does not answer, or does not warn the group, within `seconds`.
    """
    async with chromium() as browser:
        visit = Visit(browser, url, seconds)
        return [
            *await _private(visit, out_dir),
            await _group(visit, out_dir / "group.png"),
            await _desktop(visit, out_dir / "desktop.png"),
        ]


async def _private(visit: Visit, out_dir: Path) -> Iterable[Path]:
    page = await visit.open(390, 844)
    await _say(page, QUESTION)
    lookup = await _shoot(page, out_dir / "lookup.png")
    await _say(page, FOLLOW_UP)
    return lookup, await _shoot(page, out_dir / "followup.png")


async def _group(visit: Visit, file: Path) -> Path:
    page = await visit.open(390, 844)
    await page.locator("#tab-group").click()
    await _answered(page)
    for person, text in GROUP_TALK:
        await page.locator(f"input[value={person}]").check()
        await _say(page, text)
    await (
        page.locator("#room-group .bot").nth(1).wait_for()
    )  # the first is its introduction, this its warning
    return await _shoot(page, file)


async def _desktop(visit: Visit, file: Path) -> Path:
    page = await visit.open(1200, 1100)
    await _say(page, QUESTION)
    return await _shoot(page, file)


async def _say(page: "Page", text: str) -> None:
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")
    await _answered(page)


async def _answered(page: "Page") -> None:
    await page.locator(".waiting").first.wait_for(state="detached")


async def _shoot(page: "Page", file: Path) -> Path:
    await page.evaluate("document.activeElement.blur()")
    await page.evaluate("document.fonts.ready")
    await page.screenshot(path=file)
    return file
