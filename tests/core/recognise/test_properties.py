"""What holds for every number, form and text."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from core.recognise.glyphs import DIGITS
from core.recognise.plan import load_plan
from core.recognise.reader import Reader

READER = Reader(load_plan())
AREAS = ["03", "06", "011", "045", "075", "0466", "0263", "0985", "04992", "09969"]
ARABIC, WIDE, KANJI = "0123456789", "０１２３４５６７８９", "〇一二三四五六七八九"
CIRCLED, FORMAL, BOLD = "⓪①②③④⑤⑥⑦⑧⑨", "零壱弐参四五六七八九", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"
# Dots, commas and slashes join only groups of a number that nothing else precedes; these join everywhere.
SEPARATORS = [
    "-",
    "－",
    "ー",
    "‐",
    "–",
    "−",
    "─",
    "・",
    "の",
    "〜",
    "～",
    "_",
    "=",
    " ",
    "　",
    " - ",
    "\n",
    "-\n",
    ".",
    ",",
    "/",
]
# Words with no digit, no label and nothing that ties digits to them.
WORDS = st.text(st.sampled_from("あいうえおかきくけこさしすせそ、。！？\n「」話した人です🙂"), max_size=20)


@st.composite
def assigned(draw: st.DrawFn) -> tuple[str, str, str]:
    """An assigned number in its three groups, as dialled in Japan."""
    digit = st.sampled_from("123456789")
    service = draw(st.sampled_from(["0120", "0570", "0990", "0800", "fixed", "mobile", "ip"]))
    rest = "".join(draw(st.lists(digit, min_size=8, max_size=8)))
    if service == "fixed":
        area = draw(st.sampled_from(AREAS))
        exchange = draw(st.sampled_from("23456789")) + rest[: 5 - len(area)]
        return area, exchange, rest[-4:]
    if service in ("mobile", "ip"):
        first = draw(st.sampled_from(["070", "080", "090", "060"])) if service == "mobile" else "050"
        return first, rest[:4], rest[4:]
    return service, rest[:3], rest[3:7] if service == "0800" else rest[3:6]


@st.composite
def forms(draw: st.DrawFn) -> tuple[str, str]:
    """A number's E.164 and one way to write it."""
    groups = draw(assigned())
    script = draw(st.sampled_from([ARABIC, WIDE, KANJI, CIRCLED, FORMAL, BOLD]))
    shape = draw(st.sampled_from(["joined", "plain", "brackets", "area in brackets", "abroad"]))
    e164 = "+81" + "".join(groups)[1:]
    one, two, three = ("".join(script[int(digit)] for digit in group) for group in groups)
    separator = draw(st.sampled_from(SEPARATORS))
    written = {
        "joined": separator.join((one, two, three)),
        "plain": one + two + three,
        "brackets": f"{one}({two}){three}",
        "area in brackets": f"（{one}）{two}-{three}",
        "abroad": f"+81-{one[1:]}-{two}-{three}",
    }[shape]
    return e164, written


def is_assigned(e164: str) -> bool:
    line = READER.plan.line("0" + e164[3:])
    return line.kind != "unassigned" and len(e164) - 2 in line.lengths


@settings(max_examples=400, deadline=None)
@given(WORDS, forms(), WORDS)
def test_an_assigned_number_is_found_at_its_place(before: str, form: tuple[str, str], after: str) -> None:
    """Any assigned number, in any script and with any separator, inside any words."""
    e164, written = form
    text = f"{before}{written}{after}"

    if is_assigned(e164):
        assert [(one.e164, one.start, one.raw) for one in READER.read(text).numbers] == [
            (e164, len(before), written)
        ]


@settings(max_examples=400, deadline=None)
@given(st.text())
def test_a_text_without_digits_holds_nothing(text: str) -> None:
    """No digit in any script, no reading."""
    bare = "".join(glyph for glyph in text if glyph not in DIGITS and unicodedata.category(glyph) != "Nd")

    reading = READER.read(bare)

    assert (reading.numbers, reading.partials) == ((), ())


@settings(max_examples=600, deadline=None)
@given(
    st.text(
        st.sampled_from(
            "0123456789０１２〇一二○OlX*+＋-－ー().,/ 　\n#＃♯の内線円番時:TELtel81\u200b\ufe0f\u20e3あ"
        ),
        max_size=80,
    )
)
def test_places_are_right_in_any_text(text: str) -> None:
    """`text[start:end] == raw`, in order, and no two numbers overlap."""
    reading = READER.read(text)
    ends = [0]
    for number in reading.numbers:
        assert text[number.start : number.end] == number.raw
        assert number.start >= ends[-1]
        ends.append(number.end)
    for partial in reading.partials:
        assert text[partial.start : partial.end] == partial.raw


@settings(max_examples=200, deadline=None)
@given(assigned())
def test_the_written_form_is_read_again(groups: tuple[str, str, str]) -> None:
    """What `written` says is the same number to `canonical`."""
    e164 = "+81" + "".join(groups)[1:]
    found = READER.canonical(READER.written(e164))

    assert found is not None
    assert found.e164 == e164
