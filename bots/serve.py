"""The process: open everything, listen, and end in good order on SIGTERM."""

import asyncio
import errno
import gc
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import structlog
import uvicorn
import uvloop

from bots.app import App, opened
from bots.logs import configure_logs
from config.settings import LOOPBACK, Settings, SettingsError, load_settings
from core.stores import StoreUnusableError

WRONG = 2  # exit status for wrong usage and wrong settings
PICTURES = Path("docs/pictures")
NEARBY = 20  # ports tried for the local page, where none was asked for


class CannotListenError(Exception):
    """No server can listen at that address; the message says which setting to change."""


class Server(uvicorn.Server):
    """Uvicorn without its own handling of signals: it would end the process by the signal, not with 0."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to `run`."""
        yield


def run_production() -> int:
    """`serve`: exit status 0 after SIGTERM or SIGINT, 2 for wrong settings."""
    return _run(local=False)


def run_local() -> int:
    """`./run`: the same with the chat page, and on loopback unless the page was opened to others on purpose."""
    return _run(local=True)


def _run(*, local: bool) -> int:
    configure_logs()
    try:
        settings = _local(load_settings()) if local else load_settings()
        nearby = NEARBY if local and "port" not in settings.model_fields_set else 1
        with listening(settings.host, settings.port, nearby) as listener:
            uvloop.run(run(settings, listener, say_address=local))
    except (SettingsError, StoreUnusableError, CannotListenError) as error:
        sys.stderr.write(f"{error}\n")
        return WRONG
    return ended()


def ended() -> int:
    """0, all that was promised being done. Where content is still read in, the process ends here with it: Python cannot
    end a thread that computes outside of it, and would abort.
    """
    if not any(thread.daemon for thread in threading.enumerate()):
        return 0
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


async def run(settings: Settings, listener: socket.socket, *, say_address: bool = False) -> None:
    """Serve on that socket until SIGTERM or SIGINT; what is not sent by then is answered after the next start."""
    ending = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ending.set)
    async with serving(settings, listener) as url:
        if say_address:
            print(url, flush=True)  # noqa: T201 -- the command's result
        await ending.wait()


@asynccontextmanager
async def serving(settings: Settings, listener: socket.socket) -> AsyncIterator[str]:
    """The bot at work on that socket; its address. At the end no new work is taken, and what is under way
    is finished.
    """
    async with opened(settings) as app:
        gc.collect()
        gc.freeze()  # what was loaded stays for good: the collector need not walk through it again and again
        server = Server(_config(app))
        serve = asyncio.create_task(server.serve(sockets=[listener]))
        url = _url(*listener.getsockname()[:2])
        structlog.get_logger().info("listening", url=url)
        if settings.admin_user:
            structlog.get_logger().warning(
                "ADMIN_USER and ADMIN_PASSWORD are set, and this release has no admin pages yet: /admin is 404"
            )
        try:
            yield url
        finally:
            server.should_exit = True
            await asyncio.gather(app.stop(), serve)


def _url(host: str, port: int) -> str:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 -- compared, not bound
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"


def _config(app: App) -> uvicorn.Config:
    return uvicorn.Config(
        app.asgi,
        log_config=None,
        access_log=False,
        proxy_headers=False,  # nobody's address is used
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=5,
        ws="websockets-sansio",
        ws_max_size=1 << 16,
    )


def _local(settings: Settings) -> Settings:
    stays = settings.on_loopback or settings.chat_page == "on"
    return settings.model_copy(update={"chat_page": "on", "host": settings.host if stays else LOOPBACK[0]})


@contextmanager
def listening(host: str, port: int, nearby: int) -> Iterator[socket.socket]:
    """A socket at that address, or at one of the next ports. Raises CannotListenError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        for candidate in range(port, port + nearby):
            try:
                listener.bind((host, candidate))
                break
            except (OSError, UnicodeError) as error:
                refusal = _refusal(host, port, error)
                if refusal.startswith("HOST") or candidate == port + nearby - 1:
                    raise CannotListenError(refusal) from None
        yield listener


def _refusal(host: str, port: int, error: OSError | UnicodeError) -> str:
    """Which of the two is wrong, why, and what to do."""
    reason = getattr(error, "strerror", None) or "no such address"
    if isinstance(error, OSError) and error.errno in (errno.EADDRINUSE, errno.EACCES):
        return f"PORT: {host}:{port}: {reason}; set PORT to one that is free, or HOST to another address"
    return f"HOST: {host}: {reason}; set HOST to an address of this machine, like 127.0.0.1, ::1 or 0.0.0.0"


def run_pictures() -> int:
    """Make the README's screenshots from a real conversation with the local page."""
    configure_logs()
    return asyncio.run(_pictures())


async def _pictures() -> int:
    from bots.web.pictures import take  # noqa: PLC0415 -- needs a developers' tool

    with tempfile.TemporaryDirectory() as folder, listening(LOOPBACK[0], 0, 1) as listener:
        settings = load_settings(data_dir=folder, chat_page="on", redis_url=None)
        async with serving(settings, listener) as url:
            for path in await take(url, PICTURES):
                print(path)  # noqa: T201 -- the command's result
    return 0
