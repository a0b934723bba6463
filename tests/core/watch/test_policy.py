"""When a group is warned: a table."""

from collections.abc import Mapping, Sequence

import pytest

from core.watch.policy import DAY, HOUR, Seen, Sighting, Standing, remember, to_warn

NOW = 1_000_000.0
A, B, C, D = (Sighting(f"key{letter}", f"pattern{letter}") for letter in "ABCD")


@pytest.mark.parametrize(
    ("sightings", "standing", "expected"),
    [
        ([A], Standing(), [A]),
        ([A, B], Standing(), [A, B]),
        ([], Standing(), []),
        ([A], Standing(mode="mention"), []),
        ([A], Standing(mode="off"), []),
        ([A], Standing(muted_until=NOW + 1), []),
        ([A], Standing(muted_until=NOW), [A]),
        ([A, B], Standing(silenced=("patternA",)), [B]),
        ([A], Standing(warned={"keyA": NOW - DAY + 1}), []),
        ([A], Standing(warned={"keyA": NOW - DAY}), [A]),
        ([A, B], Standing(warned={"keyA": NOW - 1}), [B]),
        ([D], Standing(messages={"a": NOW - 1, "b": NOW - 1, "c": NOW - HOUR + 1}), []),
        ([D], Standing(messages={"a": NOW - 1, "b": NOW - 2, "c": NOW - HOUR}), [D]),
        (
            [D],
            Standing(warned={"keyA": NOW - 1, "keyB": NOW - 1, "keyC": NOW - 1}, messages={"a": NOW - 1}),
            [D],
        ),
        ([A], Standing(messages={"m1": NOW - 5}), []),
        ([A], Standing(warned={"keyA": NOW}, messages={"m1": NOW}), [A]),
        ([A], Standing(warned={"keyA": NOW}, messages={"m0": NOW}), []),
    ],
)
def test_the_policy(sightings: Sequence[Sighting], standing: Standing, expected: list[Sighting]) -> None:
    """Once a day each, three warnings an hour, one a message, and only where the group wants them."""
    assert expected == to_warn(Seen("m1", NOW, sightings), standing)


@pytest.mark.parametrize(
    ("before", "expected"),
    [({"old": NOW - DAY, "new": NOW - 5}, {"new": NOW - 5, "now": NOW}), ({}, {"now": NOW})],
)
def test_what_is_older_than_a_day_is_forgotten(
    before: Mapping[str, float], expected: Mapping[str, float]
) -> None:
    """The record keeps a day, and what was warned of now."""
    assert expected == remember(before, ["now"], NOW)
