"""Files as people save them."""

from datetime import date
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from core.registry.imports import FileRefusedError
from core.registry.imports.days import day_of
from core.registry.imports.lists import UNREADABLE, Facts, Form, open_list
from core.registry.imports.mic import read_blocks
from core.registry.imports.normal import NotANumberError, normaliser
from core.registry.imports.text import delimiter_of, encoding_of
from core.registry.listings import Block, ListKind, key, number_of


def read(path: Path, kind: ListKind = "list", form: Form = Form()) -> list[tuple[str, Facts]]:  # noqa: B008 -- immutable
    records = open_list(path, kind, form, normaliser("JP"), 0)
    return [(number, records.facts(raw)) for number, raw in records.rows if raw is not UNREADABLE]


def unreadable(path: Path) -> list[tuple[int, str]]:
    records = open_list(path, "list", Form(), normaliser("JP"), 0)
    return [(records.line(), number) for number, raw in records.rows if raw is UNREADABLE]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_japanese_text_is_read_in_the_encodings_of_spreadsheets(path: Path, encoding: str) -> None:
    path.write_bytes("番号,分類\n0120397972,迷惑電話\n".encode(encoding))
    assert read(path) == [("0120397972", ("迷惑電話", "", ""))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_seen(path: Path, delimiter: str) -> None:
    path.write_text(f"0120397972{delimiter}spam\n0312345678{delimiter}scam\n")
    assert delimiter_of(path, "utf-8") == delimiter
    assert read(path)[1] == ("0312345678", ("scam", "", ""))


def test_an_encoding_error_names_its_line(path: Path) -> None:
    path.write_bytes(b"0120397972,x\n" * 70_000 + b"0120397972,\x81\n" + b"0120397972,x\n" * 9)
    with pytest.raises(FileRefusedError, match="line 70001: not UTF-8 or Shift_JIS"):
        encoding_of(path)


def test_a_broken_letter_in_utf8_is_not_taken_for_shift_jis(path: Path) -> None:
    path.write_bytes("0120397972,詐欺\n".encode() + b"0120397972,\x8d\n")
    with pytest.raises(FileRefusedError, match="line 2: not UTF-8"):
        encoding_of(path)


def test_an_unknown_encoding_is_refused(path: Path) -> None:
    path.write_text("1\n")
    with pytest.raises(FileRefusedError, match="klingon"):
        encoding_of(path, "klingon")


def test_columns_are_mapped_as_the_operator_says(path: Path) -> None:
    path.write_text("Rufnummer,Art,Anzahl\n0120397972,spam,7\n")
    form = Form(columns={"number": "Rufnummer", "votes": "Anzahl"})
    assert read(path, form=form) == [("0120397972", ("", "7", ""))]


def test_an_unknown_column_is_refused(path: Path) -> None:
    path.write_text("number,tag\n0120397972,spam\n")
    with pytest.raises(FileRefusedError, match="no column 'phone'; there are number, tag"):
        read(path, form=Form(columns={"number": "phone"}))


def test_blank_lines_comments_and_short_rows_are_no_obstacle(path: Path) -> None:
    path.write_text("# a list\nnumber,tag\n\n0120397972\n0312345678,scam,more\n")
    assert read(path) == [("0120397972", ("", "", "")), ("0312345678", ("scam", "", ""))]


@pytest.mark.parametrize("after", ["0312345678,scam\n" * 500, ""])
def test_a_stray_quote_costs_its_own_row_alone(path: Path, after: str) -> None:
    path.write_text('0120397972,spam\n0322340002,"unclosed\n' + after)
    assert unreadable(path) == [(2, "a quote is opened here and not closed")]
    assert len(read(path)) == 1 + after.count("\n")


def test_a_cell_without_end_costs_its_own_row_alone(path: Path) -> None:
    path.write_text(f"0120397972,spam\n0322340002,{'x' * 140_000}\n0312345678,scam\n")
    assert [line for line, _ in unreadable(path)] == [2]
    assert [number for number, _ in read(path)] == ["0120397972", "0312345678"]


def test_a_quote_that_is_never_closed_refuses_a_table(path: Path) -> None:
    path.write_text('番号,指定事業者\n"0332,花電話\n0333,花電話\n')
    with pytest.raises(FileRefusedError, match="line 2: a quote"):
        read_blocks(path)


@pytest.mark.parametrize(
    ("rows", "number", "tag"),
    [
        ("123,0322340001\n124,0322340002\n", "0322340001", ""),
        ("spam,0322340001\n", "0322340001", "spam"),
        ("110,警察\n", "110", "警察"),
        ("7,spam,0322340001\n110,scam,0322340002\n", "0322340001", "spam"),
        ("0322340001,5\n", "0322340001", "5"),
        ("312345678,0322340001\n312345679,0322340002\n", "0322340001", ""),
    ],
)
def test_without_a_header_the_number_stands_where_most_are(
    path: Path, rows: str, number: str, tag: str
) -> None:
    path.write_text(rows)
    assert read(path)[0] == (number, (tag, "", ""))


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-07",
        "2026/2/7",
        "２０２６/２/７",
        "2026年2月7日",
        "令和8年2月7日",
        "R8.2.7",
        "20260207",
        "2026/2/7 9:05",
        "2026-02-07T00:00:00Z",
    ],
)
def test_a_date_is_read_as_people_write_it(written: str) -> None:
    assert day_of(written) == date(2026, 2, 7)


@pytest.mark.parametrize("written", ["yesterday", "2026-13-77", "2/7", "7", "令和8年"])
def test_what_is_no_date_is_none(written: str) -> None:
    assert day_of(written) is None


def test_phoneblock_is_read_as_xml_and_as_json(tmp_path: Path) -> None:
    xml, json = tmp_path / "p.xml", tmp_path / "p.json"
    xml.write_text('<blocklist><number phone="+4930123456" votes="4" rating="B_MISSED"/></blocklist>')
    json.write_text('{"numbers": [{"phone": "+4930123456", "votes": 4, "rating": "B_MISSED"}]}')
    assert read(xml, "phoneblock") == read(json, "phoneblock") == [("+4930123456", ("B_MISSED", "4", ""))]


@pytest.mark.parametrize(
    ("name", "content"), [("p.json", '{"numbers": ['), ("p.xml", "<a>"), ("p.json", "[[[")]
)
def test_half_a_file_is_refused(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(FileRefusedError):
        read(tmp_path / name, "phoneblock")


def test_a_vcard_gives_each_number_its_name(tmp_path: Path) -> None:
    card = tmp_path / "spam.vcf"
    card.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nTEL;TYPE=WORK:0120-397-972\nFN:Spam 1\n"
        "item1.TEL:tel:+81312345678\nEND:VCARD\n"
    )
    assert read(card, "vcard") == [
        ("0120-397-972", ("Spam 1", "", "")),
        ("+81312345678", ("Spam 1", "", "")),
    ]


CARDS = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=B1=B1=E7=94=B0;=E8=8A=B1=
=E5=AD=90;;;
TEL;CELL:090-1234-5678
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:A very long
  name\\, folded
TEL;VALUE=uri;TYPE="voice":tel:+81-3-1234-5678;ext=5
END:VCARD
"""


def test_old_and_new_cards_are_read(tmp_path: Path) -> None:
    """Quoted-printable, a name in parts, folded lines, an extension."""
    card = tmp_path / "a.vcf"
    card.write_text(CARDS)
    assert [(number, tag) for number, (tag, _, _) in read(card, "vcard")] == [
        ("090-1234-5678", "山田 花子"),
        ("+81-3-1234-5678", "A very long name, folded"),
    ]


@pytest.mark.parametrize(
    ("written", "country", "stored"),
    [
        ("322340001", "JP", "+81322340001"),
        ("9012345678", "JP", "+819012345678"),
        ("81312345678", "JP", "+81312345678"),
        ("+81(0)3-2234-0009", "JP", "+81322340009"),
        ("0081 3-2234-0009", "JP", "+81322340009"),
        ("03-2234-0001(代)", "JP", "+81322340001"),
        ("03-2234-0001（代表）", "JP", "+81322340001"),
        ("03-2234-0001 内線5", "JP", "+81322340001"),
        ("0120397972", "JP", "+81120397972"),
        ("０１２０-３９７-９７２", "JP", "+81120397972"),
        ("+81 3-1234-5678", "JP", "+81312345678"),
        ("(03) 1234 5678", "JP", "+81312345678"),
        ("08001234567", "JP", "+818001234567"),
        ("09012345678", "JP", "+819012345678"),
        ("#9110", "JP", "#9110"),
        ("110", "JP", "110"),
        ("2125550123", "US", "+12125550123"),
        ("030 123456", "DE", "+4930123456"),
    ],
)
def test_a_number_is_stored_in_one_form(written: str, country: str, stored: str) -> None:
    assert number_of(normaliser(country)(written)) == stored
    assert key(stored) == normaliser(country)(written)


@pytest.mark.parametrize("written", ["", "abc", "012039797", "090123456789", "0120*", "+8112", "0000000000"])
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(NotANumberError):
        normaliser("JP")(written)


def test_a_number_without_its_area_is_refused() -> None:
    with pytest.raises(NotANumberError):
        normaliser("US")("5551234")


def test_the_ministrys_table_is_read_around_its_titles_and_notes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["固定電話の電気通信番号指定状況"],
        ["番号区画コード", "MA", "番号", "市外局番", "市内局番", "指定事業者", "使用状況"],
        [1, "札幌", 11200, "011", "200", "花電話株式会社", "使用中"],
        [1, "札幌", "011201", "011", "201", "花電話株式会社", None],
        ["注 令和8年4月1日現在"],
        [1, "札幌", "不明", "", "", "花電話株式会社", None],
    ):
        sheet.append(row)
    path = tmp_path / "fixed.xlsx"
    book.save(path)
    blocks, refused = read_blocks(path)
    assert blocks == {
        "011200": Block("011200", "花電話株式会社", "札幌", "使用中"),
        "011201": Block("011201", "花電話株式会社", "札幌", ""),
    }
    assert [one.line for one in refused] == [6]


def test_a_table_without_a_header_is_refused(path: Path) -> None:
    path.write_text("a,b\n1,2\n")
    with pytest.raises(FileRefusedError, match="no header"):
        read_blocks(path)


def book_of(path: Path, *rows: list[object], merge: str = "") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    book.save(path)
    return path


def test_a_matrix_of_next_digits_is_read(tmp_path: Path) -> None:
    """As the tables of 090, 080 and 070 are published."""
    path = book_of(
        tmp_path / "090.xlsx",
        ["携帯電話番号(090)の指定状況"],
        ["番号", *range(10)],
        ["090-10", "花電話", "花電話", *["-"] * 8],
        ["09011", "", "空電話", "未指定", *[""] * 7],
        [12, "空電話", *[""] * 9],
    )
    blocks, refused = read_blocks(path)
    assert {prefix: block.carrier for prefix, block in blocks.items()} == {
        "090100": "花電話",
        "090101": "花電話",
        "090111": "空電話",
        "090112": "",
    }
    assert not blocks["090112"].in_use
    assert [(one.line, one.reason) for one in refused] == [(5, "'12' begins no Japanese number")]


def test_a_merged_cell_says_the_same_of_all_its_rows(tmp_path: Path) -> None:
    path = book_of(
        tmp_path / "f.xlsx",
        ["番号", "指定事業者", "使用状況"],
        ["011200", "花電話", "使用中"],
        ["011201", None, "使用中"],
        merge="B2:B3",
    )
    assert read_blocks(path)[0]["011201"] == Block("011201", "花電話", "", "使用中")


def test_a_sheet_is_read_whatever_size_it_claims(tmp_path: Path) -> None:
    path = book_of(tmp_path / "f.xlsx", ["番号", "指定事業者"], ["011200", "花電話"], ["011201", "花電話"])
    with ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'ref="A1:B3"', b'ref="A1"')
    assert parts["xl/worksheets/sheet1.xml"] != sheet
    with ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    assert set(read_blocks(path)[0]) == {"011200", "011201"}


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_a_broken_book_is_refused(tmp_path: Path, part: str) -> None:
    path = book_of(tmp_path / "f.xlsx", ["番号", "指定事業者"], ["011200", "花電話"])
    with ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content[: len(content) // 2] if name == part else content)
    with pytest.raises(FileRefusedError, match="not a whole xlsx"):
        read_blocks(path)


def test_a_book_whose_bytes_are_damaged_or_cut_is_refused(tmp_path: Path) -> None:
    whole = book_of(tmp_path / "f.xlsx", ["番号", "指定事業者"], ["011200", "花電話"]).read_bytes()
    with ZipFile(tmp_path / "f.xlsx") as book:
        at = book.getinfo("xl/worksheets/sheet1.xml").header_offset + 70
    path = tmp_path / "g.xlsx"
    for damaged in (whole[: len(whole) // 2], whole[:at] + bytes(40) + whole[at + 40 :]):
        path.write_bytes(damaged)
        with pytest.raises(FileRefusedError, match="not a whole xlsx"):
            read_blocks(path)


def test_an_old_spreadsheet_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "f.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(FileRefusedError, match="save it as"):
        read_blocks(path)


def test_a_range_in_use_is_in_use_whoever_has_it() -> None:
    assert Block("0332", "", "", "使用中").in_use
    assert not Block("0332", "", "", "").in_use
    assert not Block("0332", "花電話", "", "使用予定").in_use
