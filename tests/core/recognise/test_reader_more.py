"""Forms that people really write: spelt out, in odd brackets, beside codes that are rung in need."""

import pytest

from core.recognise.plan import load_plan
from core.recognise.reader import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_plan())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0 9 0 3 3 1 4 5 5 6 7 からです", ["+819033145567"]),
        ("番号は 0 8 0 - 2 3 4 5 - 6 7 8 9 です", ["+818023456789"]),
        ("0 1 2 3 4 5 6 7 8 9 と数えた", []),
        ("点数は 0 1 1 0 2 3 1 0 1 1 でした", []),
        ("【0120】397-972", ["+81120397972"]),
        ("ol20-397-972", ["+81120397972"]),
        ("①0120-397-972②03-3221-9225", ["+81120397972", "+81332219225"]),
        ("06-0421-3388", ["+81604213388"]),
        ("+44 (0)20 7946 0958", ["+442079460958"]),
        ("相談は#9110へ、子どもは#8000（夜間）", ["#9110", "#8000"]),
        ("火事なら119へ、事件なら110へ", ["119", "110"]),
        ("電話は0120-397-972か110へ", ["+81120397972", "110"]),
        ("背番号119番の投手", []),
        ("定員は110に増えた", []),
        ("部屋は119へ移動", []),
        ("売上 0451238890 円", []),
        ('<a href="tel:0120397972">0120-397-972</a>', ["+81120397972"]),
        ('<a href="tel:0120397972">電話する</a>', ["+81120397972"]),
    ],
)
def test_forms(reader: Reader, text: str, expected: list[str]) -> None:
    """Each is read as a careful person reads it, at its place."""
    found = reader.read(text).numbers

    assert expected == [number.e164 for number in found]
    assert all(text[number.start : number.end] == number.raw for number in found)
