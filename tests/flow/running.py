"""A server of the bot as its own process, between a fake LINE and a fake Telegram."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.bots.line import events as line
from tests.fakes import telegram
from tests.fakes.line import FakeLine
from tests.fakes.telegram import FakeTelegram
from tests.servers import free_port, share_vectors

ROOT = Path(__file__).resolve().parents[2]
LINE_SECRET, LINE_TOKEN = "line-channel-secret", "line-access-token"
TELEGRAM_SECRET = "telegram-webhook-secret"
START = 90.0  # seconds that a start may take on a machine with much else to do
PATIENCE = 20.0  # seconds until something that should happen has not


class World:
    """Both platforms, and what bots of this test write to their logs."""

    def __init__(self, line_platform: FakeLine, telegram_platform: FakeTelegram, folder: Path) -> None:
        self.line = line_platform
        self.telegram = telegram_platform
        self.folder = folder
        self.http: aiohttp.ClientSession
        self._bots: list[RunningBot] = []

    async def bot(self, **settings: str) -> "RunningBot":
        """Start a server and wait until it is well."""
        bot = RunningBot(self, settings)
        self._bots.append(bot)
        await bot.start()
        return bot

    async def end(self) -> None:
        """Leave no process."""
        for bot in self._bots:
            await bot.killed()

    def logs(self) -> str:
        """All that was written."""
        return "".join(file.read_text() for file in self.folder.glob("*.log"))


class RunningBot:
    """One process. `settings` go over those that switch both platforms on."""

    def __init__(self, world: World, settings: Mapping[str, str]) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._world = world
        self._process: asyncio.subprocess.Process | None = None
        self._environment = {
            **{
                name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "SSL_CERT_FILE")
            },
            "PYTHONPATH": str(ROOT),
            "PORT": str(self.port),
            "DATA_DIR": str(share_vectors(world.folder / f"data-{self.port}")),
            "LINE_CHANNEL_SECRET": LINE_SECRET,
            "LINE_CHANNEL_ACCESS_TOKEN": LINE_TOKEN,
            "LINE_API_URL": world.line.url,
            "TELEGRAM_BOT_TOKEN": telegram.TOKEN,
            "TELEGRAM_WEBHOOK_SECRET": TELEGRAM_SECRET,
            "TELEGRAM_API_URL": world.telegram.url,
            **settings,
        }

    async def start(self) -> None:
        """Start it (again) and wait until /healthz answers."""
        with (self._world.folder / f"bot-{self.port}.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "bots", "serve"),
                env=self._environment,
                cwd=self._world.folder,
                stdout=log,
                stderr=log,
            )
        await until(self._is_up, "the bot answers /healthz", START)

    async def killed(self) -> None:
        """End it as a crash would."""
        if self._process and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def terminated(self) -> int:
        """SIGTERM, and the exit status."""
        assert self._process
        self._process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self._process.wait(), PATIENCE)

    async def health(self) -> dict[str, Any]:
        """What /healthz says, with the HTTP status as "http"."""
        async with self._world.http.get(f"{self.url}/healthz") as response:
            return {"http": response.status, **await response.json()}

    async def page(self, path: str) -> tuple[int, str]:
        """Status and body of a GET."""
        async with self._world.http.get(self.url + path) as response:
            return response.status, await response.text()

    async def line(self, *events: dict[str, Any]) -> int:
        """Deliver events as LINE does; their reply tokens work from now on."""
        self._world.line.tokens |= {event["replyToken"] for event in events if "replyToken" in event}
        body = line.delivery(*events)
        return await self.line_raw(body, line.sign(LINE_SECRET, body))

    async def line_raw(self, body: bytes, signature: str | None) -> int:
        """Any body to LINE's webhook; the status."""
        headers = {} if signature is None else {"X-Line-Signature": signature}
        return await self._post("/line/webhook", body, headers)

    async def telegram(self, update: bytes, secret: str | None = TELEGRAM_SECRET) -> int:
        """Deliver an update as Telegram does; the status."""
        headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
        return await self._post("/telegram/webhook", update, headers)

    async def _post(self, path: str, body: bytes, headers: dict[str, str]) -> int:
        async with self._world.http.post(self.url + path, data=body, headers=headers) as response:
            return response.status

    async def _is_up(self) -> bool:
        assert self._process
        assert self._process.returncode is None, "the bot ended; see its log"
        try:
            return bool((await self.health())["http"] == 200)
        except aiohttp.ClientError:
            return False


@asynccontextmanager
async def world(folder: Path) -> AsyncIterator[World]:
    """Two platforms, no bot yet; whatever happens, no process is left."""
    async with AsyncExitStack() as stack:
        found = World(
            await stack.enter_async_context(FakeLine(LINE_TOKEN)),
            await stack.enter_async_context(telegram.serving()),
            folder,
        )
        found.http = await stack.enter_async_context(aiohttp.ClientSession())
        stack.push_async_callback(found.end)
        yield found


async def until(happens: Callable[[], Any], what: str, patience: float = PATIENCE) -> None:
    """Wait until it is true; fail after `patience` seconds."""
    deadline = time.monotonic() + patience
    while True:
        result = happens()
        if await result if asyncio.iscoroutine(result) else result:
            return
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        await asyncio.sleep(0.02)


async def quiet(count: Callable[[], int], seconds: float = 0.4) -> int:
    """The count once it has not changed for some time: what has not come by then does not come."""
    last, since = count(), time.monotonic()
    while time.monotonic() - since < seconds:
        await asyncio.sleep(0.05)
        if count() != last:
            last, since = count(), time.monotonic()
    return last
