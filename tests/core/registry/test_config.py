"""The content that comes with the bot."""

import re
from collections.abc import Iterable
from importlib.resources import files

import pytest

from core.content import mapping
from core.messages import Verdict
from core.recognise.numbers import Kind, Number
from core.recognise.plan import load_plan
from core.registry.load import load_registry
from core.registry.model import Claim, official
from core.registry.reasons import reason
from core.registry.registry import Registry
from core.registry.verdict import RULES, Judgement, judge
from core.texts import LANGUAGES, load_texts

JAPANESE = re.compile("[ぁ-んァ-ヶ一-龥]")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(files("config") / "registry")


def judged(registry: Registry, e164: str, kind: Kind, *signs: str) -> Judgement:
    number = Number(
        e164=e164, raw=e164, start=0, end=len(e164), kind=kind, written=e164, country="", signs=signs
    )
    return judge(number, registry.claims(e164), registry.source)


def claims(registry: Registry) -> Iterable[Claim]:
    return (claim for number in registry.numbers() for claim in registry.claims(number))


@pytest.mark.parametrize(
    ("e164", "kind", "verdict", "organisation"),
    [
        ("110", "short_code", "official", "police"),
        ("118", "short_code", "official", "coast_guard"),
        ("119", "short_code", "official", "fire_service"),
        ("188", "short_code", "official", "consumer_hotline"),
        ("#9110", "short_code", "official", "police"),
        ("#7119", "short_code", "official", "emergency_medical_advice"),
        ("#8000", "short_code", "official", "child_medical_advice"),
        ("#9910", "short_code", "official", "road_emergency"),
        ("171", "short_code", "official", "disaster_message_dial"),
        ("#8139", "short_code", "claimed", "jaf"),
        ("+81570051051", "navi_dial", "official", "jfsa"),
        ("+81120397972", "toll_free", "claimed", "acom"),
        ("+81120629215", "toll_free", "claimed", "acom"),
        ("+81120134567", "toll_free", "claimed", "acom"),
        ("+81332219225", "fixed", "claimed", "acom"),
        ("+81120039197", "toll_free", "caution", "acom"),
        ("+81570073100", "navi_dial", "caution", "acom"),
        ("+81359530800", "fixed", "caution", "acom"),
        ("+81120866910", "toll_free", "caution", None),
        ("+81754519111", "fixed", "caution", "kyoto_police"),
        ("+81570064370", "navi_dial", "claimed", "consumer_hotline"),
        ("+81120794082", "toll_free", "claimed", "jcb"),
        ("+81734267260", "fixed", "official", "kiyo_card"),
        ("+81822462000", "fixed", "claimed", "hiroshima_medical"),
        ("+810032069000", "m2m", "claimed", "japan_collection_service"),
        ("+81312345678", "unassigned", "impossible", None),
        ("+818012345678", "mobile", "unknown", None),
        ("+81990512345", "premium", "caution", None),
    ],
)
def test_verdicts_on_known_numbers(
    registry: Registry, e164: str, kind: Kind, verdict: Verdict, organisation: str | None
) -> None:
    """What the bot says of numbers that people ask about most, and of the odd ones."""
    judgement = judged(registry, e164, kind)
    assert (judgement.verdict, judgement.organisation) == (verdict, organisation)


def test_an_unassigned_country_is_impossible(registry: Registry) -> None:
    """+295 is no country's code."""
    assert judged(registry, "+2951234567", "international", "unassigned_country").verdict == "impossible"


def test_nothing_is_official_without_a_claim_of_the_owner_or_a_public_body(registry: Registry) -> None:
    """An official verdict rests on a claim of the organisation itself or of a public body."""
    for number in registry.numbers():
        if judged(registry, number, "fixed").verdict == "official":
            assert any(official(claim, registry.source(claim.source)) for claim in registry.claims(number))


def test_no_number_of_acom_is_official(registry: Registry) -> None:
    """All that is said of ACOM's numbers is said by others."""
    assert not any(
        official(claim, registry.source(claim.source))
        for claim in claims(registry)
        if claim.organisation == "acom"
    )


def test_every_claim_says_where_it_comes_from(registry: Registry) -> None:
    """Each claim's source and organisation can be looked up and named in both languages."""
    for claim in claims(registry):
        owner = registry.organisation(claim.organisation)
        source = registry.source(claim.source)
        assert source.title
        assert source.title_en
        assert not JAPANESE.search(source.title_en)
        assert owner.name
        assert owner.name_en.isascii()


def test_every_short_code_has_a_source_that_can_be_read(registry: Registry) -> None:
    """The page of its own that the plan names, or those of the registry's claims."""
    plan = load_plan()
    pages = {source.id for source in plan.sources if source.url}
    for code, row in plan.codes.items():
        assert row.source in pages or registry.claims(code), code


def test_every_organisation_is_found_by_its_name(registry: Registry) -> None:
    """Who types the name of an owner is understood."""
    for claim in claims(registry):
        owner = registry.organisation(claim.organisation)
        assert owner in registry.named(f"「{owner.name}」"), owner.name


def test_acoms_general_desk_is_offered_first_and_its_fax_never(registry: Registry) -> None:
    """Members ring 0120-629-215; the fax, the calling number and the unconfirmed ones are not offered."""
    desks = [claim.number for claim in registry.desks("acom")]
    assert desks[0] == "+81120629215"
    assert not {"+81120322345", "+81120397972", "+81120039197", "+81570073100", "+81359530800"} & {*desks}


def test_both_sides_of_a_contradiction_are_told(registry: Registry) -> None:
    """0120-134-567 carries the article's roles and the other pages', each with a note."""
    found = registry.claims("+81120134567")
    assert {registry.source(claim.source).kind for claim in found} == {"third_party", "article"}
    assert len({claim.purpose["ja"] for claim in found}) >= 3
    assert any("食い違" in claim.note.get("ja", "") for claim in found)


def test_every_reason_has_its_words_in_both_languages(registry: Registry) -> None:
    """Each rule's text exists and can be filled, in Japanese and English, and no others exist."""
    locales = files("config") / "locales"
    texts = load_texts(locales)
    codes = {f"reason.{rule.code}" for rule in RULES}
    for language in LANGUAGES:
        assert mapping(locales / language / "reasons.yaml").keys() == codes
        for number in registry.numbers():
            for piece in judged(registry, number, "fixed").evidence:
                assert "{" not in reason(piece, texts[language], registry)


def test_a_reason_names_the_owner_in_its_language(registry: Registry) -> None:
    """ACOM is アコム in Japanese, and owners are listed as each language lists them."""
    texts = load_texts(files("config") / "locales")
    first = judged(registry, "+81120866910", "toll_free").evidence[0]
    assert "楽天カード/楽天銀行" in reason(first, texts["ja"], registry)
    assert "Rakuten Card / Rakuten Bank" in reason(first, texts["en"], registry)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_word_calls_a_number_harmless(language: str) -> None:
    """Neither reasons nor claims say 安全です or safe."""
    folder = files("config")
    content = [folder / "locales" / language / "reasons.yaml", *(folder / "registry" / "claims").iterdir()]
    for file in content:
        lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
        assert not any("安全です" in line or " safe" in line.lower() for line in lines)
