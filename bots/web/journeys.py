"""A LINE user and a Telegram user, from the first meeting to being forgotten: a picture of each step."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bots.web.frames import Platform
from bots.web.visit import Visit, Window

SCREEN = (390, 3000)  # so tall that every step is shown whole
SCALE = 1.5


class Press(NamedTuple):
    """The last button with that label is pressed."""

    label: str


class Step(NamedTuple):
    """What a person does, one thing after the other (texts are written), and words that must be in the answers."""

    name: str
    does: Sequence[str | Press]
    sees: Sequence[str]


class Journey(NamedTuple):
    """A person's way through the bot on a platform. Following the bot is the first step."""

    platform: Platform
    greeting: Sequence[str]  # words that must be in it
    steps: Sequence[Step]


JOURNEYS = (
    Journey(
        "line",
        ("番号をここに送ってください",),
        (
            Step(
                "language",
                (Press("言語 / Language"), Press("日本語")),
                ("どのことばにしますか", "日本語でお答えします"),
            ),
            Step(
                "number",
                ("0120-397-972から電話がありました。アコムですか?",),
                ("公式の確認はまだです", "どうすればいい?", "情報のもと", "無視したらどうなる?"),
            ),
            Step(
                "follow-up",
                (Press("無視したらどうなる?"),),
                ("契約がなければ、無視してかまいません", "0120-629-215"),
            ),
            Step(
                "sms",
                (
                    "【ヤマト運輸】お荷物をお届けしましたが不在の為持ち帰りました。下記よりご確認ください。 "
                    "http://yamato-uketori.example/k",
                ),
                ("詐欺のおそれが強いです", "リンクは開かず", "yamato-uketori[.]example"),
            ),
            Step(
                "damage", ("お金を振り込んでしまいました",), ("今すぐ、銀行と警察に電話してください", "188")
            ),
            Step("forget", ("記録を消して",), ("あなたについての記録を消しました",)),
        ),
    ),
    Journey(
        "telegram",
        ("番号をここに送ってください",),
        (
            Step(
                "language",
                (Press("言語 / Language"), Press("English")),
                ("Which language?", "I will answer in English"),
            ),
            Step(
                "number",
                ("0120-397-972 just called me. Is that Acom?",),
                ("not confirmed officially", "What should I do?", "Who says so", "What if I ignore it?"),
            ),
            Step(
                "follow-up",
                (Press("What if I ignore it?"),),
                ("With no contract you may ignore it", "0120-629-215"),
            ),
            Step(
                "sms",
                (
                    "[Yamato] Your parcel could not be delivered because nobody was home. Confirm your address here: "
                    "http://yamato-uketori.example/k",
                ),
                ("This is very likely a scam", "Do not open the link", "yamato-uketori[.]example"),
            ),
            Step("damage", ("I already sent them money",), ("Ring bank and police now", "188")),
            Step("forget", ("/forget",), ("I have deleted what I kept about you",)),
        ),
    ),
)


async def walk(visit: Visit, journey: Journey, out_dir: Path) -> list[Path]:
    """Go all the way, and write journey-<platform>-<number>.png for each step; the files.

    Raises playwright's TimeoutError where an answer lacks what it must say: there is no picture of that step.
    """
    window = await visit.open(SCREEN, journey.platform, SCALE)
    taken = []
    for number, step in enumerate((Step("follow", (), journey.greeting), *journey.steps), 1):
        if step.does:
            await window.step()
        await _do(window, step)
        taken.append(await window.shoot_step(out_dir / f"journey-{journey.platform}-{number}.png"))
    await window.close()
    return taken


async def _do(window: Window, step: Step) -> None:
    for act in step.does:
        await (window.press(act.label) if isinstance(act, Press) else window.say(act))
    for words in step.sees:
        await window.sees(words)
