"""docs/verdict.md, made from the rules and the texts: `python -m tests.core.registry.verdict_doc` writes it."""

from importlib.resources import files
from pathlib import Path

from core.messages import Verdict
from core.registry.evidence import POINTS, Rule, Weight
from core.registry.reports import CAUTION, DANGER, HALF_LIFE
from core.registry.verdict import RULES, VERDICTS
from core.texts import Texts, load_texts

PATH = Path(__file__).parents[3] / "docs" / "verdict.md"

_HEAD = """# How a verdict comes about

This page is made from the code: `python -m tests.core.registry.verdict_doc` writes it anew.

A verdict is computed from pieces of evidence, and shown with them. Each piece has a code, a weight, a text
in each language, and the sources that it rests on. The heaviest piece gives the verdict.

The score says how much speaks against trusting a call that shows the number, from 0 to 100. Each piece
takes its points' share of what the others leave: 50 and 50 make 75. Pieces that are no caution by
themselves make one where they come to {caution} together. Without a piece that is a danger by itself the
score ends at {most}. A score of 0 is no statement that a caller is harmless: a displayed number can be forged.

Reports from lists are weighed as the lower bound of Wilson's interval (95 %) over votes for and against;
a vote counts half after {half_life:.0f} days. So four fresh reports that agree are a caution
({caution_points} points), and thirty-five a danger ({danger_points}), unless the owner or a public body
publishes the number. Which tags of a list are reports, and which are names, stands in [imports](imports.md).

## Weights
"""


def page() -> str:
    """The whole page."""
    texts = load_texts(files("config") / "locales")
    head = _HEAD.format(
        caution=POINTS[Weight.CAUTION],
        most=POINTS[Weight.DANGER] - 1,
        half_life=HALF_LIFE,
        caution_points=CAUTION,
        danger_points=DANGER,
    )
    lines = [
        *("", "| weight | verdict | points against | 日本語 | English |", "| --- | --- | --- | --- | --- |"),
        *(_weight(weight, texts["ja"], texts["en"]) for weight in sorted(Weight, reverse=True)),
        *(
            "",
            "## Evidence",
            "",
            "| code | weight | points | means | 日本語 | English |",
            "| --- | --- | --- | --- | --- | --- |",
        ),
        *(_rule(rule, texts["ja"], texts["en"]) for rule in sorted(RULES, key=_heaviest_first)),
    ]
    return head + "\n".join(lines) + "\n"


def _weight(weight: Weight, ja: Texts, en: Texts) -> str:
    verdict: Verdict = VERDICTS[weight]
    shown = (text.say(f"verdict.{verdict}") for text in (ja, en))
    return f"| {weight.name.lower()} | {verdict} | {POINTS[weight]} | {' | '.join(shown)} |"


def _rule(rule: Rule, ja: Texts, en: Texts) -> str:
    weights = " or ".join(weight.name.lower() for weight in rule.weights)
    points = rule.points or " or ".join(str(POINTS[weight]) for weight in rule.weights)
    means = " ".join((rule.find.__doc__ or "").split())
    shown = (text.template(f"reason.{rule.code}") for text in (ja, en))
    return f"| `{rule.code}` | {weights} | {points} | {means} | {' | '.join(shown)} |"


def _heaviest_first(rule: Rule) -> tuple[int, str]:
    return -max(rule.weights), rule.code


if __name__ == "__main__":
    PATH.write_text(page(), encoding="utf-8")
