"""Debian's Chromium, driven by playwright: for the README's pictures and the tests of the page."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Browser

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoChromiumError(RuntimeError):
    """There is no Chromium here; the message says what to install."""

    def __init__(self) -> None:
        super().__init__(
            "Chromium is missing. On Debian, as root: apt-get install -y --no-install-recommends "
            "chromium fonts-noto-cjk fonts-noto-color-emoji"
        )


def chromium_path(which: Callable[[str], str | None] = shutil.which) -> str:
    """Where Chromium is: Debian's, else on PATH. `which` finds a program. Raises NoChromiumError."""
    found = which("/usr/bin/chromium") or which("chromium")
    if not found:
        raise NoChromiumError
    return found


@asynccontextmanager
async def chromium() -> AsyncIterator["Browser"]:
    """A headless browser for as long as the context lasts. Raises NoChromiumError."""
    from playwright.async_api import async_playwright  # noqa: PLC0415 -- a developer's tool, not installed with the bot

    path = chromium_path()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            await browser.close()
