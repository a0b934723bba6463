"""The plan is data, checked when it is read."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from core.content import ContentError
from core.recognise.plan import Plan, load_plan


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the plan's files, to spoil."""
    return Path(shutil.copytree(str(files("config") / "numbering"), tmp_path / "numbering"))


@pytest.mark.parametrize(
    ("name", "line", "reason"),
    [
        (
            "ranges.yaml",
            '- {prefix: "0999", lengths: [10], kind: nonsense, groups: [4, 3, 3], source: mic}',
            "kind",
        ),
        (
            "ranges.yaml",
            '- {prefix: "0999", lengths: [10], kind: fixed, groups: [4, 3, 3], source: hearsay}',
            "hearsay",
        ),
        (
            "ranges.yaml",
            '- {prefix: "999", lengths: [10], kind: fixed, groups: [4, 3, 3], source: mic}',
            "999",
        ),
        ("short_codes.yaml", '- {code: "199", ja: あ, en: a, source: hearsay}', "hearsay"),
        ("areas.jsonl", '{"prefix": "0999", "area": "03"}', "0999"),
        ("words.yaml", "- {use: nonsense, words: [あ]}", "use"),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(folder: Path, name: str, line: str, reason: str) -> None:
    """File, line and reason are named, and nothing is loaded."""
    file = folder / name
    file.write_text(file.read_text("utf-8") + line + "\n", "utf-8")
    number = len(file.read_text("utf-8").splitlines())

    with pytest.raises(ContentError) as error:
        load_plan(folder)

    assert f"{name}:{number}: " in str(error.value)
    assert reason in str(error.value)


def test_the_plan_names_its_sources(plan: Plan) -> None:
    """Each source has a title."""
    assert {source.id for source in plan.sources} >= {"mic", "libphonenumber"}
    assert all(source.title for source in plan.sources)


@pytest.mark.parametrize(
    ("digits", "kind", "area", "lengths"),
    [
        ("0332219225", "fixed", "03", (10,)),
        ("0422223344", "fixed", "0422", (10,)),
        ("0425212323", "fixed", "042", (10,)),
        ("0429212345", "fixed", "04", (10,)),
        ("0499222345", "fixed", "04992", (10,)),
        ("0312345678", "unassigned", None, (10,)),
        ("0120397972", "toll_free", None, (10,)),
        ("08001234567", "toll_free", None, (11,)),
        ("08012345678", "mobile", None, (11,)),
        ("02001234567890", "m2m", None, (14,)),
        ("05001234567", "unassigned", None, (11,)),
        ("0149223456", "unassigned", None, (10,)),
    ],
)
def test_the_longest_prefix_decides(
    plan: Plan, digits: str, kind: str, area: str | None, lengths: tuple[int, ...]
) -> None:
    """Area codes and ranges that begin alike are told apart by their next digits."""
    line = plan.line(digits)

    assert (line.kind, line.area.area if line.area else None, line.lengths) == (kind, area, lengths)


def test_each_country_has_a_name_in_both_languages(plan: Plan) -> None:
    """No country is without a name."""
    assert all(country.ja and country.en for country in plan.countries.values())
    assert {"US", "CN", "XK", "001"} <= set(plan.countries)
