"""What the page sends, read into frames."""

import json
from typing import Any

import pytest

from bots.web.frames import LONGEST_FRAME, Place, Refused, mentions, read_frame


def frame(**fields: Any) -> str:
    """A good frame, with these fields other than usual."""
    usual = {"kind": "said", "id": "a1", "room": "private", "conversation": "0123456789abcdef", "text": "110"}
    return json.dumps(usual | fields)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("おはよう", []),
        ("@番号番 110は?", [Place(0, 4)]),
        ("😀 110は? @Bangoban", [Place(9, 9)]),
        ("＠番号番 @番号番", [Place(0, 4), Place(5, 4)]),
        ("@bangobanana 110", []),
        ("番号番 110", []),
    ],
)
def test_the_bots_name_is_found_in_utf_16_units(text: str, places: list[Place]) -> None:
    assert mentions(text) == places


def test_a_text_that_a_button_said_is_told_from_one_that_was_typed() -> None:
    assert read_frame(frame(chosen=True)).chosen
    assert not read_frame(frame()).chosen


@pytest.mark.parametrize(
    ("data", "why", "frame_id"),
    [
        (None, "unreadable", ""),
        ("", "unreadable", ""),
        ("no json", "unreadable", ""),
        ("[1]", "unreadable", ""),
        ("{}", "unreadable", ""),
        ("[" * 60_000, "unreadable", ""),
        ('{"kind":"said","x":' + "[" * 30_000 + "]" * 30_000 + "}", "unreadable", ""),
        (frame(kind="shouted"), "unknown_kind", "a1"),
        (frame(room="cellar"), "unreadable", "a1"),
        (frame(conversation="short"), "unreadable", "a1"),
        (frame(conversation="../../etc/passwd-and-more"), "unreadable", "a1"),
        (frame(person="jiro"), "unreadable", "a1"),
        (frame(text=110), "unreadable", "a1"),
        (frame(text="\ud800"), "unreadable", ""),
        (frame(id="<b>"), "unreadable", "<b>"),
        (frame(text="あ" * 5_001), "too_long", "a1"),
        (frame(kind="pressed", button="あ" * 22), "too_long", "a1"),
        ("x" * (LONGEST_FRAME + 1), "too_long", ""),
    ],
)
def test_a_bad_frame_is_refused_with_its_reason(data: str | None, why: str, frame_id: str) -> None:
    with pytest.raises(Refused) as refused:
        read_frame(data)
    assert (refused.value.why, refused.value.frame_id) == (why, frame_id)


def test_the_longest_text_fits_though_every_character_is_escaped() -> None:
    assert read_frame(frame(text="😀" * 5_000)).text == "😀" * 5_000
