"""Long lists on their way to the database."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.registry.imports import FileRefusedError
from core.registry.imports.listed import stage
from core.registry.imports.lists import Facts, Raw, Records
from core.registry.imports.merge import Difference, merge
from core.registry.imports.normal import normaliser
from core.registry.imports.runs import ROW, Progress, Rows, Staging, alone, merged

Line = tuple[str, Facts]


class Torn:
    """A file of numbered lines whose reading breaks off after so many of them."""

    def __init__(self, lines: list[Line], after: int) -> None:
        self._lines = lines
        self._after = after
        self.begun: list[int] = []

    def open(self, skip: int) -> Records:
        self.begun.append(skip)
        at = skip

        def rows() -> Iterator[tuple[str, Raw]]:
            nonlocal at
            for line in self._lines[skip:]:
                if at == self._after:
                    self._after = -1
                    raise KeyboardInterrupt
                at += 1
                yield line

        return Records(rows(), lambda raw: (raw[0], raw[1], raw[2]), lambda: at, lambda: 0)


def lines(count: int) -> list[Line]:
    return [(f"090{10_000_000 + place * 7919 % 1000:08}", ("x", "", "")) for place in range(count)]


def numbers(staging: Staging) -> list[int]:
    return [int(number) for piece in staging.pieces(staging.progress()) for number in piece["number"]]


def test_an_interrupted_reading_goes_on_after_its_last_run(tmp_path: Path) -> None:
    torn, whole = Torn([*lines(9), ("no number", ("", "", "")), *lines(40)[9:]], 17), Torn(lines(40), -1)
    staging, at_once = Staging(tmp_path / "a", adds=False), Staging(tmp_path / "b", adds=False)
    with pytest.raises(KeyboardInterrupt):
        stage(torn.open, normaliser("JP"), staging, lambda _: None, size=5)
    progress = stage(torn.open, normaliser("JP"), Staging(tmp_path / "a", adds=False), lambda _: None, size=5)
    stage(whole.open, normaliser("JP"), at_once, lambda _: None, size=1000)
    assert torn.begun == [0, 15]
    assert numbers(staging) == numbers(at_once)
    assert progress.refused == 1
    assert staging.refusals.read_text() == "10,not a telephone number,no number\n"


def test_a_file_without_any_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="none of the 2 rows"):
        stage(
            Torn([("x", ("", "", ""))] * 2, -1).open,
            normaliser("JP"),
            Staging(tmp_path, adds=False),
            lambda _: None,
        )


def test_two_imports_of_one_file_do_not_share_a_folder(tmp_path: Path) -> None:
    with (
        alone(tmp_path / "a"),
        alone(tmp_path / "b"),
        pytest.raises(FileRefusedError, match="already"),
        alone(tmp_path / "a"),
    ):
        pass
    with alone(tmp_path / "a"):
        pass


def staged(folder: Path, facts: Facts, **options: bool) -> tuple[Staging, Progress]:
    staging = Staging(folder, adds=False)
    torn = Torn([*lines(1), ("09012345678", facts), (" ", facts)], -1)
    return staging, stage(torn.open, normaliser("JP"), staging, lambda _: None, **options)


def test_votes_that_cannot_be_are_refused(tmp_path: Path) -> None:
    assert "votes 'many'" in staged(tmp_path, ("", "many", ""))[0].refusals.read_text()


@pytest.mark.parametrize(("written", "votes"), [("1,234", 1234), ("12.0", 12), ("", 1)])
def test_votes_are_read_as_spreadsheets_write_them(tmp_path: Path, written: str, votes: int) -> None:
    staging, progress = staged(tmp_path, ("", written, ""))
    assert votes in [piece["votes"].max() for piece in staging.pieces(progress)]


@pytest.mark.parametrize("written", ["yesterday", "2026-13-77", "2099-01-01"])
def test_a_date_that_cannot_be_does_not_cost_the_number(tmp_path: Path, written: str) -> None:
    staging, progress = staged(tmp_path, ("", "", written))
    [piece] = staging.pieces(progress)
    assert (len(piece), piece["last"].tolist()) == (2, [0, 0])


def test_rows_about_no_number_are_left_out_where_that_is_usual(tmp_path: Path) -> None:
    assert (
        staged(tmp_path / "a", ("", "", ""))[1].refused,
        staged(tmp_path / "b", ("", "", ""), numberless=True)[1].skipped,
    ) == (1, 1)
    assert staged(tmp_path / "c", ("", "", ""), numberless=True)[1].refused == 0


def rows(*given: tuple[int, int, int, int, int]) -> Rows:
    return np.array(list(given), ROW)


def test_rows_of_one_number_become_one() -> None:
    three = rows((5, 1, 2, 30, 30), (4, 1, 1, 0, 0), (5, 2, 3, 0, 0), (5, 3, 1, 10, 10))
    assert merged(three, adds=True).tolist() == [(4, 1, 1, 0, 0), (5, 3, 6, 10, 30)]
    assert merged(three, adds=False).tolist() == [(4, 1, 1, 0, 0), (5, 3, 3, 10, 30)]


@given(
    st.lists(st.dictionaries(st.integers(1, 30), st.integers(1, 3)), max_size=4),
    st.dictionaries(st.integers(1, 40), st.integers(1, 3)),
)
def test_a_merge_leaves_exactly_the_new_list(parts: list[dict[int, int]], old: dict[int, int]) -> None:
    new: dict[int, int] = {}
    pieces: list[Rows] = []
    for place, part in enumerate(parts):
        shifted = {number + 30 * place: votes for number, votes in part.items()}
        new |= shifted
        if shifted:
            pieces.append(rows(*((number, 0, votes, 0, 0) for number, votes in sorted(shifted.items()))))
    kept = dict(old)

    def listed(low: int, high: int) -> list[tuple[int, int, int, int, int]]:
        return [(number, 0, votes, 0, 0) for number, votes in sorted(old.items()) if low <= number < high]

    def apply(found: Difference) -> None:
        for number in found.removed["number"].tolist():
            del kept[number]
        for number, _, votes, _, _ in (*found.added.tolist(), *found.changed.tolist()):
            kept[number] = votes

    summary = merge(pieces, listed, apply)
    assert kept == new
    assert (summary.rows, summary.before) == (len(new), len(old))
