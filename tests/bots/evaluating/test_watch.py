"""Figures of the watch over a file of messages."""

from functools import cache
from importlib.resources import files

import pytest

from bots.evaluating.watch import figures_of
from bots.watching import Example
from core.watch.folding import load_folding
from core.watch.judge import NOTHING, Judgement
from core.watch.scams import Kinds, load_kinds
from core.watch.signs import load_signs


@cache
def kinds() -> Kinds:
    """The product's own."""
    scams = files("config") / "scams"
    return load_kinds(scams / "kinds", load_signs(scams, load_folding(scams / "writings.yaml")))


def warned(kind: str) -> Judgement:
    """A judgement that it is a scam of that kind."""
    return Judgement(0.9, (next(each for each in kinds().all if each.kind == kind),))


def scam(kind: str = "", *, both: bool = False) -> Example:
    """A message that is one."""
    return Example("口座を売って", "scam", kind=kind, demand=both, pressure=both, category="a")


ORDINARY = Example("今日は雨", "ordinary", category="b")


def test_what_was_found_and_what_was_warned_of_in_vain() -> None:
    """Scams, those with a demand and pressure, and ordinary ones apart."""
    figures = figures_of(
        [
            (scam(both=True), warned("loan")),
            (scam(), NOTHING),
            (ORDINARY, warned("loan")),
            (ORDINARY, NOTHING),
        ]
    )

    assert (figures.scams, figures.found, figures.both, figures.both_found) == (2, 1, 1, 1)
    assert (figures.ordinary, figures.false) == (2, 1)
    assert "false warnings a thousand 500.0 (1 of 2)" in figures.lines()


@pytest.mark.parametrize(
    ("kind", "found", "figures"),
    [
        ("loan", warned("loan"), (1, 1, 1)),
        ("loan", warned("prize"), (1, 1, 0)),
        ("loan", warned("about_to_do"), (1, 0, 0)),  # a general kind names no trick
        ("", warned("loan"), (0, 0, 0)),
        ("loan", NOTHING, (0, 0, 0)),
    ],
)
def test_how_often_the_trick_is_named(kind: str, found: Judgement, figures: tuple[int, int, int]) -> None:
    """Of the scams that were found and whose trick the file knows."""
    counted = figures_of([(scam(kind), found)])

    assert (counted.known, counted.named, counted.right) == figures


def test_an_empty_file_has_figures() -> None:
    """Nothing is divided by nothing."""
    assert "false warnings a thousand 0.0 (0 of 0)" in figures_of([]).lines()
