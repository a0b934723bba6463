"""Files as people save them."""

from pathlib import Path

import openpyxl
import pytest

from core.registry.imports import FileRefusedError
from core.registry.imports.lists import Facts, Form, open_list
from core.registry.imports.mic import read_blocks
from core.registry.imports.normal import NotANumberError, normaliser
from core.registry.imports.text import delimiter_of, encoding_of
from core.registry.listings import Block, ListKind, key, number_of


def read(path: Path, kind: ListKind = "list", form: Form = Form()) -> list[tuple[str, Facts]]:  # noqa: B008 -- immutable
    records = open_list(path, kind, form, normaliser("JP"), 0)
    return [(number, records.facts(raw)) for number, raw in records.rows]


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


@pytest.mark.parametrize(
    ("written", "country", "stored"),
    [
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
