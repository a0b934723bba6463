"""The verdict follows from the evidence, and each kind of evidence from its facts."""

import pytest

from core.messages import Verdict
from core.recognise.numbers import Kind, Number
from core.registry.model import Claim, Source, Stance
from core.registry.verdict import Judgement, judge

SOURCES = {
    "own": Source(id="own", title="アコム", kind="organisation", publisher="acom"),
    "other": Source(id="other", title="他社", kind="organisation", publisher="promise"),
    "city": Source(id="city", title="市", kind="public_body"),
    "page": Source(id="page", title="ページ", kind="third_party"),
    "blog": Source(id="blog", title="ブログ", kind="third_party"),
    "article": Source(id="article", title="記事", kind="article"),
    "user": Source(id="user", title="利用者", kind="user"),
}
E164 = "+81120397972"


def number(kind: Kind = "toll_free", e164: str = E164, *signs: str) -> Number:
    country = {"+8": "JP", "+1": "US"}.get(e164[:2], "")
    return Number(
        e164=e164,
        raw=e164,
        start=0,
        end=len(e164),
        kind=kind,
        written=e164,
        country=country,
        signs=signs,
    )


def said(source: str, organisation: str = "acom", stance: Stance = "owner") -> Claim:
    return Claim(number=E164, organisation=organisation, source=source, stance=stance)


def judged(*claims: Claim, of: Number | None = None) -> Judgement:
    return judge(of or number(), claims, SOURCES.__getitem__)


def codes(judgement: Judgement) -> list[str]:
    return [piece.code for piece in judgement.evidence]


FORMER = Claim(number=E164, organisation="acom", source="page", former=True)


@pytest.mark.parametrize(
    ("claims", "verdict", "first", "organisation"),
    [
        ([said("own")], "official", "published_by_owner", "acom"),
        ([said("city")], "official", "published_by_public_body", "acom"),
        ([said("page")], "claimed", "said_by_third_parties", "acom"),
        ([said("other")], "claimed", "said_by_third_parties", "acom"),
        ([said("article")], "claimed", "said_by_article", "acom"),
        ([said("user")], "unknown", "said_by_users", "acom"),
        ([FORMER], "claimed", "formerly", "acom"),
        ([said("article", stance="unconfirmed")], "caution", "unconfirmed", "acom"),
        ([said("page"), said("blog", "promise")], "caution", "owners_differ", None),
        ([said("own"), said("page", stance="forged")], "caution", "forged_display", "acom"),
        ([said("page", stance="fraud")], "caution", "said_fraud", None),
        ([said("city", "", "fraud")], "danger", "listed_as_fraud", None),
        ([said("own"), said("city", "", "fraud")], "danger", "listed_as_fraud", "acom"),
        ([], "unknown", "nobody_said", None),
    ],
)
def test_the_heaviest_claim_gives_the_verdict(
    claims: list[Claim], verdict: Verdict, first: str, organisation: str | None
) -> None:
    """Publication makes it official, hearsay claimed, doubt a caution, a public list of fraud a danger."""
    judgement = judged(*claims)
    assert (judgement.verdict, codes(judgement)[0], judgement.organisation) == (verdict, first, organisation)


@pytest.mark.parametrize(
    ("of", "verdict", "first"),
    [
        (number("unassigned", "+81312345678"), "impossible", "not_in_plan"),
        (number("international", "+2951234567"), "impossible", "unassigned_country"),
        (number("unassigned", "+2951234567", "unassigned_country"), "impossible", "unassigned_country"),
        (number("international", "+12125550199"), "caution", "international"),
        (number("premium", "+81990500000"), "caution", "premium_rate"),
        (number("m2m", "+812012345678"), "caution", "machine_number"),
        (number("mobile", "+818012345678"), "unknown", "nobody_said"),
        (number("fixed", "+81322345678"), "unknown", "nobody_said"),
    ],
)
def test_the_form_of_a_number_is_evidence(of: Number, verdict: Verdict, first: str) -> None:
    """What the plan does not have is impossible; what is foreign, costly or a machine's is a caution."""
    judgement = judged(of=of)
    assert (judgement.verdict, codes(judgement)[0]) == (verdict, first)


def test_the_police_ending_on_a_foreign_number_is_told() -> None:
    """0110 behind a foreign country code is a piece of evidence of its own, and at home it is not."""
    assert "ends_0110_international" in codes(judged(of=number("international", "+12125550110")))
    assert "ends_0110_international" not in codes(judged(of=number("fixed", "+81335010110")))


def test_a_foreign_number_that_is_published_is_official() -> None:
    """A publication explains why a number is foreign."""
    judgement = judged(said("own"), of=number("international", "+12125550199"))
    assert judgement.verdict == "official"
    assert "international" in codes(judgement)


def test_a_carrier_code_that_somebody_names_is_not_impossible() -> None:
    """What a source names as a sender exists, though the plan has no such number."""
    sms = Claim(number="+810032069000", organisation="acom", source="page", line="sms")
    judgement = judged(sms, of=number("unassigned", "+810032069000"))
    assert judgement.verdict == "claimed"
    assert "sms_sender" in codes(judgement)


def test_who_pays_and_what_answers_are_remarks() -> None:
    """A navi-dial number and a fax line are told, and leave the verdict as it is."""
    fax = Claim(number=E164, organisation="acom", source="own", line="fax")
    judgement = judged(fax, of=number("navi_dial", "+81570000000"))
    assert judgement.verdict == "official"
    assert codes(judgement)[1:] == ["fax_line", "caller_pays"]


def test_a_publication_outweighs_who_says_otherwise_and_tells_it() -> None:
    """A third party that names another owner does not make a published number a caution."""
    judgement = judged(said("own"), said("page", "promise"))
    assert (judgement.verdict, judgement.organisation) == ("official", "acom")
    assert "owners_differ" in codes(judgement)


def test_what_only_others_say_is_called_unpublished() -> None:
    """A claim without a publication carries that remark, and a publication takes it away."""
    assert "not_published" in codes(judged(said("page")))
    assert "not_published" not in codes(judged(said("page"), said("city")))


def test_owners_that_one_source_names_together_share_the_number() -> None:
    """Two desks behind one number are no contradiction."""
    judgement = judged(said("page"), said("page", "promise"))
    assert (judgement.verdict, judgement.organisation) == ("claimed", "acom")
    assert "shared_number" in codes(judgement)


def test_a_confirmed_claim_is_no_longer_unconfirmed() -> None:
    """Where a third party says the same, the doubt of a single article is gone."""
    judgement = judged(said("article", stance="unconfirmed"), said("page"))
    assert judgement.verdict == "claimed"
    assert "unconfirmed" not in codes(judgement)


def test_evidence_names_its_sources_and_owners_once() -> None:
    """A source with two claims on a number counts once."""
    piece = judged(said("page"), said("page"), said("blog")).evidence[0]
    assert piece.sources == ("page", "blog")
    assert piece.organisations == ("acom",)


def test_evidence_comes_heaviest_first() -> None:
    """The reason for the verdict stands first."""
    weights = [p.weight for p in judged(said("own"), said("page"), said("city", "", "fraud")).evidence]
    assert weights == sorted(weights, reverse=True)
