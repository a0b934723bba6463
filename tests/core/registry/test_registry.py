"""Look-up in the registry: claims, desks, names."""

from core.registry.model import Claim, Organisation, Source
from core.registry.registry import Registry

ACOM = Organisation(id="acom", name="アコム", name_en="ACOM", kind="consumer_finance")
POLICE = Organisation(id="police", name="警察", name_en="Police", kind="police")
SOURCES = (
    Source(id="own", title="アコム", kind="organisation", publisher="acom"),
    Source(id="city", title="市", kind="public_body"),
    Source(id="page", title="ページ", kind="third_party"),
    Source(id="article", title="記事", kind="article"),
    Source(id="user", title="利用者", kind="user"),
)


def registry(*claims: Claim) -> Registry:
    return Registry((ACOM, POLICE), SOURCES, claims)


def desks(*claims: Claim) -> list[str]:
    return [claim.number for claim in registry(*claims).desks("acom")]


def desk(number: str, source: str = "page") -> Claim:
    return Claim(number=number, organisation="acom", source=source, direction="in")


def test_claims_of_a_number_come_best_source_first() -> None:
    """The owner's own claim stands before a public body's, a third party's and an article's."""
    claims = [desk("110", source) for source in ("user", "article", "page", "city", "own")]
    former = Claim(number="110", organisation="acom", source="own", former=True)
    found = registry(former, *claims).claims("110")
    assert [claim.source for claim in found] == ["own", "city", "page", "article", "user", "own"]


def test_a_number_of_which_nothing_is_said_has_no_claims() -> None:
    """An unknown number gives an empty tuple, an unknown organisation no desks."""
    assert registry().claims("+81312345678") == ()
    assert registry().desks("nobody") == ()


def test_numbers_are_given_once() -> None:
    """A number with two claims is one number."""
    assert list(registry(desk("110"), desk("110", "city"), desk("119")).numbers()) == ["110", "119"]


def test_published_desks_come_first_and_the_general_one_before_others() -> None:
    """Official before third-party, general before special, else in the order of the files."""
    general = Claim(number="3", organisation="acom", source="page", direction="in", general=True)
    assert desks(desk("1"), desk("2"), general, desk("4", "own")) == ["4", "3", "1", "2"]


def test_a_desk_is_offered_once_with_its_best_claim() -> None:
    """A number with several claims is one desk, with the best source's claim."""
    (found,) = registry(desk("1", "page"), desk("1", "own")).desks("acom")
    assert found.source == "own"


def test_what_must_not_be_rung_is_no_desk() -> None:
    """Fax, text-message senders, numbers they only call from, former, unconfirmed and article-only numbers."""
    assert not desks(
        Claim(number="1", organisation="acom", source="own", direction="in", line="fax"),
        Claim(number="2", organisation="acom", source="own", direction="in", line="sms"),
        Claim(number="3", organisation="acom", source="own", direction="out"),
        Claim(number="4", organisation="acom", source="own"),
        Claim(number="5", organisation="acom", source="own", direction="in", former=True),
        Claim(number="6", organisation="acom", source="own", direction="in", stance="unconfirmed"),
        desk("7", "article"),
        desk("8", "user"),
    )


def test_a_desk_listed_as_used_in_fraud_is_not_offered() -> None:
    """A claim of fraud outweighs any claim of ownership."""
    fraud = Claim(number="1", organisation="", source="page", stance="fraud")
    assert desks(desk("1", "own"), fraud) == []


def test_a_number_that_was_forged_may_be_rung() -> None:
    """Who rings the real number reaches its real owner, whatever callers have shown."""
    forged = Claim(number="1", organisation="acom", source="page", stance="forged")
    assert desks(desk("1"), forged) == ["1"]


def test_organisations_are_found_by_any_writing() -> None:
    """Japanese and English names are found in a text."""
    assert registry().named("アコムか警察") == (ACOM, POLICE)
    assert registry().named("is it ACOM") == (ACOM,)
