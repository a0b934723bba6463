"""Evidence beside what is said of a number: the caller's claim, look-alikes, hours, reports."""

from datetime import datetime

import pytest

from core.messages import Verdict
from core.recognise.calls import JAPAN, Call
from core.recognise.numbers import Kind, Number
from core.registry.circumstances import Outcome
from core.registry.evidence import Evidence, Weight
from core.registry.groups import Party
from core.registry.listings import Block, Import, Listing
from core.registry.model import Claim, Source, Stance
from core.registry.verdict import RULES, Circumstances, Judgement, judge

SOURCES = {
    "own": Source(id="own", title="アコム", kind="organisation", publisher="acom"),
    "city": Source(id="city", title="市", kind="public_body"),
    "page": Source(id="page", title="ページ", kind="third_party"),
    "blog": Source(id="blog", title="ブログ", kind="third_party"),
}
ACOM = Party("acom", "アコム", "ACOM", ("acom",), "acom", kind="consumer_finance")
POLICE = Party("police", "警察", "Police", ("police", "tokyo"), "police", loose=True)
TOKYO = Party("tokyo", "警視庁", "Tokyo police", ("tokyo",), "tokyo", kin=("police",))
STRANGER = Party("", "佐藤商事", "佐藤商事")
OTHER_BANK = Party("", "広島銀行", "広島銀行", kin=("smbc",))
E164 = "+81120397972"
NOON = int(datetime(2026, 11, 24, 12, 0, tzinfo=JAPAN).timestamp())
NIGHT = int(datetime(2026, 11, 24, 22, 10, tzinfo=JAPAN).timestamp())


def number(kind: Kind = "toll_free", e164: str = E164) -> Number:
    country = "JP" if e164.startswith("+81") else "US"
    return Number(e164=e164, raw=e164, start=0, end=len(e164), kind=kind, written=e164, country=country)


def said(source: str = "page", organisation: str = "acom", stance: Stance = "owner", **more: str) -> Claim:
    return Claim(
        number=E164, organisation=organisation, source=source, stance=stance, opening=more.get("opening", "")
    )


def judged(
    *claims: Claim,
    of: Number | None = None,
    alike: tuple[Claim, ...] = (),
    beside: Circumstances | None = None,
) -> Judgement:
    return judge(of or number(), claims, SOURCES.__getitem__, beside or Circumstances(), alike)


def codes(judgement: Judgement) -> list[str]:
    return [piece.code for piece in judgement.evidence]


def piece(judgement: Judgement, code: str) -> Evidence:
    return next(one for one in judgement.evidence if one.code == code)


@pytest.mark.parametrize(
    ("party", "claims", "outcome"),
    [
        (ACOM, [said("own")], "match_official"),
        (ACOM, [said()], "match_third_party"),
        (ACOM, [said(), said("blog")], "match_third_party"),
        (ACOM, [said(), said(organisation="promise")], "match_third_party"),
        (ACOM, [said(), said("blog", "promise")], "cannot_say"),
        (ACOM, [said("own"), said("blog", "promise")], "match_official"),
        (ACOM, [said(organisation="promise")], "mismatch"),
        (ACOM, [said("city", "promise"), said()], "mismatch"),
        (ACOM, [said(stance="unconfirmed")], "cannot_say"),
        (ACOM, [Claim(number=E164, organisation="acom", source="page", former=True)], "cannot_say"),
        (ACOM, [said("city", "acom", "fraud")], "cannot_say"),
        (ACOM, [], "cannot_say"),
        (POLICE, [said("city", "tokyo")], "match_official"),
        (POLICE, [said()], "mismatch"),
        (TOKYO, [said("city", "police")], "cannot_say"),
        (TOKYO, [said()], "mismatch"),
        (STRANGER, [said()], "cannot_say"),
        (OTHER_BANK, [said(organisation="smbc")], "cannot_say"),
        (OTHER_BANK, [said()], "mismatch"),
        (ACOM, [Claim(number=E164, organisation="promise", source="page", former=True)], "mismatch"),
    ],
)
def test_the_callers_claim_is_compared_with_what_is_said(
    party: Party, claims: list[Claim], outcome: Outcome
) -> None:
    """Match by owner or others, mismatch where it is somebody else's, and cannot say in every doubt."""
    assert f"claimed_{outcome}" in codes(judged(*claims, beside=Circumstances(party)))


@pytest.mark.parametrize(
    ("of", "alike", "reason"),
    [
        (number("international", "+12125550199"), (), "international"),
        (number("unassigned", "+81312345678"), (), "not_in_plan"),
        (number("mobile", "+818012345678"), (), "nobody_said"),
        (number(), (said(),), "look_alike"),
    ],
)
def test_what_nobody_owns_is_no_mismatch(of: Number, alike: tuple[Claim, ...], reason: str) -> None:
    """Whose a number is cannot be said where nobody names an owner; what its form tells stands beside it."""
    judgement = judged(of=of, alike=alike, beside=Circumstances(ACOM))
    assert {"claimed_cannot_say", reason} <= set(codes(judgement))


def test_a_mismatch_is_a_caution_on_any_number() -> None:
    """Even on an official one, and a match takes nothing off."""
    mismatch = judged(said("own"), beside=Circumstances(POLICE))
    assert (mismatch.verdict, mismatch.score) == ("caution", 50)
    assert judged(said("own"), beside=Circumstances(ACOM)).verdict == "official"
    assert judged(said(), beside=Circumstances(ACOM)).verdict == "claimed"


def test_a_lender_on_a_mobile_is_a_remark() -> None:
    """It raises the score and leaves the verdict; a lender on a fixed line, or another caller, does not."""
    mobile = number("mobile", "+818012345678")
    judgement = judged(of=mobile, beside=Circumstances(ACOM))
    assert "lender_mobile" in codes(judgement)
    assert (judgement.verdict, judgement.score) == ("unknown", 30)
    assert "lender_mobile" not in codes(judged(beside=Circumstances(ACOM)))
    assert "lender_mobile" not in codes(judged(of=mobile, beside=Circumstances(POLICE)))


def test_a_look_alike_is_a_caution_where_nothing_is_said() -> None:
    """It names the owner and the number it looks like; a claimed number is no imitation."""
    judgement = judged(alike=(said(),), of=number(e164="+81120397973"))
    found = piece(judgement, "look_alike")
    assert judgement.verdict == "caution"
    assert (found.numbers, found.organisations, found.sources) == ((E164,), ("acom",), ("page",))
    assert "look_alike" not in codes(judged(said("blog"), alike=(said(),)))


@pytest.mark.parametrize(
    ("claims", "call", "found"),
    [
        ([said(opening="Mo-Fr 09:00-18:00")], Call(NIGHT, NIGHT), True),
        ([said(opening="Mo-Fr 09:00-18:00")], Call(NOON, NOON), False),
        ([said(opening="Mo-Fr 09:00-18:00")], Call(NOON, NIGHT), False),
        ([said(opening="Mo-Fr 09:00-18:00"), said("blog", opening="24/7")], Call(NIGHT, NIGHT), False),
        ([said()], Call(NIGHT, NIGHT), False),
        ([said(opening="Mo-Fr 09:00-18:00")], None, False),
    ],
)
def test_a_call_outside_all_published_hours_is_a_caution(
    claims: list[Claim], call: Call | None, found: bool
) -> None:
    """Where one source's hours cover the call, or part of it, or none are known, nothing is made of it."""
    judgement = judged(*claims, beside=Circumstances(call=call))
    assert ("outside_hours" in codes(judgement)) is found
    assert judgement.verdict == ("caution" if found else "claimed")


def test_hours_that_do_not_compute_are_no_evidence() -> None:
    """Hours in words alone may cover the call."""
    vague = Claim(number=E164, organisation="acom", source="blog", hours={"ja": "夜も", "en": "at night too"})
    judgement = judged(
        said(opening="Mo-Fr 09:00-18:00"), vague, beside=Circumstances(call=Call(NIGHT, NIGHT))
    )
    assert "outside_hours" not in codes(judgement)


@pytest.mark.parametrize(
    ("votes", "claims", "code", "verdict"),
    [
        (2, [], "few_reports", "unknown"),
        (5, [], "reports", "caution"),
        (50, [], "many_reports", "danger"),
        (50, [said()], "many_reports", "danger"),
        (50, [said("own")], "reports", "caution"),
    ],
)
def test_reports_weigh_by_their_worth(votes: int, claims: list[Claim], code: str, verdict: Verdict) -> None:
    """Two lone ones are told, several a caution, many fresh ones a danger, but not on a published number."""
    listing = Listing(Import(kind="ftc", name="ftc", imported=float(NOON)), "robocall", votes)
    judgement = judged(*claims, beside=Circumstances(listings=(listing,), at=NOON))
    assert code in codes(judgement)
    assert sum("reports" in one for one in codes(judgement)) == 1
    assert judgement.verdict == verdict


def test_light_doubts_that_add_up_are_a_caution() -> None:
    """A lender on a mobile of which two people complain: neither is enough alone."""
    listing = Listing(Import(kind="list", name="x", imported=float(NOON)), "spam", 2)
    beside = Circumstances(ACOM, (listing,), at=NOON)
    judgement = judged(of=number("mobile", "+818012345678"), beside=beside)
    assert max(one.weight for one in judgement.evidence) < Weight.CAUTION
    assert judgement.verdict == "caution"


def test_cautions_never_add_up_to_a_danger() -> None:
    """Whatever comes together, the score ends below a danger's."""
    listing = Listing(Import(kind="list", name="x", imported=float(NOON)), "spam", 30)
    doubts = (said(organisation="promise"), said("blog"), said(stance="forged"), said(stance="fraud"))
    judgement = judged(*doubts, beside=Circumstances(POLICE, (listing,), at=NOON))
    assert (judgement.verdict, judgement.score) == ("caution", 89)


@pytest.mark.parametrize(
    ("of", "found"),
    [
        (number("mobile", "+818012340110"), True),
        (number("ip_phone", "+815012340110"), True),
        (number("fixed", "+81335010110"), False),
        (number("toll_free", "+81120110110"), False),
    ],
)
def test_the_police_ending_belongs_to_fixed_lines(of: Number, found: bool) -> None:
    """0110 at the end of a mobile or IP number is a caution."""
    assert ("ends_0110" in codes(judged(of=of))) is found


def test_evidence_has_the_weights_that_its_rule_names() -> None:
    """What docs/verdict.md says of weights holds for every case here."""
    weights = {rule.code: rule.weights for rule in RULES}
    cases = [
        judged(*claims, of=of, alike=alike, beside=Circumstances(party, call=Call(NIGHT, NIGHT)))
        for claims in ((), (said(),), (said("own"), said("blog", "promise")), (said(stance="unconfirmed"),))
        for of in (number(), number("international", "+12125550110"), number("unassigned"), number("premium"))
        for alike in ((), (said(),))
        for party in (None, ACOM, POLICE)
    ]
    assert all(one.weight in weights[one.code] for judgement in cases for one in judgement.evidence)


@pytest.mark.parametrize(
    ("block", "verdict", "code"),
    [
        (Block("0801234", "ドコモ", "", "使用中"), "unknown", "assigned_to"),
        (Block("0801234", "ドコモ", "", "使用予定"), "caution", "not_in_use"),
        (Block("0801234"), "caution", "not_in_use"),
    ],
)
def test_the_ministrys_tables_say_whether_a_range_is_in_use(
    block: Block, verdict: Verdict, code: str
) -> None:
    found = judged(of=number("mobile", "+818012345678"), beside=Circumstances(block=block))

    assert found.verdict == verdict
    assert piece(found, code).block == block


def test_a_range_in_use_outdoes_an_older_plan() -> None:
    """A range assigned since is no reason to call a number impossible; one that is planned is."""
    of = number("unassigned", "+816012345678")

    assert judged(of=of).verdict == "impossible"
    assert (
        judged(of=of, beside=Circumstances(block=Block("060123", "ドコモ", "", "使用中"))).verdict
        == "unknown"
    )
    planned = Circumstances(block=Block("060123", "ドコモ", "", "使用予定"))
    assert judged(of=of, beside=planned).verdict == "impossible"


def test_a_range_in_use_without_a_carrier_tells_nothing() -> None:
    """The table leaves the carrier out; that is no sign of an unused number."""
    found = judged(
        of=number("mobile", "+818012345678"), beside=Circumstances(block=Block("080", "", "", "使用中"))
    )

    assert {"assigned_to", "not_in_use"}.isdisjoint(codes(found))


def test_whoever_is_named_by_others_has_a_number_in_use() -> None:
    found = judged(said(), beside=Circumstances(block=Block("0120397", "NTT", "", "使用予定")))

    assert "not_in_use" not in codes(found)


def test_a_code_that_a_telephone_showed_is_a_caution() -> None:
    """Nobody is rung from 110: whoever claims to be its owner is no match, whoever claims to be another a mismatch."""
    of = number("short_code", "110")
    claims = (said("city"),)
    shown = judged(*claims, of=of, beside=Circumstances(party=ACOM, shown=True))

    assert (shown.verdict, codes(shown)[0]) == ("caution", "code_shown")
    assert "claimed_cannot_say" in codes(shown)
    assert "claimed_mismatch" in codes(judged(*claims, of=of, beside=Circumstances(party=POLICE, shown=True)))
    assert judged(*claims, of=of).verdict == "official"


def test_in_a_crowded_range_looking_alike_is_a_remark() -> None:
    found = judge(number(), (), SOURCES.__getitem__, Circumstances(), (said(),), crowded=True)

    assert found.verdict == "unknown"
    assert "look_alike" in codes(found)
