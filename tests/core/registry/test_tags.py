"""What a list calls a number, and whether that is a complaint."""

from importlib.resources import files

import pytest

from core.registry.listings import Import, ImportKind, Listing
from core.registry.tags import load_tags

TAGS = load_tags(files("config") / "registry" / "tags.yaml")


def meaning(tag: str, kind: ImportKind = "list") -> str:
    reports = TAGS.reports({"+81322340002": (Listing(Import(kind=kind, name="l"), tag, 40),)})
    return "" if not reports else "in order" if reports["+81322340002"][0].in_order else "complaint"


@pytest.mark.parametrize(
    "tag", ["spam", "SCAM", "迷惑電話", "ｓｐａｍ", "詐欺/還付金", "営業(光回線)", "G_FRAUD", "無言電話", ""]
)
def test_what_is_known_as_bad_is_a_complaint(tag: str) -> None:
    """In any width and case; a list without tags is a block list."""
    assert meaning(tag) == "complaint"


@pytest.mark.parametrize("tag", ["病院", "アコム", "友だち", "詐欺対策センター", "Anti-Scam Centre", "3"])
def test_any_other_tag_is_a_name(tag: str) -> None:
    """A hospital that a list names is not complained of."""
    assert meaning(tag) == ""


@pytest.mark.parametrize("tag", ["安全", "safe", "OK", "問題なし", "A_LEGITIMATE"])
def test_some_tags_find_nothing_wrong(tag: str) -> None:
    """These weigh against complaints."""
    assert meaning(tag) == "in order"


@pytest.mark.parametrize("kind", ["ftc", "phoneblock"])
def test_where_every_row_is_a_complaint_a_tag_only_says_of_what(kind: ImportKind) -> None:
    """Numeric ratings and unknown subjects included."""
    assert meaning("Medical & prescriptions", kind) == meaning("7", kind) == "complaint"


def test_a_contact_is_never_a_complaint() -> None:
    """However it is called."""
    assert meaning("", "vcard") == meaning("spam", "vcard") == ""
