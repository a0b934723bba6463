"""The registry's database for what is done seldom: migrations and imports, in one transaction each, and exports."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from core.stores import StoreUnusableError
from core.stores.private import make_file
from core.stores.revision import HEAD

PATIENCE = 10.0  # seconds that another import, or another process's migration, is waited for
_LOCK = 0x62616E67  # the advisory lock that imports and migrations in PostgreSQL take


@contextmanager
def transaction(url: str, *, patience: float = PATIENCE) -> Iterator[Connection]:
    """A connection inside a transaction that nobody else writes beside; committed at the end, or undone.

    `url` is sqlite:///FILE or postgresql://… Raises StoreUnusableError, which holds no address.
    """
    with _engine(url, patience) as engine:
        if engine.dialect.name == "sqlite":
            with suppress(OSError):  # SQLite says what is wrong
                make_file(Path(engine.url.database or ""))
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"SET LOCAL lock_timeout = {int(patience * 1000)}"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection


@contextmanager
def snapshot(url: str, *, patience: float = PATIENCE) -> Iterator[Connection]:
    """A connection that reads everything as of one moment, and waits for nobody who writes.

    Raises StoreUnusableError.
    """
    with _engine(url, patience) as engine:
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _leave_transactions)
            event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            yield connection


def migrate(url: str) -> None:
    """Bring the tables to this release's form, from nothing or from any earlier release; all or nothing. Where
    they have it, nobody who writes is waited for.

    Raises StoreUnusableError, also for a database of a newer release.
    """
    if _is_there(url):
        with snapshot(url) as connection:
            if _revision(connection) == HEAD:
                return
    with transaction(url) as connection:
        if _revision(connection) == HEAD:
            return
        _upgrade(connection)


def why(error: DBAPIError) -> str:
    """What is wrong with the database and what to do, in words that hold no address and no secret."""
    reason = str(error.orig)
    if "locked" in reason or "lock timeout" in reason:
        return "The registry's database is being written by another process. Wait for its end and try again."
    if "full" in reason or "No space" in reason:
        return "The disk with the registry's database is full. Make room on it and try again; nothing was changed."
    if "readonly" in reason or "unable to open" in reason:
        return (
            "The registry's database cannot be opened for writing. Make its folder, or give write permission."
        )
    if error.connection_invalidated or "connect" in reason:
        return "The registry's database cannot be reached. See that it runs and that DATABASE_URL is right."
    return f"The registry's database cannot be used ({type(error.orig).__name__}). Nothing was changed."


def _is_there(url: str) -> bool:
    return not url.startswith("sqlite:") or Path(url.removeprefix("sqlite:///")).exists()


def _upgrade(connection: Connection) -> None:
    # Read in only here: nearly every start finds the tables as they are to be.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(files("core.stores") / "migrations"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreUnusableError(
            "The registry's database was written by a newer release. Start that release, "
            "or set DATABASE_URL to another database."
        ) from error


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


@contextmanager
def _engine(url: str, patience: float) -> Iterator[Engine]:
    try:
        engine = create_engine(_with_driver(url), **_options(url, patience))
    except (ArgumentError, ValueError) as error:
        raise StoreUnusableError("DATABASE_URL is no address of a database") from error
    try:
        yield engine
    except DBAPIError as error:
        raise StoreUnusableError(why(error)) from error
    finally:
        engine.dispose()


def _with_driver(url: str) -> Any:
    parts = make_url(url)
    return parts.set(drivername="postgresql+psycopg") if parts.drivername.startswith("postgres") else parts


def _options(url: str, patience: float) -> dict[str, Any]:
    if url.startswith("sqlite:"):
        return {"connect_args": {"timeout": patience}}
    return {"connect_args": {"connect_timeout": int(patience)}}


def _leave_transactions(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver leaves transactions to the two events here


def _prepare_sqlite(connection: Any, record: object) -> None:
    _leave_transactions(connection, record)
    for setting in ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -65536"):
        connection.execute(f"PRAGMA {setting}")
