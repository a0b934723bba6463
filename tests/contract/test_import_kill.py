"""A kill in the middle of an import leaves the old state or the new one."""

import itertools
import multiprocessing
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import text

from core.registry.imports.load import Order, Place, load
from core.stores.engine import transaction
from tests.contract.registries import RegistryPlace

ROWS = 6_000
KILLS = 10


def import_for_ever(place: Place, files: list[Path], done: Connection) -> None:
    """Import the files in turn under one name: each import replaces all rows of the one before."""
    for path in itertools.cycle(files):
        load(Order(kind="list", path=path, source="list"), place)
        done.send(True)


def wait_for_warming() -> None:
    """An app of another test may still make its indexes: what its thread has locked would stay locked after a fork."""
    for thread in threading.enumerate():
        if thread.name == "warming":
            thread.join(60)


@contextmanager
def importing(place: Place, files: list[Path]) -> Iterator[float]:
    """A process that is at it; how long an import takes there. It is killed on the way out."""
    wait_for_warming()
    here, there = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=import_for_ever, args=(place, files, there))
    child.start()
    try:
        assert here.poll(20)
        here.recv()
        start = time.monotonic()
        assert here.poll(20)
        yield time.monotonic() - start
    finally:
        child.kill()
        child.join()


def write(path: Path, tag: str) -> Path:
    path.write_text("".join(f"090{place:08},{tag}\n" for place in range(10_000_000, 10_000_000 + ROWS)))
    return path


def standing(url: str) -> list[tuple[str, int]]:
    """Each tag that stands in the database, with its number of rows."""
    with transaction(url) as connection:
        counted = "SELECT text, COUNT(*) FROM listings JOIN tags ON id = tag GROUP BY text"
        return [(str(tag), int(count)) for tag, count in connection.execute(text(counted))]


def test_ten_kills_leave_one_whole_state_each(registry: RegistryPlace, tmp_path: Path) -> None:
    files = [write(tmp_path / "old.csv", "old"), write(tmp_path / "new.csv", "new")]
    chance = random.Random(4)
    for _ in range(KILLS):
        with importing(registry.place, files) as lasted:
            time.sleep(chance.uniform(0, lasted))
        assert standing(registry.url) in ([("old", ROWS)], [("new", ROWS)])
