"""Whom a message says the caller claimed to be."""

import pytest

from core.registry.callers import Callers, Certainty
from core.registry.groups import Group
from core.registry.model import Organisation


def one(identity: str, name: str, name_en: str, kind: str, *names: str) -> Organisation:
    return Organisation(id=identity, name=name, name_en=name_en, kind=kind, names=names)


CALLERS = Callers(
    (
        one("acom", "アコム", "ACOM", "lender", "akomu"),
        one("aiful", "アイフル", "AIFUL", "lender"),
        one("promise", "プロミス", "Promise", "lender"),
        one("smbc", "三井住友銀行", "SMBC", "bank"),
        one("mizuho", "みずほ銀行", "Mizuho Bank", "bank", "みずほ"),
        one("yamato", "ヤマト運輸", "Yamato Transport", "delivery", "ヤマト", "Yamato"),
        one("sagawa", "佐川急便", "Sagawa Express", "delivery", "佐川"),
        one("police", "警察", "Police", "police", "警察署", "県警"),
        one("tokyo", "警視庁", "Tokyo Metropolitan Police Department", "police", "Tokyo Metropolitan Police"),
    ),
    (
        Group(id="police", names=("警察官", "刑事"), kinds=("police",), loose=True),
        Group(
            id="any_bank",
            name="銀行",
            name_en="a bank",
            names=("bank", "銀行員"),
            kinds=("bank",),
            loose=True,
        ),
        Group(id="any_office", name="役所", name_en="an office", names=("市役所", "city hall"), loose=True),
        Group(id="ntt", name="NTT", name_en="NTT"),
        Group(
            id="any_lender", name="消費者金融", name_en="a lender", kinds=("lender",), loose=True, vague=True
        ),
        Group(id="sagawa", kin=("yamato",)),
    ),
)


def found(text: str) -> str:
    claimed = CALLERS.claimed(text)
    return claimed.parties[0].id or claimed.parties[0].name if claimed else ""


def certainty(text: str) -> Certainty:
    claimed = CALLERS.claimed(text)
    return claimed.certainty if claimed else Certainty.NOT


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("アコムと名乗られた", "acom"),
        ("ｱｺﾑを名のる電話", "acom"),
        ("あこむだと言われました", "acom"),
        ("akomuと言う人", "acom"),
        ("「アコム」の者ですと言う", "acom"),
        ("アコムのオペレーターを名乗る女性", "acom"),
        ("アコムのふりをした電話", "acom"),
        ("株式会社アコムを称する", "acom"),
        ("佐川の人だと言っていた", "sagawa"),
        ("ヤマトですって", "yamato"),
        ("NTTの者と言っています", "ntt"),
        ("市役所の年金課を名乗る男", "any_office"),
        ("みずほ銀行員だと言う", "mizuho"),
        ("刑事だと名乗った", "police"),
        ("この番号、本当に警察?", "police"),
        ("they said they are SMBC", "smbc"),
        ("The caller claimed to be from the Tokyo Metropolitan Police", "tokyo"),
        ("He says he's with Yamato", "yamato"),
        ("Is this really ACOM?", "acom"),
        ("somebody pretending to be the police", "police"),
        ("アコムやと名乗らはりました", "acom"),
        ("アコムどす、言うてはったわ", "acom"),
        ("アコム・債権管理部の鈴木と名乗り", "acom"),
        ("警視庁捜査二課の高橋と申します、と", "tokyo"),
        ("ミズホ銀行の係、とのこと", "mizuho"),
        ("弁護士法人みらい総合とかいうとこから電話", "弁護士法人みらい総合"),
        ("she says she's with Hoshizora Credit Management", "Hoshizora Credit Management"),
    ],
)
def test_a_plain_claim_is_found(text: str, party: str) -> None:
    """Kanji, kana, romaji, half width, short names and words such as "the police", in both languages."""
    assert found(text) == party
    assert certainty(text) is Certainty.EXPLICIT


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("銀行から電話", "any_bank"),
        ("昨日警察から", "police"),
        ("アコムの番号ですか", "acom"),
        ("someone from Yamato called", "yamato"),
        ("is this the bank?", "any_bank"),
        ("警察官 080-1234-5678", "police"),
    ],
)
def test_who_rang_is_taken_as_a_claim(text: str, party: str) -> None:
    """Where it came from, whose number it is, and a name alone beside a number."""
    assert found(text) == party
    assert certainty(text) is Certainty.ASKED


@pytest.mark.parametrize(
    "text",
    [
        "警察に相談した",
        "銀行の口座番号を聞かれた",
        "アコムに電話したい",
        "call the police about it",
        "I told my bank",
        "誰とも名乗らなかった",
        "名乗らない",
        "レイクタウンの店で買った",
        "プロセスですか",
        "今日は天気がいい",
        "アコムではないと言われた",
        "アコムとは名乗りませんでした",
        "アコム以外の会社でした",
        "アコムとは関係ないと言われた",
        "said they were not ACOM",
        "didn't say they were ACOM",
        "アコムの子会社と名乗った",
        "みずほさんという女性から",
        "「お金を払わないと裁判になる」と言われました",
        "「至急連絡」と言われました",
        "",
    ],
)
def test_who_is_spoken_of_otherwise_is_no_caller(text: str) -> None:
    """Whom one rang, told or asked, words inside words, and other words one letter away."""
    assert CALLERS.claimed(text) is None


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("プロミズと名乗られた", "promise"),
        ("アイフールの番号ですか", "aiful"),
        ("アイフフルと名乗った", "aiful"),
        ("三井往友銀行と名乗った", "smbc"),
        ("they said they're Acomn", "acom"),
        ("they said they are Promis", "promise"),
    ],
)
def test_a_slip_in_a_name_is_understood(text: str, party: str) -> None:
    """A voicing mark, a long vowel, a letter too many or a wrong one in a long name."""
    assert found(text) == party


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("佐藤商事と名乗る電話", "佐藤商事"),
        ("「日本データ通信協会」を名乗る音声", "日本データ通信協会"),
        ("広島銀行と名乗った", "広島銀行"),
        ("福岡県警察を名乗る", "福岡県警察"),
        ("NTTカードを名乗る電話", "nttカード"),
        ("さくらちゃんだって名乗る子", "さくらちゃん"),
        ("they said they are Foobar Finance", "Foobar Finance"),
    ],
)
def test_a_name_that_is_not_known_is_nobody_elses(text: str, name: str) -> None:
    """An unknown company is a stranger, and an unknown bank is not any bank."""
    claimed = CALLERS.claimed(text)
    assert claimed
    (party,) = claimed.parties
    assert (party.id, party.members, party.name) == ("", (), name)


def test_an_unknown_one_of_a_kind_has_that_kind_as_kin() -> None:
    """Whether an unknown bank owns a known bank's number cannot be said; a known bank's police is the police."""
    claimed = CALLERS.claimed("広島銀行と名乗った")
    assert claimed
    assert set(claimed.parties[0].kin) == {"smbc", "mizuho"}
    tokyo = CALLERS.party("tokyo")
    assert tokyo
    assert tokyo.kin == ("police",)


def test_the_plain_claim_goes_before_other_names() -> None:
    """Who was named as the caller counts, not who else stands in the message."""
    assert found("プロミスの番号だと思ったら、アコムと名乗られた") == "acom"


def test_a_department_is_its_organisation() -> None:
    """A part of the Tokyo police is the Tokyo police; a bank of a similar name is not."""
    assert found("警視庁捜査二課の者だと言われた") == "tokyo"
    assert found("アコム信託銀行と名乗った") == "アコム信託銀行"


def test_who_claims_to_be_any_of_a_kind_has_named_nobody() -> None:
    """A lender may be any: they are kin, none is a member; a name beside the kind goes before it."""
    party = CALLERS.party("any_lender")
    assert party
    assert (party.members, set(party.kin)) == ((), {"acom", "aiful", "promise"})
    assert found("消費者金融のアコムだと言われた") == "acom"


def test_one_of_the_same_house_is_kin() -> None:
    """A number of a sister company proves nothing."""
    party = CALLERS.party("sagawa")
    assert party
    assert (party.members, party.kin) == (("sagawa",), ("yamato",))


def test_several_that_are_asked_about_are_all_given() -> None:
    """A question for ACOM or Promise leaves it open."""
    claimed = CALLERS.claimed("アコムですか、プロミスですか")
    assert claimed
    assert [party.id for party in claimed.parties] == ["acom", "promise"]


def test_a_group_takes_in_its_kind() -> None:
    """The police may be any police, and its desk is that of the organisation of its id."""
    police = CALLERS.party("police")
    assert police
    assert set(police.members) == {"police", "tokyo"}
    assert police.desk == "police"


def test_the_longest_name_is_asked_for() -> None:
    """By name, what is within a longer name does not count, and an unknown bank has no id."""
    assert [party.id for party in CALLERS.named("三井住友銀行の電話番号")] == ["smbc"]
    assert [party.id for party in CALLERS.named("number of Foobar Bank")] == [""]
