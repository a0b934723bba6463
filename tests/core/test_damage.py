"""What has happened already, told apart from what might, or was asked for."""

from importlib.resources import files
from pathlib import Path

import pytest

from core.content import ContentError
from core.damage import load_damages
from core.faq.entries import load_faq
from tests.core.talk import Talk, product

URGENT = {"damage", "help"}
GOOD = '- entry: a\n  desks: [police]\n  ja: {things: 鍵, deeds: 渡した}\n  en: {alone: "lost my key"}\n'


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("カード番号を言ってしまった", "told_card_number"),
        ("クレカの番号、言うてもうた", "told_card_number"),
        ("ＳＭＳの番号を伝えちゃいました", "told_code"),
        ("暗証番号教えちゃったんだけど", "told_pin"),
        ("さっき30万円振り込んでしまいました", "sent_money"),
        ("五万円分のアップルのカードを買って番号を送ってしまった", "bought_prepaid_card"),
        ("Google Playカードの番号を教えてしまいました", "bought_prepaid_card"),
        ("アップルのカードを3万円分買って送ってしまった", "bought_prepaid_card"),
        ("五万円を送ってしまった", "sent_money"),
        ("10万円分のビットコインを送ってしまいました", "sent_money"),
        ("3万円分払ってしまいました", "sent_money"),
        ("SMSでコード来たの教えちゃった", "told_code"),
        ("カードの裏の写真撮ったの送っちゃいました", "told_card_number"),
        ("カードを三枚買って、裏の番号を削って読み上げて、いま気づきました", "bought_prepaid_card"),
        ("名前をいったんだけど大丈夫かな", "told_personal_details"),
        ("アプリ入れちゃった", "installed_app"),
        ("折り返しちゃいました", "rang_back_already"),
        ("名前と生年月日を答えてしまいました", "told_personal_details"),
        ("キャッシュカードを渡してしまって", "handed_card"),
        ("マウスの矢印が勝手に動き始めて怖くなりました", "gave_remote_control"),
        ("the mouse started moving by itself while he talked", "gave_remote_control"),
        ("I told him my card number", "told_card_number"),
        ("My mother gave them her PIN, my mother gave the pin away", "told_pin"),
        ("We transferred the money yesterday", "sent_money"),
        ("i already called back", "rang_back_already"),
    ],
)
def test_what_has_happened_is_heard(text: str, entry: str) -> None:
    """A deed that is done is heard, however it is worded."""
    assert entry in [kind.entry for kind in product().damages.told_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "カード番号を聞かれた",
        "認証番号を教えてと言われた",
        "暗証番号を教えてと言った",
        "暗証番号は言ってない",
        "住所を言ったらどうなる?",
        "名前を言ったほうがいい?",
        "カード番号を教えたことはない",
        "お金を振り込んでと言われた",
        "折り返したほうがいい?",
        "アプリを入れろと言われた",
        "カードの番号を削って読み上げてと言われた",
        "アップルのカードで払ったか確認の電話",
        "マウスは勝手に動いていません",
        "マウスが勝手に動いたらどうすれば",
        "パソコンの画面が勝手に動いていると電話が来た",
        "スマホの画面が勝手に動いて知らない番号にかかった",
        "The mouse did not move by itself",
        "Can the mouse move by itself when it is broken?",
        "He said my mouse would move on its own",
        "貯金をいったん別の所へ移せと言われた",
        "家族としての接し方をご助言いただけますか",
        "私の名前の書いた逮捕状を見せられた",
        "They asked me for my PIN",
        "I lost my job, I have no money to pay back",
        "He says we have not paid money for the line",
        "I was given that identity code years ago",
        "Should I tell them my card number?",
        "He said I must send money",
        "Should I ring back?",
    ],
)
def test_what_has_not_happened_is_not(text: str) -> None:
    """What was asked for, what might be, and what was not done is no damage."""
    assert product().damages.told_in(text) == ()


def test_the_most_urgent_comes_first() -> None:
    """Money before codes, codes before a name."""
    told = product().damages.told_in("名前を言って、認証番号も教えて、お金を振り込んでしまった")

    assert told[0].entry == "sent_money"


def test_no_other_question_is_taken_for_damage() -> None:
    """No way of asking of an entry without the topic "damage" or "help" is heard as damage."""
    heard = product().damages.told_in
    entries = [entry for entry in load_faq(files("config") / "faq") if not URGENT & {*entry.topics}]

    assert [] == [way for entry in entries for way in (entry.question, *entry.variants) if heard(way)]


def test_every_kind_of_damage_has_an_entry_of_that_topic() -> None:
    """The entry that a kind points to is about damage, or helps to live on, in every language."""
    for faq in product().faq.values():
        assert all(URGENT & {*faq.entries[entry].topics} for entry in product().damages.entries())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("entry: a", "entry: b"), "no FAQ entry 'b'"),
        (("[police]", "[nobody]"), "no organisation 'nobody'"),
        (("things: 鍵, ", ""), "go together"),
        (("渡した", '"渡(した"'), "not a pattern"),
        (("desks", "desk"), "desk"),
    ],
)
def test_a_bad_row_is_refused(tmp_path: Path, change: tuple[str, str], reason: str) -> None:
    """The error names file, line and reason."""
    file = tmp_path / "damage.yaml"
    file.write_text(GOOD)
    assert load_damages(file, {"a"}, {"police"}).entries() == ("a",)
    file.write_text(GOOD.replace(*change))

    with pytest.raises(ContentError) as raised:
        load_damages(file, {"a"}, {"police"})

    assert raised.value.problems[0].line == 1
    assert reason in raised.value.problems[0].reason


DESPAIR = [
    "もう死にたい",
    "借金で首をくくるしかない",
    "駅のホームから飛び降りようかと思っています",
    "電車に飛び込もうかと思っています",
    "詐欺にあって、生きていても仕方がない気がします",
    "遺書を書きました",
    "しにたいよ",
    "タヒにたい",
    "このまま目が覚めなければいいのに",
    "生命保険で返すしかない",
    "I don't want to live anymore",
    "I don’t want to live anymore",
    "I want to die",
    "I feel suicidal since the scam",
    "im gonna kms",
    "Tôi muốn chết",
    "toi khong muon song nua",
    "tôi muốn tự tử",
    "我不想活了",
    "想去死",
    "被騙光了,我想死",
    "唔想做人",
    "죽고 싶어요",
    "빚 때문에 살고 싶지 않아요",
    "죽을래요",
    "Quero morrer",
    "não quero mais viver",
    "não tenho mais vontade de viver",
    "しにたい です",
    "もう いきていたくないです",
]
NO_DESPAIR = [
    "死にたくなければ金を払えと言われた",
    "死にたいほど恥ずかしいです",
    "死にたくなるほど恥ずかしい",
    "「死にたいか」と脅されました",
    "死んで償えと言われました",
    "お前なんか死んだほうがいいと言われた",
    "息子から「払わないと死ぬしかない」と電話がありました",
    "払ってくれないと自殺しますと言われて怖い",
    "死ぬつもりはありません",
    "自殺するつもりはない",
    "被害者の心中を考えるとつらい",
    "親が死ぬことを考えて相続放棄を調べています",
    "投資の世界に飛び込みたい",
    "父が遺書を書いていました",
    "びょういんに いきたくないです",
    "しやくしょに いきたくない",
    "このまま払っていきたくない",
    "お話ししにたいへん時間がかかる",
    "殺すと言われた",
    "死にそうなくらい忙しい",
    "I don't want to die of boredom on hold",
    "I don’t want to die poor",
    "They are trying to take my life savings",
    "How do I end my life insurance contract?",
    "my phone is going to die soon",
    "I got a goodbye letter from my bank",
    "He says he is going to die without the operation",
    "he texted me: do you want to die?",
    "He threatened to commit suicide if I don't pay",
    "I don't want to live in fear of debt collectors",
    "I don't want to wake up the baby when they ring",
    "I'm tired of living paycheck to paycheck",
    "I'm not going to kill myself",
    "想死你了",
    "跳楼价的短信是真的吗",
    "我不想活期存款",
    "我不想自杀",
    "我想死后债务由谁承担",
    "女网友说要自杀,让我汇款",
    "催收问我是不是想死",
    "sợ muốn chết",
    "phí cao muốn chết",
    "tôi muốn từ từ trả nợ",
    "thiết bị chặn sóng điện thoại",
    "tôi không muốn chết",
    "tôi không muốn sống ở Nhật nữa",
    "배고파 죽겠어요",
    "일본에서 살기 싫어요",
    "남편이랑 더 이상 못 살겠어요",
    "죽고 싶을 만큼 창피해요",
    "죽고 싶냐고 문자가 왔어요",
    "아버지가 자살하고 빚을 남겼어요",
    "quero morrer de rir",
    "Tenho vontade de viver no Japão",
    "O golpista disse que vai acabar com a minha vida",
    "vou me matar de trabalhar",
    "não quero viver com medo dos cobradores",
]


@pytest.mark.parametrize("text", DESPAIR)
async def test_who_does_not_want_to_live_on_is_told_whom_to_talk_to(text: str) -> None:
    """In the language that it is said in."""
    reply = await Talk().say(text)

    assert reply.faq == "in_despair"
    assert "0120-279-338" in reply.text


@pytest.mark.parametrize("text", NO_DESPAIR)
def test_a_threat_or_a_saying_is_no_despair(text: str) -> None:
    """Not each word of dying is meant."""
    assert product().damages.told_in(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "お金を全部振り込んでしまいました。もう死にたいです",
        "カード番号を言ってしまった。明日が来なければいいのに",
        "口座番号を教えて、お金も振り込んでしまって、生きていたくない",
        "全財産を振り込んでしまいました。もう首をつるしかありません",
        "カード番号を言ってしまいました。死んでお詫びするしか…",
        "I sent them all my money and I want to die",
    ],
)
async def test_not_wanting_to_live_comes_before_damage(text: str) -> None:
    """The bank can wait a minute; its steps are the first button."""
    reply = await Talk().say(text)

    assert reply.faq == "in_despair"
    assert reply.choices[0].value.endswith(("sent_money", "told_card_number"))


@pytest.mark.parametrize(
    "text",
    [
        "お金を全部振り込んでしまいました",
        "カード番号を言ってしまった。どうしよう、もう終わりだ",
        "カード番号を言ってしまった。死ぬほど焦ってます",
        "I told them my card number, I'm scared to death",
    ],
)
async def test_damage_alone_gets_its_steps(text: str) -> None:
    """Sighs are not despair."""
    assert (await Talk().say(text)).faq in ("sent_money", "told_card_number")


async def test_beside_the_steps_what_may_have_been_meant_as_well_is_offered() -> None:
    """As buttons below the steps; what is far less likely is not."""
    reply = await Talk().say("警察を名乗る人に言われて口座番号と暗証番号を教えてしまいました")

    assert reply.faq == "told_pin"
    assert reply.suggestions == ("fake_police",)
    assert any("fake_police" in choice.value for choice in reply.choices)
    assert not (await Talk().say("カード番号を言ってしまった")).suggestions


async def test_what_is_offered_below_the_steps_stands_there_once_and_is_chosen_by_its_place() -> None:
    """Neither the steps themselves nor what they offer anyway come again; "1" is the first of those."""
    talk = Talk()
    text = "さっき30万円振り込んで、暗証番号も教えてしまい、カードも渡してしまって、アプリも入れちゃいました"
    reply = await talk.say(text)
    offered = [choice.value for choice in reply.choices]

    assert set(reply.suggestions) & {"handed_card", "told_pin"}
    assert not any(reply.faq in value for value in offered)
    assert len(offered) == len(set(offered))
    assert (await talk.say("1")).faq in offered[0]


async def test_despair_beside_a_number_keeps_the_number() -> None:
    """Its card stands below, and the next question is about it; no creditor's number stands beside the help line."""
    talk = Talk()
    reply = await talk.say("0120-629-215 毎日ここから取り立ての電話が来て、もう死にたいです")

    assert reply.faq == "in_despair"
    assert [number.e164 for number in reply.numbers] == ["+81120629215"]
    assert "0120-866-910" not in (await Talk().say("楽天カードの請求が払えなくて死にたい")).text


async def test_what_protects_at_once_is_answered_where_it_is_only_likely() -> None:
    """Typed in panic: nobody is to choose from a list first; what else it may be stands below."""
    reply = await Talk().say("いまげんかんの前にひとがいまsどうすれあb")

    assert (reply.kind, reply.faq) == ("faq", "emergency_now")
    assert 0.4 <= reply.score < 0.8
    assert "110" in reply.text
    assert any("during_call" in choice.value for choice in reply.choices)


async def test_what_may_wait_is_offered() -> None:
    """No answer is given where another may be meant as well."""
    assert (await Talk().say("電話の件")).kind == "suggest"
