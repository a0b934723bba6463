"""Registry files: what may stand, what is refused, and that they come out as they went in."""

from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

from core.registry.imports import FileRefusedError
from core.registry.imports.export import registry_text
from core.registry.imports.registry import Known, check
from core.registry.imports.rows import read_rows
from core.registry.load import load_rows
from core.registry.model import Organisation

HEADER = "row,id,name,name_en,kind,title,number,organisation,source\n"
KNOWN = Known(frozenset(("acom",)), frozenset(("site",)))


def checked(path: Path, text: str, source: str = "") -> tuple[list[str], list[tuple[int, str]]]:
    """The numbers of claims that may stand, and line and reason of what was refused."""
    path.write_text(text)
    rows, bad = read_rows(path, source=source)
    result = check(rows, KNOWN)
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
