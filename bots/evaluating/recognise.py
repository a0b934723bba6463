"""`eval recognise FILE`: how well numbers are read in labelled texts, as figures and a picture."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from bots.evaluating.report import report
from core.content import rows
from core.recognise.plan import load_plan
from core.recognise.reader import Reader


class Example(msgspec.Struct, frozen=True):
    """A text and the numbers in it (E.164, or codes as dialled), in any order."""

    text: str
    expected: tuple[str, ...]


class Figures(NamedTuple):
    """Of all texts: how many were read without any error, and numbers found, missed and made up."""

    texts: int
    exact: int
    found: int
    missed: int
    false: int

    def shares(self) -> list[tuple[str, float]]:
        """Precision, recall and the share of texts read without any error, 0 to 1."""
        return [
            ("precision", self.found / max(1, self.found + self.false)),
            ("recall", self.found / max(1, self.found + self.missed)),
            ("texts exact", self.exact / max(1, self.texts)),
        ]


def evaluate(file: Path, faq: Path | None, picture: Path | None) -> int:
    """Read each text, print the figures and write the picture (SVG). Raises ContentError."""
    reader = Reader(load_plan())
    examples = [row for _, row in rows(file, Example)]
    figures = figures_of(
        [(set(row.expected), {one.e164 for one in reader.read(row.text).numbers}) for row in examples]
    )
    lines = [
        f"texts {figures.texts}: numbers found {figures.found}, missed {figures.missed}, made up {figures.false}"
    ]
    lines += [f"{name:12} {share:.4f}" for name, share in figures.shares()]
    return report(lines, drawn(figures), file, picture)


def figures_of(read: Sequence[tuple[set[str], set[str]]]) -> Figures:
    """Expected and found numbers of each text, as figures."""
    return Figures(
        texts=len(read),
        exact=sum(expected == found for expected, found in read),
        found=sum(len(expected & found) for expected, found in read),
        missed=sum(len(expected - found) for expected, found in read),
        false=sum(len(found - expected) for expected, found in read),
    )


def drawn(figures: Figures) -> str:
    """A bar for each share."""
    rows_ = [
        f'<text x="8" y="{25 + 26 * place}">{name} {share:.4f}</text>'
        f'<rect x="190" y="{12 + 26 * place}" width="420" height="16" fill="#eee"/>'
        f'<rect x="190" y="{12 + 26 * place}" width="{420 * share:.1f}" height="16" fill="#2a7d4f"/>'
        for place, (name, share) in enumerate(figures.shares())
    ]
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="100" font-family="sans-serif" font-size="13">'
    return "\n".join([head, *rows_, "</svg>"]) + "\n"
