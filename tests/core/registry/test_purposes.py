"""Which desk is for what was asked."""

from core.registry.model import Claim
from core.registry.purposes import Purpose, fitting

PURPOSES = (
    Purpose("cancel", ("解約", "やめたい"), ("cancel",)),
    Purpose("lost", ("紛失", "なくし"), ("lost",)),
)


def desk(number: str, ja: str, en: str) -> Claim:
    return Claim(number=number, organisation="acom", source="page", purpose={"ja": ja, "en": en})


GENERAL = desk("1", "総合窓口", "Any matter")
LOST = desk("2", "カードの紛失", "Lost cards")
LEAVING = desk("3", "解約の受付", "To cancel")


def test_the_desk_for_the_matter_comes_first() -> None:
    """In other words than the desk's own, and in either language."""
    for text in ("カードをなくしました", "I LOST my card"):
        found = fitting((GENERAL, LOST, LEAVING), text, PURPOSES)
        assert [one.number for one in found.desks] == ["2", "1", "3"]
        assert (found.asked, found.fits) == (True, True)


def test_without_a_matter_the_order_stays() -> None:
    """The best desk first, as the registry has it."""
    found = fitting((GENERAL, LOST), "電話番号は?", PURPOSES)
    assert [one.number for one in found.desks] == ["1", "2"]
    assert not found.asked


def test_a_matter_that_no_desk_is_for_is_noticed() -> None:
    """So that the answer can say so."""
    found = fitting((GENERAL, LOST), "解約したい", PURPOSES)
    assert (found.desks[0], found.asked, found.fits) == (GENERAL, True, False)
    assert not fitting((), "解約したい", PURPOSES).fits
