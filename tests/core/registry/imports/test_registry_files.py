"""Registry files: what may stand, what is refused, and that they come out as they went in."""

from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

from core.registry.groups import Group
from core.registry.imports import FileRefusedError
from core.registry.imports.export import registry_text
from core.registry.imports.registry import Known, check
from core.registry.imports.rows import read_rows
from core.registry.load import Rows, load_rows
from core.registry.model import Claim, Organisation, Source
from core.registry.names import fold

HEADER = "row,id,name,name_en,kind,title,number,organisation,source\n"
ACOM = Organisation(id="acom", name="アコム", name_en="ACOM", kind="consumer_finance")
SITE = Source(id="site", title="アコムのサイト", kind="organisation", publisher="acom")
ARTICLE = Source(id="article", title="記事", kind="article")
OWN = Claim(number="188", organisation="acom", source="site", purpose={"ja": "受付", "en": "Desk"})
POLICE = Group(id="police", name="警察", name_en="The police")
KNOWN = Known(Rows((ACOM,), (SITE, ARTICLE), (OWN,), (POLICE,)), words=frozenset((fold("番号"),)))


def checked(
    path: Path, text: str, source: str = "", *, force: bool = False
) -> tuple[list[str], list[tuple[int, str]]]:
    """The numbers of claims that may stand, and line and reason of what was refused."""
    path.write_text(text)
    rows, bad = read_rows(path, source=source)
    result = check(rows, KNOWN, force=force)
    refused = sorted([*bad, *result.refused], key=lambda one: one.line)
    return [claim.number for claim in result.claims], [(one.line, one.reason) for one in refused]


@pytest.mark.parametrize("form", ["yaml", "jsonl", "csv"])
def test_the_products_registry_comes_out_and_in_again_unchanged(tmp_path: Path, form: str) -> None:
    own = load_rows(files("config") / "registry")
    path = tmp_path / f"registry.{form}"
    path.write_text(registry_text(own, form))
    rows, bad = read_rows(path)
    assert bad == []
    assert [row for _, row in rows] == [*own.organisations, *own.sources, *own.claims]


def test_written_forms_of_numbers_are_understood(tmp_path: Path) -> None:
    rows = f"{HEADER}claim,,,,,,0120-397-972,acom,site\nclaim,,,,,,#9110,acom,site\n"
    assert checked(tmp_path / "r.csv", rows) == (["+81120397972", "#9110"], [])


def test_a_claim_without_a_source_is_refused_unless_one_is_given(tmp_path: Path) -> None:
    row = f"{HEADER}claim,,,,,,0120397972,acom,\n"
    assert checked(tmp_path / "r.csv", row)[1] == [
        (2, "a claim needs its source; name it, or say --source ID")
    ]
    assert checked(tmp_path / "r.csv", row, source="site") == (["+81120397972"], [])


def test_an_impossible_number_an_unknown_owner_and_an_unknown_source_are_refused(tmp_path: Path) -> None:
    rows = "".join(
        f"claim,,,,,,{row}\n" for row in ("012039797,acom,site", "110,nobody,site", "110,acom,air")
    )
    assert checked(tmp_path / "r.csv", HEADER + rows) == (
        [],
        [
            (2, "impossible number '012039797'"),
            (3, "unknown organisation 'nobody'"),
            (4, "unknown source 'air'"),
        ],
    )


def test_two_rows_that_cannot_both_be_are_not_both_taken(tmp_path: Path) -> None:
    rows = "organisation,shop,花屋,Flowers,shop,,,,\norganisation,shop,魚屋,Fish,shop,,,,\n"
    refused = checked(tmp_path / "r.csv", HEADER + rows)[1]
    assert refused == [(3, "id 'shop' stands with another content in line 2")]


def test_the_same_row_twice_counts_once(tmp_path: Path) -> None:
    assert checked(tmp_path / "r.csv", HEADER + "claim,,,,,,110,acom,site\n" * 2) == (["110"], [])


def test_an_unknown_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="unknown column 'colour'"):
        checked(tmp_path / "r.csv", "number,colour\n110,red\n")


def test_an_unknown_field_is_refused_with_its_line(tmp_path: Path) -> None:
    text = (
        "- {number: '110', organisation: acom, source: site}\n- {number: '110', colour: red, source: site}\n"
    )
    [(line, reason)] = checked(tmp_path / "r.yaml", text)[1]
    assert (line, "colour" in reason) == (2, True)


def test_names_are_joined_by_bars_in_csv(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("row,id,name,name_en,kind,names\norganisation,shop,花屋,Flowers,shop,はなや|ハナヤ\n")
    [(_, row)] = read_rows(path)[0]
    assert isinstance(row, Organisation)
    assert row.names == ("はなや", "ハナヤ")


def test_an_owner_of_a_number_that_cannot_exist_is_refused(tmp_path: Path) -> None:
    """That it was shown, or used in fraud, can be said of such a number."""
    path = tmp_path / "r.csv"
    head = "row,number,organisation,source,stance\n"
    path.write_text(f"{head}claim,0312345678,acom,site,owner\nclaim,0312345678,acom,site,fraud\n")
    known = msgspec.structs.replace(KNOWN, possible=lambda number: number != "+81312345678")
    rows, _ = read_rows(path)
    result = check(rows, known)

    assert [claim.stance for claim in result.claims] == ["fraud"]
    assert [(one.line, one.reason) for one in result.refused] == [
        (2, "the numbering plan has no number +81312345678; look for a slip in its digits")
    ]


@pytest.mark.parametrize(
    ("name", "name_en", "reason"),
    [
        ("アコム", "Acom two", "name 'アコム' is that of 'acom': say that id, or give another name"),
        ("花屋", "ＡＣＯＭ", "name 'acom' is that of 'acom': say that id, or give another name"),
        ("警察", "Cops", "name '警察' is that of 'police': say that id, or give another name"),
        ("番号", "Flowers", "name '番号' is a word that names nobody"),
    ],
)
def test_a_name_that_is_taken_is_refused(tmp_path: Path, name: str, name_en: str, reason: str) -> None:
    """Else a claim to be one of the two would contradict the other's numbers."""
    rows = f"{HEADER}organisation,acom2,{name},{name_en},shop,,,,\n"
    assert checked(tmp_path / "r.csv", rows)[1] == [(2, reason)]


def test_two_organisations_of_one_file_do_not_share_a_name(tmp_path: Path) -> None:
    rows = "organisation,one,花屋,Flowers,shop,,,,\norganisation,two,ハナヤ,Flowers,shop,,,,\n"
    assert checked(tmp_path / "r.csv", HEADER + rows)[1] == [
        (3, "name 'flowers' is that of 'one': say that id, or give another name")
    ]


def test_a_row_that_replaces_anothers_is_refused_unless_forced(tmp_path: Path) -> None:
    """One row would make every claim of that source official."""
    text = "- {row: source, id: article, title: 記事, kind: organisation, publisher: acom}\n"
    assert checked(tmp_path / "r.yaml", text)[1] == [
        (1, "id 'article' stands already with another content; say --force to replace it")
    ]
    assert checked(tmp_path / "r.yaml", text, force=True)[1] == []
    result = check(read_rows(tmp_path / "r.yaml")[0], KNOWN, force=True)
    assert result.replace == {("sources", "article")}


@pytest.mark.parametrize("form", ["yaml", "jsonl", "csv"])
def test_the_products_own_rows_are_not_kept_a_second_time(tmp_path: Path, form: str) -> None:
    """A later release may correct them."""
    path = tmp_path / f"r.{form}"
    path.write_text(registry_text(KNOWN.own, form))
    result = check(read_rows(path)[0], KNOWN)
    assert (result.same, result.rows, result.claims, result.refused) == (4, 4, [], [])
    assert (result.organisations, result.sources) == ({}, {})


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("r.csv", "row,id,title,kind\nsource,a,[速報] 記事,article\n", ""),
        ("r.csv", "number,organisation,source,names\n110,acom,site,[x\n", "Expecting value"),
        ("r.csv", "number,organisation,source,purpose,purpose.ja\n110,acom,site,x,y\n", "stands twice"),
        ("r.csv", "number,organisation,source,purpose.ja,purpose\n110,acom,site,x,y\n", "stands twice"),
        ("r.csv", "number,organisation,source\n110,acom,site,more\n", "more cells than the header has"),
        ("r.csv", "number,organisation,source,general\n110,acom,site,TRUE\n", ""),
        ("r.yaml", "- {row: [a], number: '110'}\n", "row ['a']"),
        ("r.yaml", "- {number: 188, organisation: acom, source: site}\n", ""),
        ("r.yaml", "- {number: 0322340003, organisation: acom, source: site}\n", ""),
        ("r.jsonl", '{"number": 188, "organisation": "acom", "source": "site"}\n', ""),
        ("r.jsonl", '{"number": "188", "organisation": "acom", "source": "site"}\n{"number"\n', "truncated"),
    ],
)
def test_a_bad_row_costs_itself_alone(tmp_path: Path, name: str, text: str, reason: str) -> None:
    refused = checked(tmp_path / name, text)[1]
    assert [reason in found for _, found in refused] == ([True] if reason else [])


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("r.jsonl", '{"row": "organisation", "id": "a", "name": "花屋", "name_en": "F", "kind": "shop"}'),
        ("r.yaml", "- {row: organisation, id: a, name: 花屋, name_en: Fl, kind: shop}"),
    ],
)
def test_shift_jis_is_read(tmp_path: Path, name: str, row: str) -> None:
    (tmp_path / name).write_bytes(row.encode("cp932"))
    [(_, found)] = read_rows(tmp_path / name)[0]
    assert isinstance(found, Organisation)
    assert found.name == "花屋"


def test_what_is_no_encoding_of_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="hex"):
        read_rows(_written(tmp_path / "r.csv", "number\n110\n"), encoding="hex")


def test_broken_yaml_is_refused_with_its_line_alone(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match=r"^line 3: "):
        read_rows(_written(tmp_path / "r.yaml", "- {number: 110}\n- {number\n"))


def _written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path
