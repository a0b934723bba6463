"""What the reader finds in a text: numbers, and what looks like one and is none."""

from typing import Literal

import msgspec

Kind = Literal[
    "toll_free",
    "navi_dial",
    "mobile",
    "fixed",
    "ip_phone",
    "premium",
    "m2m",
    "short_code",
    "international",
    "unassigned",
]


class Number(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A telephone number in a text.

    `e164` is +81120397972; for a short code (110, 188, #9110) the code as dialled. `raw` is the text as
    written, `text[start:end] == raw`, in code points. `written` is the form in which people in Japan
    write that number: 0120-397-972. `region` is the place of a fixed line, `country` the ISO code
    ("JP", "" where the country code is unassigned). `signs` are codes of what is odd about the form.
    """

    e164: str
    raw: str
    start: int
    end: int
    kind: Kind
    written: str
    region: str = ""
    country: str = "JP"
    extension: str = ""
    prefix: str = ""
    signs: tuple[str, ...] = ()


class Partial(msgspec.Struct, frozen=True, gc=False):
    """Something that is meant as a number but cannot be looked up; `why` is "masked" or "no_area_code"."""

    raw: str
    start: int
    end: int
    why: Literal["masked", "no_area_code", "too_short", "too_long"]


class Reading(msgspec.Struct, frozen=True, gc=False):
    """All that was found in a text, in the order of the text."""

    numbers: tuple[Number, ...] = ()
    partials: tuple[Partial, ...] = ()
