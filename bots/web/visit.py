"""A person at the chat page, for pictures: opens it, writes, presses, and is photographed."""

from collections.abc import Sequence
from io import BytesIO
from math import ceil, floor
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playwright.async_api import Browser, FloatRect, Page

View = Literal["line", "telegram", "both"]
Size = tuple[int, int]  # CSS pixels
COLOURS = 128  # of a picture: letters have grey edges, and emoji a few more
TRIM = 150  # CSS pixels: two talks have lines in different places
# Of the step that is under way: from its first piece to its last, within the talk.
PIECES = "[role=log]:visible > :not([data-earlier])"

# Whether a talk's end goes through a line of text, or through something to press.
CUT = """() => [...document.querySelectorAll("[role=log]")].filter((log) => log.checkVisibility()).some((log) => {
    const end = log.getBoundingClientRect().bottom;
    const texts = document.createTreeWalker(log, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const boxes = [...log.querySelectorAll("button, .primary, .secondary, .choice, .key")].map((e) => e.getBoundingClientRect());
    while (texts.nextNode()) {
        range.selectNodeContents(texts.currentNode);
        boxes.push(...range.getClientRects());
    }
    // The box of a line is higher than its letters.
    return boxes.some((box) => box.top + box.height / 8 < end && box.bottom - box.height / 8 > end);
})"""


class Window:
    """The page, open in a window."""

    def __init__(self, page: "Page") -> None:
        self._page = page

    async def close(self) -> None:
        """Close the window."""
        await self._page.close()

    async def say(self, text: str, person: str = "") -> None:
        """Write, send, and wait for the answer. `person`: who speaks in the group."""
        if person:
            await self._page.locator(f"input[value={person}]").check()
        await self._page.locator("#text").fill(text)
        await self._page.locator("#text").press("Enter")
        await self._answered()

    async def press(self, label: str) -> None:
        """Press the last button with that label, and wait for the answer."""
        button = self._page.locator("[role=log]:visible button").get_by_text(label, exact=True)
        await button.last.click()
        await self._answered()

    async def enter_group(self) -> None:
        """Go to the group; its introduction is shown then."""
        await self._page.locator("#tab-group").click()
        await self._answered()

    async def sees(self, words: str, times: int = 1) -> None:
        """Wait until something in the step that is under way says so, so many times. Raises playwright's TimeoutError."""
        await self._page.locator(PIECES).get_by_text(words).nth(times - 1).wait_for()

    async def step(self) -> None:
        """A step begins: what is shown by now is no part of it."""
        await self._page.evaluate(
            """() => { for (const piece of document.querySelectorAll("[role=log] > *")) piece.dataset.earlier = ""; }"""
        )

    async def read_from_here(self) -> None:
        """Scroll the talk so that the step that is under way is read from its first piece; the window gets lower
        where the step is shorter than the talk.
        """
        first = self._page.locator(PIECES).first
        spare = await first.evaluate(
            """(piece) => {
            const log = piece.parentElement;
            return Math.ceil(log.clientHeight - (log.scrollHeight - piece.offsetTop + 10));
            }"""
        )
        size = self._page.viewport_size
        if size and spare > 0:
            await self._page.set_viewport_size({**size, "height": size["height"] - spare})
        await first.evaluate("(piece) => { piece.parentElement.scrollTop = piece.offsetTop - 10; }")

    async def cuts_a_line(self) -> bool:
        """Whether a talk ends within a line of text, or within something to press."""
        return bool(await self._page.evaluate(CUT))

    async def shoot(self, file: Path) -> Path:
        """A picture of the window."""
        await self._fit()
        return save_small(await self._page.screenshot(), file)

    async def shoot_talk(self, file: Path) -> Path:
        """A picture of the talk alone, as on a phone."""
        await self._fit()
        return await self._shoot_part(file, [await self._page.locator(".pane:visible").bounding_box()])

    async def shoot_step(self, file: Path, margin: int = 10) -> Path:
        """A picture of the step that is under way, with so many pixels around it, as wide as the talk."""
        await self._still()
        pieces = [await piece.bounding_box() for piece in await self._page.locator(PIECES).all()]
        return await self._shoot_part(file, pieces, margin)

    async def _shoot_part(self, file: Path, boxes: Sequence["FloatRect | None"], margin: int = 0) -> Path:
        """A picture of whole pixels around these boxes, as wide as the window."""
        shown = [box for box in boxes if box]
        if not shown:
            raise ValueError("there is nothing to see")
        size = self._page.viewport_size or {"width": 0, "height": 0}
        top = ceil(min(box["y"] for box in shown)) - margin
        bottom = floor(max(box["y"] + box["height"] for box in shown)) + margin
        clip: FloatRect = {"x": 0, "y": top, "width": size["width"], "height": bottom - top}
        return save_small(await self._page.screenshot(clip=clip), file)

    async def _answered(self) -> None:
        await self._page.locator(".waiting").first.wait_for(state="detached")

    async def _fit(self) -> None:
        """Make the window lower, pixel by pixel, until no line of text is cut in two at the end of a talk."""
        await self._still()
        size = self._page.viewport_size
        for _ in range(TRIM):
            if not size or not await self.cuts_a_line():
                return
            size["height"] -= 1
            await self._page.set_viewport_size(size)

    async def _still(self) -> None:
        await self._page.mouse.move(0, 0)
        await self._page.evaluate("document.activeElement.blur()")
        await self._page.evaluate("document.fonts.ready")


def save_small(png: bytes, file: Path) -> Path:
    """Write a picture with a palette: a screen has few colours, and a third of the bytes will do. The file."""
    from PIL import Image  # noqa: PLC0415 -- a developer's tool, not installed with the bot

    file.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(BytesIO(png)) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(file, optimize=True)
    return file


class Visit:
    """Opens windows on the page at `url`; each is a new person. Waits at most `seconds` for anything."""

    def __init__(self, browser: "Browser", url: str, seconds: float) -> None:
        self._browser = browser
        self._url = url
        self._seconds = seconds

    async def open(self, size: Size, view: View, scale: float = 2) -> Window:
        """A window of that size, `scale` picture's pixels to each of its own, with the bot's greeting shown."""
        page = await self._browser.new_page(
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=scale,
            color_scheme="light",
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
        )
        page.set_default_timeout(self._seconds * 1000)
        await page.goto(self._url)
        await page.locator(f"[name=view][value={view}]").check()
        await page.locator(".bot:not(.waiting):visible").first.wait_for()
        return Window(page)
