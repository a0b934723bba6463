"""What the reader finds, form by form, and what it leaves alone."""

import pytest

from core.recognise.reader import Reader

ACOM, TOKYO, MOBILE = "+81120397972", "+81332219225", "+819012345678"

FORMS = [
    ("0120-397-972", ACOM),
    ("０１２０－３９７－９７２", ACOM),
    ("03・3221・9225", TOKYO),
    ("03･3221･9225", TOKYO),
    ("03─3221─9225", TOKYO),
    ("03_3221_9225", TOKYO),
    ("03,3221,9225", TOKYO),
    ("03=3221=9225", TOKYO),
    ("03〜3221〜9225", TOKYO),
    ("03～3221～9225", TOKYO),
    ("03~3221~9225", TOKYO),
    ("03の3221の9225", TOKYO),
    ("03.3221.9225", TOKYO),
    ("03/3221/9225", TOKYO),
    ("03一3221一9225", TOKYO),
    ("0120-397-\n972", ACOM),
    ("0120-397\r\n972", ACOM),
    ("(03) 3221-9225", TOKYO),
    ("03（3221）9225", TOKYO),
    ("0120(397972)", ACOM),
    ("〇三ー三二二一ー九二二五", TOKYO),
    ("零参-参弐弐壱-九弐弐五", TOKYO),
    ("⓪①②⓪-③⑨⑦-⑨⑦②", ACOM),
    ("0️⃣1️⃣2️⃣0️⃣3️⃣9️⃣7️⃣9️⃣7️⃣2️⃣", ACOM),
    ("𝟎𝟏𝟐𝟎-𝟑𝟗𝟕-𝟗𝟕𝟐", ACOM),
    ("O9O-l234-5678", MOBILE),
    ("〇九O-①②③④-⑤⑥⑦⑧", MOBILE),
    ("0081-3-3221-9225", TOKYO),
    ("010-81-90-1234-5678", MOBILE),
    ("+81 (0)3-3221-9225", TOKYO),
    ("+810120397972", ACOM),
    ("＋８１、（０３）ー３２２１ー９２２５", TOKYO),
    ("81-90-1234-5678", MOBILE),
    ("(81)0120-397-972", ACOM),
    ("819012345678", MOBILE),
    ("03 32 21 92 25", TOKYO),
    ("0170-123-456", "+81170123456"),
    ("0180-99-3636", "+81180993636"),
    ("0600-123-4567", "+816001234567"),
    ("0200-12345-67890", "+812001234567890"),
    ("0032069000", "+810032069000"),
    ("0066-9703-123456", "+8100669703123456"),
    ("110", "110"),
    ("188", "188"),
    ("#9110", "#9110"),
    ("♯7119", "#7119"),
    ("＃８０００", "#8000"),
    ("シャープ9110", "#9110"),
    ("+44 20 7946 0958", "+442079460958"),
    ("010-1-202-555-0123", "+12025550123"),
    ("+39 06 698 12345", "+390669812345"),
]


@pytest.mark.parametrize(("written", "e164"), FORMS)
def test_a_form_is_read_whole_in_its_place(reader: Reader, written: str, e164: str) -> None:
    """Each form is found, from its first character to its last, alone and on a line of its own."""
    for text in (written, f"着信がありました。\n{written}\nどこですか?"):
        found = reader.read(text).numbers

        if len(e164) > 4 or text == written or e164[0] == "#":
            assert [(one.e164, one.raw) for one in found] == [(e164, written)]
            assert text[found[0].start : found[0].end] == written


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("TEL0120397972", ACOM),
        ("Tel.03-3221-9225", TOKYO),
        ("℡03-3221-9225", TOKYO),
        ("DHL0120-397-972", ACOM),
        ("0120-397-9729:00〜18:00", ACOM),
        ("０１２０ー３９７ー９７２２４時間", ACOM),
        ("03-3221-9225(1234)", TOKYO),
        ("03-3221-9225〜7", TOKYO),
        ("2025-03-28 10:00 03-3221-9225", TOKYO),
        ("〒100-0001 東京都千代田区1-2-3 03-3221-9225", TOKYO),
        ("お客様番号 0120-397-972", ACOM),
        ("お問い合わせ番号 0332219225", TOKYO),
        ("着信番号：0332219225", TOKYO),
        ("電話No. 03-3221-9225", TOKYO),
        ("ご注文は0120397972まで", ACOM),
        ("会員番号 03-3221-9225", TOKYO),
        ("\u202a+81 3-3221-9225\u202c", TOKYO),
        ("電話が819012345678から", MOBILE),
    ],
)
def test_what_stands_beside_a_number_leaves_it_a_number(reader: Reader, text: str, e164: str) -> None:
    """Letters, times, brackets, dates and telephone words do not hide a number."""
    assert [one.e164 for one in reader.read(text).numbers] == [e164]


@pytest.mark.parametrize(
    "text",
    [
        "注文番号：0312345678",
        "注文番号：03-3221-9225",
        "口座番号 0312345678",
        "会員番号 0332219225",
        "予約番号 0120-397-972",
        "型番：0120397972",
        "tracking number 0332219225",
        "order number: 03-3221-9225",
        "顧客ID 03-3221-9225",
        "#0120397972",
        "03-3221-9225円",
        "03-3221-9225-1",
        "1-03-3221-9225",
        "1 - 03-3221-9225",
        "0120-39-79-72-10",
        "2025/03/28 14:00",
        "03-28-2025-1000",
        "03-28-2025-10",
        "192.168.010.012",
        "35.0116,135.7681",
        "978-4-06-519981-7",
        "0-306-40615-2",
        "4901234567894",
        "0123 4567 8901",
        "4111 1111 1111 1111",
        "T7000-0120-50002",
        "550e8400-0120-4397-9722-446655440000",
        "https://example.com/0332219225",
        "http://example.com/?q=0120-397-972",
        "090-1234-5678@example.com",
        "deadbeef0332219225",
        "0332219225abc",
        "00-1234-5678",
        "1234567890",
        "+1 2024",
        "○○○-○○○○-○○○○",
        "子ども110番の家",
        "第110回",
        "税込110円",
        "12:110",
        "#8000人突破",
        "issue #8000",
    ],
)
def test_other_digits_are_no_number(reader: Reader, text: str) -> None:
    """What is labelled, shaped or joined as something else is not read."""
    assert reader.read(text).numbers == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("警察に110番した", "110"),
        ("119番通報", "119"),
        ("188（いやや）に電話", "188"),
        ("消費者ホットライン「188」番", "188"),
        ("局番なしの188", "188"),
        ("#9110に相談", "#9110"),
        ("call 110", "110"),
    ],
)
def test_short_codes_are_read_where_they_are_dialled(reader: Reader, text: str, code: str) -> None:
    """Three digits are a code where the words around them say so; # codes of the plan always are."""
    assert [(one.e164, one.kind) for one in reader.read(text).numbers] == [(code, "short_code")]


@pytest.mark.parametrize(
    ("text", "kind", "signs"),
    [
        ("0120-397-972", "toll_free", ()),
        ("0800-123-4567", "toll_free", ()),
        ("08001234567", "toll_free", ()),
        ("080-0123-4567", "unassigned", ("no_such_range",)),
        ("0570-016-811", "navi_dial", ()),
        ("0990-123-456", "premium", ()),
        ("050-1234-5678", "ip_phone", ()),
        ("020-1234-5678", "m2m", ()),
        ("03-1234-5678", "unassigned", ("forbidden_exchange",)),
        ("0149-22-3456", "unassigned", ("no_such_area",)),
        ("010-1234-5678", "unassigned", ("no_such_range",)),
        ("O120-397-972", "toll_free", ("letters_for_digits",)),
        ("+81 3-3501-0110", "fixed", ("international_form", "ends_0110_international")),
        ("+81 03-3221-9225", "fixed", ("international_form", "kept_zero")),
        ("819012345678", "mobile", ("bare_country_code",)),
        ("+1 202 555 0110", "international", ("ends_0110_international",)),
        ("+295 1234 5678", "international", ("unassigned_country",)),
        ("+180-075(451)9111", "international", ("odd_international", "japanese_number_inside")),
    ],
)
def test_kind_and_signs(reader: Reader, text: str, kind: str, signs: tuple[str, ...]) -> None:
    """The plan says the kind; an odd form is noted as a sign, and still read."""
    (found,) = reader.read(text).numbers

    assert (found.kind, found.signs) == (kind, signs)


@pytest.mark.parametrize(
    ("text", "raw", "why"),
    [
        ("03-XXXX-XXXX", "03-XXXX-XXXX", "masked"),
        ("090-○○○○-5678から", "090-○○○○-5678", "masked"),
        ("+81-90-XXXX-XXXX", "+81-90-XXXX-XXXX", "masked"),
        ("03-0000-0000", "03-0000-0000", "masked"),
        ("電話は3221-9225です", "3221-9225", "no_area_code"),
        ("3221-9225", "3221-9225", "no_area_code"),
        ("03-1234-567", "03-1234-567", "too_short"),
        ("090-1234-56789", "090-1234-56789", "too_long"),
    ],
)
def test_what_is_meant_as_a_number_is_noticed(reader: Reader, text: str, raw: str, why: str) -> None:
    """Digits left out, missing or too many: no number, but the answer can say why."""
    reading = reader.read(text)

    assert reading.numbers == ()
    assert [(one.raw, one.why, text[one.start : one.end]) for one in reading.partials] == [(raw, why, raw)]


def test_local_digits_without_a_word_are_not_noticed(reader: Reader) -> None:
    """A post code in a sentence is not taken for a local telephone number."""
    assert reader.read("住所は200-0001です").partials == ()


@pytest.mark.parametrize(
    ("text", "extension"), [("03-3221-9225（内線204）", "204"), ("03-3221-9225 内線 ９", "9")]
)
def test_an_extension_belongs_to_the_number(reader: Reader, text: str, extension: str) -> None:
    """The extension is kept beside the number, not in it."""
    (found,) = reader.read(text).numbers

    assert (found.raw, found.extension) == ("03-3221-9225", extension)


@pytest.mark.parametrize("text", ["184-03-3221-9225", "18403-3221-9225", "184 03-3221-9225"])
def test_the_prefix_that_withholds_is_noticed(reader: Reader, text: str) -> None:
    """184 and 186 are told, and stand outside the number."""
    (found,) = reader.read(text).numbers

    assert (found.e164, found.raw, found.prefix) == (TOKYO, "03-3221-9225", "184")


def test_several_numbers_keep_their_order(reader: Reader) -> None:
    """Numbers in one text do not run into each other, codes among them."""
    text = "0332219225 0120-397-972,#9110 090 1234 5678/03-3221-9226"

    assert [one.e164 for one in reader.read(text).numbers] == [TOKYO, ACOM, "#9110", MOBILE, "+81332219226"]


def test_canonical_takes_one_number_alone(reader: Reader) -> None:
    """A number or code typed alone is read; anything more, or nothing, is not."""
    assert [
        found and (found.e164, found.kind)
        for found in map(
            reader.canonical, ("0120397972", " +81332219225 ", "188", "＃９１１０", "03-0000-0000")
        )
    ] == [
        (ACOM, "toll_free"),
        (TOKYO, "fixed"),
        ("188", "short_code"),
        ("#9110", "short_code"),
        ("+81300000000", "unassigned"),
    ]
    assert [
        reader.canonical(typed) for typed in ("", "abc", "111", "0120397972です", "0120-397-972 0332219225")
    ] == [None] * 5


def test_written_is_the_form_of_japan(reader: Reader) -> None:
    """Area codes of two to five digits, services and codes, each cut as people write it."""
    assert [
        reader.written(e164)
        for e164 in (
            ACOM,
            TOKYO,
            "+81466123456",
            "+81499222345",
            MOBILE,
            "+818001234567",
            "110",
            "+12025550123",
            "+29512",
        )
    ] == [
        "0120-397-972",
        "03-3221-9225",
        "0466-12-3456",
        "04992-2-2345",
        "090-1234-5678",
        "0800-123-4567",
        "110",
        "+1 202-555-0123",
        "+29512",
    ]


def test_places_are_named_in_both_languages(reader: Reader) -> None:
    """A fixed line has its region, a number from abroad its country."""
    fixed, foreign, mobile = (
        reader.read(text).numbers[0] for text in ("0263-34-8000", "+44 20 7946 0958", "090-1234-5678")
    )

    assert fixed.region == "長野県松本"
    assert reader.region(fixed) == ("長野県松本", "Matsumoto, Nagano")
    assert reader.region(foreign) == ("イギリス", "United Kingdom")
    assert reader.region(mobile) == ("", "")
