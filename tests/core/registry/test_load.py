"""The registry's files are checked whole: every wrong row by file, line and reason."""

from pathlib import Path

import pytest

from core.content import ContentError
from core.registry.load import load_registry

ORGANISATIONS = """\
- {id: acom, name: アコム, name_en: ACOM, kind: consumer_finance}
- {id: promise, name: プロミス, name_en: Promise, kind: consumer_finance}
"""
SOURCES = """\
- {id: page, title: あるページ, kind: third_party, url: "https://example.jp/", date: 2021-01}
- {id: own, title: アコムの公式ページ, kind: organisation, publisher: acom}
"""
CLAIM = '- {number: "+81120397972", organisation: acom, source: page}\n'


def registry_folder(
    folder: Path, organisations: str = ORGANISATIONS, sources: str = SOURCES, claims: str = CLAIM
) -> Path:
    (folder / "organisations.yaml").write_text(organisations)
    (folder / "sources.yaml").write_text(sources)
    (folder / "claims").mkdir(exist_ok=True)
    (folder / "claims" / "lenders.yaml").write_text(claims)
    return folder


def problems(folder: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(ContentError) as raised:
        load_registry(folder)
    return [(Path(each.file).name, each.line, each.reason) for each in raised.value.problems]


def test_good_files_load(tmp_path: Path) -> None:
    """Organisations, sources and claims of good files are found again."""
    registry = load_registry(registry_folder(tmp_path))
    (claim,) = registry.claims("+81120397972")
    assert registry.organisation(claim.organisation).name == "アコム"
    assert registry.source(claim.source).date == "2021-01"


@pytest.mark.parametrize("number", ["110", "#9110", "+810032069000", "+2951234567", "+818012345678"])
def test_numbers_as_dialled_or_international_are_accepted(tmp_path: Path, number: str) -> None:
    """Short codes, carrier codes and E.164 numbers of any country may stand in a claim."""
    claims = CLAIM.replace("+81120397972", number)
    assert list(load_registry(registry_folder(tmp_path, claims=claims)).numbers()) == [number]


@pytest.mark.parametrize(
    "number", ["0120397972", "+810120397972", "+8112039797", "+81203979720000", "+81", "abc", ""]
)
def test_an_impossible_number_is_refused(tmp_path: Path, number: str) -> None:
    """A national form, a wrong length or no number at all is refused."""
    claims = CLAIM.replace("+81120397972", number)
    assert problems(registry_folder(tmp_path, claims=claims)) == [
        ("lenders.yaml", 1, f"impossible number {number!r}")
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("organisation: nobody, source: page", "unknown organisation 'nobody'"),
        ("organisation: '', source: page", "unknown organisation ''"),
        ("organisation: acom, source: hearsay", "unknown source 'hearsay'"),
        ("organisation: acom", "Object missing required field `source`"),
        ("organisation: acom, source: page, colour: red", "Object contains unknown field `colour`"),
        (
            "organisation: acom, source: page, hours: {ja: 昼}",
            "hours: a text in ja and one in en are expected",
        ),
    ],
)
def test_a_wrong_claim_is_refused(tmp_path: Path, row: str, reason: str) -> None:
    """A claim without a known organisation and source, or with texts in one language, is refused."""
    claims = CLAIM + f'- {{number: "110", {row}}}\n'
    assert problems(registry_folder(tmp_path, claims=claims)) == [("lenders.yaml", 2, reason)]


def test_fraud_needs_no_organisation(tmp_path: Path) -> None:
    """A number used in fraud may be nobody's."""
    claims = '- {number: "+81120397972", organisation: "", source: page, stance: fraud}\n'
    assert load_registry(registry_folder(tmp_path, claims=claims)).claims("+81120397972")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{id: a, title: t, kind: article, date: 2021-13}", "date '2021-13': 2026, 2026-02 or 2026-02-17"),
        ("{id: a, title: t, kind: article, date: 2021-02-30}", "date '2021-02-30': 2026"),
        ("{id: a, title: t, kind: article, date: Jan 2021}", "date 'Jan 2021': 2026"),
        ("{id: a, title: t, kind: article, url: example.jp}", "url 'example.jp': http or https"),
        ("{id: a, title: '', kind: article}", "a source needs a title"),
        ("{id: a, title: t, kind: organisation}", "an organisation's own source needs its publisher"),
        ("{id: a, title: t, kind: organisation, publisher: b}", "unknown organisation 'b'"),
        ("{id: own, title: t, kind: article}", "id 'own' stands twice"),
    ],
)
def test_a_wrong_source_is_refused(tmp_path: Path, row: str, reason: str) -> None:
    """A source needs a title, a true date, a web address, a publisher where it is one's own, and one id."""
    (found,) = problems(registry_folder(tmp_path, sources=SOURCES + f"- {row}\n"))
    assert found[:2] == ("sources.yaml", 3)
    assert found[2].startswith(reason)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{id: acom, name: 別, name_en: other, kind: bank}", "id 'acom' stands twice"),
        (
            "{id: other, name: 別人, name_en: other, kind: bank, names: [あこむ]}",
            "name 'アコム' stands twice",
        ),
        ("{id: Other, name: 別人, name_en: other, kind: bank}", "id 'Other': small letters"),
        ("{id: other, name: 別人, name_en: o, kind: bank}", "a name has fewer than two characters"),
    ],
)
def test_a_wrong_organisation_is_refused(tmp_path: Path, row: str, reason: str) -> None:
    """Ids and names belong to one organisation, and names are long enough to be found in a text."""
    found = problems(registry_folder(tmp_path, organisations=ORGANISATIONS + f"- {row}\n"))
    assert found[0][:2] == ("organisations.yaml", 3)
    assert found[0][2].startswith(reason)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Wrong rows of different files come in one error."""
    folder = registry_folder(
        tmp_path, sources=SOURCES + "- {id: a, title: ''}\n", claims=CLAIM + '- {number: "110"}\n'
    )
    (folder / "claims" / "more.yaml").write_text("number: 110\n")
    assert [file for file, _, _ in problems(folder)] == ["sources.yaml", "lenders.yaml", "more.yaml"]


def test_a_broken_sources_file_is_not_blamed_on_claims(tmp_path: Path) -> None:
    """Where sources cannot be read, claims that name them are not called wrong."""
    assert [file for file, _, _ in problems(registry_folder(tmp_path, sources="- {id: a}\n"))] == [
        "sources.yaml"
    ]
