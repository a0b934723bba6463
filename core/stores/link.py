"""The way to a Redis server: what is asked in one turn of the loop goes there in one parcel."""

import asyncio
import hashlib
import time
from collections.abc import Sequence
from typing import Any

from redis.asyncio import Connection, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError, RedisError, ResponseError

from core.stores import StoreDownError, StoreUnusableError

PARCEL = 500  # commands sent together at most
IDLE = 1.0  # seconds after which a connection is looked at before it is used again

Value = str | bytes | int | float


class Link:
    """Commands to one server. Every failure is a StoreDownError, within about `timeout` seconds: what
    waits behind a failed parcel fails with it. Raises StoreUnusableError for a malformed `url`.
    """

    def __init__(self, url: str, *, timeout: float = 1.0) -> None:
        self.timeout = timeout
        try:
            self._client = Redis.from_url(
                url,
                protocol=2,
                socket_timeout=timeout,
                socket_connect_timeout=timeout,
                retry=Retry(NoBackoff(), 0),
            )
        except ValueError as error:
            raise StoreUnusableError(
                "REDIS_URL is no address of a Redis server. Write it as redis://host:6379/0"
            ) from error
        self._asked: list[tuple[tuple[Value, ...], asyncio.Future[Any]]] = []
        self._sending: asyncio.Task[None] | None = None
        self._connection: Connection | None = None
        self._used = 0.0

    def script(self, source: str) -> "Script":
        """A Lua script to run there."""
        return Script(self, source)

    async def ask(self, *command: Value) -> Any:
        """Send a command, and wait for its answer."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._asked.append((command, answer))
        if self._sending is None:
            self._sending = asyncio.create_task(self._send())
        return await answer

    async def wait(self, *command: Value) -> Any:
        """Send a command that may take its time there, on a connection of its own."""
        try:
            # redis-py has no types here
            return await self._client.execute_command(*command)  # type: ignore[no-untyped-call]
        except RedisError as error:
            raise StoreDownError(str(error)) from error

    async def close(self) -> None:
        """Close all connections."""
        if self._sending is not None:
            await asyncio.wait((self._sending,))
        await self._client.aclose()

    async def _send(self) -> None:
        while self._asked:
            parcel, self._asked = self._asked[:PARCEL], self._asked[PARCEL:]
            try:
                answers = await self._exchange([command for command, _ in parcel])
            except Exception as error:
                parcel += self._asked
                self._asked = []
                answers = [error] * len(parcel)
            _deliver(parcel, answers)
        self._sending = None

    async def _exchange(self, commands: list[tuple[Value, ...]]) -> list[Any]:
        pool = self._client.connection_pool
        if self._connection is None:
            # redis-py has no types here
            self._connection = await pool.get_connection()  # type: ignore[no-untyped-call]
        connection = self._connection
        if time.monotonic() > self._used + IDLE:
            await pool.ensure_connection(connection)  # connects again where the server has closed it
        self._used = time.monotonic()
        try:
            await connection.send_packed_command(connection.pack_commands(commands), check_health=False)
            return [await _answer(connection) for _ in commands]
        except BaseException:
            await connection.disconnect(nowait=True)  # else the next parcel would read these answers
            raise


class Script:
    """A Lua script, called by its checksum; a server that does not know it is given it."""

    def __init__(self, link: Link, source: str) -> None:
        self._link = link
        self._source = source
        self._checksum = hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()

    async def __call__(self, keys: Sequence[str], values: Sequence[Value]) -> Any:
        """Run it; the keys that it touches, and other values."""
        try:
            return await self._link.ask("EVALSHA", self._checksum, len(keys), *keys, *values)
        except NoScriptError:
            return await self._link.ask("EVAL", self._source, len(keys), *keys, *values)


async def _answer(connection: Connection) -> Any:
    try:
        return await connection.read_response()
    except ResponseError as error:
        return error


def _deliver(parcel: list[tuple[tuple[Value, ...], asyncio.Future[Any]]], answers: list[Any]) -> None:
    for (_, answer), value in zip(parcel, answers, strict=True):
        if answer.done():
            continue
        if isinstance(value, NoScriptError):
            answer.set_exception(value)
        elif isinstance(value, Exception):
            answer.set_exception(StoreDownError(str(value)))
        else:
            answer.set_result(value)
