"""`import` and `export` as an operator sees them."""

import subprocess
import sys
from pathlib import Path

import pytest

from bots.importing import day_given, pairs, run_export, run_import
from config.settings import Settings, load_settings
from core.registry.imports.load import Order
from core.registry.listings import ImportKind

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path / "var", database_url=None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bad.csv"


def test_an_import_says_what_changed(
    settings: Settings, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.write_text("0120397972,spam\n")
    assert run_import(Order(kind="list", path=path), settings) == 0
    assert capsys.readouterr().out == "added 1, changed 0, removed 0, unchanged 0, refused 0\n"


def test_tags_that_are_no_complaints_are_named(
    settings: Settings, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.write_text("0120397972,spam\n0322340002,病院\n")
    assert run_import(Order(kind="list", path=path), settings) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["tags taken for names, not for complaints: 病院"]


def test_refused_rows_make_the_status_1_and_lie_in_a_file(
    settings: Settings, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.write_text("0120397972,spam\n12,spam\n")
    assert run_import(Order(kind="list", path=path), settings) == 1
    kept = Path(capsys.readouterr().out.splitlines()[1].removeprefix("refused rows: "))
    assert kept.read_text() == "line,reason,row\n2,impossible number,12\n"


def test_a_missing_file_is_an_error_with_its_name(
    settings: Settings, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_import(Order(kind="list", path=path), settings) == 1
    assert capsys.readouterr().err == f"{path}: No such file or directory\n"


def test_what_went_in_as_a_list_comes_out(
    settings: Settings, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.write_text("number,tag,votes,date\n0120397972,spam,3,2026-02-17\n#9110,ok,1,\n")
    run_import(Order(kind="list", path=path), settings)
    capsys.readouterr()
    assert run_export("list", "csv", settings) == 0
    assert capsys.readouterr().out.splitlines() == [
        "number,tag,votes,date,list",
        "#9110,ok,1,,bad",
        "+81120397972,spam,3,2026-02-17,bad",
    ]


def test_a_form_that_does_not_exist_is_wrong_usage(settings: Settings) -> None:
    assert run_export("faq", "csv", settings) == 2


def test_a_column_is_given_with_an_equals_sign() -> None:
    assert pairs(["number=電話番号", "tag=a=b"]) == {"number": "電話番号", "tag": "a=b"}
    with pytest.raises(ValueError, match="number=電話番号"):
        pairs(["number"])


def test_the_registry_lies_beside_the_embedded_stores_or_in_postgresql(tmp_path: Path) -> None:
    beside = load_settings(data_dir=tmp_path, database_url=None)
    assert beside.registry_file == tmp_path / "bangoban.registry.db"
    grown = load_settings(data_dir=tmp_path, database_url="postgresql://u:hunter2@host/db")
    assert (grown.registry_file, grown.registry_url) == (None, "postgresql://u:hunter2@host/db")
    assert grown.database_file == tmp_path / "bangoban.db"
    assert "hunter2" not in repr(grown)


@pytest.mark.parametrize("date", ["2099-01-01", "2026-13-77", "yesterday"])
def test_a_date_that_cannot_be_is_wrong_usage(date: str) -> None:
    with pytest.raises(ValueError, match="--date"):
        day_given(date)
    assert (day_given("2026-02-17"), day_given("")) == ("2026-02-17", "")


def test_the_faq_comes_out_whole_and_goes_in_again(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the registry does; and then nothing has changed."""
    kinds: tuple[ImportKind, ...] = ("faq", "registry")
    for kind in kinds:
        assert run_export(kind, "jsonl", settings) == 0
        path = tmp_path / f"{kind}.jsonl"
        path.write_text(capsys.readouterr().out)
        assert run_import(Order(kind=kind, path=path), settings) == 0
        assert capsys.readouterr().out.startswith("added 0, changed 0, removed 0, unchanged ")


def test_an_export_that_fails_writes_nothing_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bangoban.registry.db").write_text("something else, and long enough to be looked at\n" * 20)
    assert run_export("list", "csv", load_settings(data_dir=tmp_path, database_url=None)) == 1
    assert capsys.readouterr().out == ""


def test_a_full_disk_ends_an_export_with_a_reason(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        found = subprocess.run(
            [sys.executable, "-P", "-m", "bots", "export", "registry"],
            stdout=full,
            stderr=subprocess.PIPE,
            env={"PYTHONPATH": str(ROOT), "DATA_DIR": str(tmp_path)},
            check=False,
        )
    assert (found.returncode, found.stderr.decode()) == (
        1,
        "The export could not be written: No space left on device\n",
    )
