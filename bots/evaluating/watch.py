"""`eval watch FILE`: how good the watch is on labelled messages, as figures and a picture."""

from collections.abc import Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from bots.evaluating.report import report
from bots.watching import Example, load_examples
from core.watch.judge import Judgement, load_judge

_ROW, _LEFT, _BAR = 22, 190, 420  # of the picture, in pixels


class Tally(NamedTuple):
    """Of so many messages of a category so many were warned of."""

    category: str
    scam: bool
    messages: int
    warned: int


class Figures(NamedTuple):
    """What came of a file. `both`: of the scams with a demand and pressure. `known`: of those found, whose trick the
    file knows; `named`: they were named a trick, not a general one, `right`: that one.
    """

    scams: int
    found: int
    both: int
    both_found: int
    ordinary: int
    false: int
    known: int
    named: int
    right: int
    tallies: Sequence[Tally]

    def lines(self) -> list[str]:
        """The figures in words."""
        warned = self.found + self.false
        return [
            f"messages {self.scams + self.ordinary}: {self.scams} scams, {self.ordinary} ordinary",
            f"precision {_share(self.found, warned)}",
            f"recall {_share(self.found, self.scams)} ({self.found} of {self.scams})",
            f"recall with demand and pressure {_share(self.both_found, self.both)} ({self.both_found} of {self.both})",
            f"false warnings a thousand {1000 * self.false / max(1, self.ordinary):.1f} ({self.false} of {self.ordinary})",
            f"of {self.known} found scams whose trick is known {self.named} were named a trick, {self.right} rightly",
            *(
                f"{'scam' if row.scam else 'ordinary':9}{row.category:22}{row.messages:5} warned of {row.warned:4}"
                for row in self.tallies
            ),
        ]


def evaluate(file: Path, faq: Path | None, picture: Path | None) -> int:
    """Judge each message of a file by itself, print the figures and write the picture (SVG). Raises ContentError."""
    judge = load_judge(files("config"))
    figures = figures_of([(row, judge.judge(row.text)) for row in load_examples(file)])
    return report(figures.lines(), drawn(figures), file, picture)


def figures_of(judgements: Sequence[tuple[Example, Judgement]]) -> Figures:
    """Messages, and what each was judged to be, as figures."""
    judged = [(row, judgement.is_scam) for row, judgement in judgements]
    known = [(row.kind, of.kinds[0]) for row, of in judgements if row.scam and row.kind and of.is_scam]
    named = [kind == found.kind for kind, found in known if not found.general]
    both = [warned for row, warned in judged if row.scam and row.demand and row.pressure]
    scams = [warned for row, warned in judged if row.scam]
    ordinary = [warned for row, warned in judged if not row.scam]
    names = sorted({(not row.scam, row.category) for row, _ in judged})
    tallies = []
    for is_ordinary, name in names:
        of = [warned for row, warned in judged if row.scam is not is_ordinary and row.category == name]
        tallies.append(Tally(name or "-", not is_ordinary, len(of), sum(of)))
    return Figures(
        *(len(scams), sum(scams), len(both), sum(both), len(ordinary), sum(ordinary)),
        *(len(known), len(named), sum(named)),
        tallies,
    )


def drawn(figures: Figures) -> str:
    """A bar for each category, as long as the share of its messages that were warned of."""
    height = _ROW * (len(figures.tallies) + 2)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LEFT + _BAR + 90}" height="{height}" font-family="sans-serif" font-size="13">'
    title = f'<text x="8" y="16">{escape("; ".join(figures.lines()[1:5]))}</text>'
    rows = [_drawn(place, row) for place, row in enumerate(figures.tallies, 1)]
    return "\n".join([head, title, *rows, "</svg>"]) + "\n"


def _drawn(place: int, row: Tally) -> str:
    y, length = place * _ROW + 8, _BAR * row.warned / row.messages
    colour = "#2a7d4f" if row.scam else "#b3261e"
    return (
        f'<text x="8" y="{y + 13}">{escape(row.category)}{"" if row.scam else " (ordinary)"}</text>'
        f'<rect x="{_LEFT}" y="{y}" width="{_BAR}" height="16" fill="#eee"/>'
        f'<rect x="{_LEFT}" y="{y}" width="{length:.1f}" height="16" fill="{colour}"/>'
        f'<text x="{_LEFT + _BAR + 8}" y="{y + 13}">{row.warned} / {row.messages}</text>'
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"
