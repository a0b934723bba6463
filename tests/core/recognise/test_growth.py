"""Hostile text costs time in proportion to its length."""

import time

import pytest

from core.recognise.reader import Reader
from tests.bench.recognise import HOSTILE, of_length


def seconds(reader: Reader, text: str) -> float:
    """The best of five readings, in the processor's time: noise only ever adds."""
    best = float("inf")
    for _ in range(5):
        begin = time.process_time()
        reader.read(text)
        best = min(best, time.process_time() - begin)
    return best


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_length(reader: Reader, name: str) -> None:
    """Sixteen times the text takes less than four times sixteen: far from the 256 of quadratic growth."""
    short, long = (seconds(reader, of_length(HOSTILE[name], length)) for length in (1_500, 24_000))

    assert long < short * 64


def test_many_numbers_in_a_row_are_all_found(reader: Reader) -> None:
    """150 numbers joined by spaces are 150 numbers."""
    numbers = [f"03-{3200 + n}-{5000 + n * 7}" for n in range(150)]

    assert [one.raw for one in reader.read(" ".join(numbers)).numbers] == numbers
