"""The file that keeps events while Redis is away, in a folder that processes share."""

import subprocess
import sys
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from core.stores import Event, StoreUnusableError
from core.stores.database import Database
from core.stores.outage import OutageQueue, open_outage_file

HOLD = "import sys; from pathlib import Path; from core.stores.outage import open_outage_file; \
file = open_outage_file(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"


def event(name: str) -> Event:
    return Event(id=name, conversation=f"conversation of {name}", payload=name.encode())


async def leave(path: Path, *names: str) -> None:
    """As a process that was killed with these events undone, all of them attempted."""
    file = Database(path)
    queue = OutageQueue(file, "line")
    await queue.accept([event(name) for name in names])
    for _ in names:
        assert await queue.attempt(await queue.take())
    file.close()


def test_processes_that_share_a_folder_have_a_file_each(tmp_path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    assert other.stdout.readline() == b"open\n"
    mine = open_outage_file(tmp_path)
    assert sorted(path.name for path in tmp_path.glob("*.db")) == ["outage-1.db", "outage-2.db"]
    other.communicate()
    mine.close()


async def test_what_dead_processes_left_is_taken_over_once(tmp_path: Path) -> None:
    await leave(tmp_path / "outage-2.db", "e1", "e2")
    await leave(tmp_path / "outage-3.db", "e2", "e3")
    first, second = open_outage_file(tmp_path), open_outage_file(tmp_path)
    queue = OutageQueue(first, "line")
    left = [await queue.take() for _ in range(3)]
    assert {(work.event, work.attempted) for work in left} == {(event(f"e{n}"), True) for n in (1, 2, 3)}
    assert OutageQueue(second, "line").known() == []


async def test_what_was_taken_over_outlasts_another_kill(tmp_path: Path) -> None:
    await leave(tmp_path / "outage-2.db", "e")
    open_outage_file(tmp_path).close()
    assert OutageQueue(open_outage_file(tmp_path), "line").known() == ["e"]


async def test_a_file_of_another_that_cannot_be_read_is_told_and_left(tmp_path: Path) -> None:
    (tmp_path / "outage-2.db").write_text("これはデータベースではありません。" * 100)
    with capture_logs() as lines:
        open_outage_file(tmp_path)
    assert [line["log_level"] for line in lines] == ["error"]
    assert "Move the file away" in lines[0]["todo"]


async def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusableError, match="Make its folder"):
        open_outage_file(tmp_path / "missing")
