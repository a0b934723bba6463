"""The picture of an evaluation, as SVG: what was promised against what came true, and what each bar would give."""

from collections.abc import Sequence
from html import escape

import numpy as np

from bots.evaluating.questions import Flags, Judged, Scores, quality, reliability

_SIDE = 320  # of a square plot, in pixels
_LEFT, _TOP, _GAP = 60, 70, 90
_WIDTH, _HEIGHT = _LEFT + 2 * _SIDE + _GAP + 30, _TOP + _SIDE + 70


def draw(results: Sequence[Judged], title: str) -> str:
    """Reliability on the left, the trade-off on the right."""
    scores = np.array([each.score for each in results])
    right = np.array([each.is_right() for each in results], np.bool_)
    known = np.array([each.asked.faq is not None for each in results], np.bool_)
    found = quality(results)
    summary = f"first {found.first:.1%}, three {found.three:.1%}, calibration error {found.error:.3f}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="13">',
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
            f'<text x="{_LEFT}" y="24" font-size="16">{escape(title)}: {len(results)} questions</text>',
            f'<text x="{_LEFT}" y="44" fill="#555">{summary}</text>',
            *_plot(_LEFT, "probability promised", "share right", _reliability(scores, right)),
            *_plot(
                _LEFT + _SIDE + _GAP,
                "share of the unanswerable answered",
                "share of the answerable answered right (blue) and wrong (red)",
                _trade_off(scores, right, known),
            ),
            "</svg>",
        ]
    )


def _plot(left: int, below: str, beside: str, marks: Sequence[str]) -> list[str]:
    """A square from 0 to 1 with its axes; `marks` are drawn in it, in units of 1 with y upwards."""
    ticks = []
    for at in range(0, 11, 2):
        x, y = left + at * _SIDE / 10, _TOP + _SIDE - at * _SIDE / 10
        ticks += [
            f'<path d="M{x} {_TOP}V{_TOP + _SIDE}M{left} {y}H{left + _SIDE}" stroke="#ddd"/>',
            f'<text x="{x}" y="{_TOP + _SIDE + 18}" text-anchor="middle">{at / 10}</text>',
            f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{at / 10}</text>',
        ]
    middle = _TOP + _SIDE / 2
    return [
        *ticks,
        f'<text x="{left + _SIDE / 2}" y="{_TOP + _SIDE + 42}" text-anchor="middle">{below}</text>',
        f'<text x="{left - 40}" y="{middle}" text-anchor="middle" transform="rotate(-90 {left - 40} {middle})">{beside}</text>',
        f'<g transform="translate({left} {_TOP + _SIDE}) scale({_SIDE} -{_SIDE})" fill="none">',
        *marks,
        "</g>",
    ]


def _reliability(scores: Scores, right: Flags) -> list[str]:
    bins = reliability(scores, right)
    most = max(size for _, _, size in bins)
    dots = [
        f'<circle cx="{promised:.4f}" cy="{true:.4f}" r="{0.008 + 0.03 * (size / most) ** 0.5:.4f}" fill="#0b62c4" fill-opacity=".6"/>'
        for promised, true, size in bins
    ]
    return ['<path d="M0 0L1 1" stroke="#888" stroke-width=".004" stroke-dasharray=".02"/>', *dots]


def _trade_off(scores: Scores, right: Flags, known: Flags) -> list[str]:
    bars = np.linspace(1, 0, 101)
    strangers, true, wrong = (
        [float(np.mean(flags & (scores >= bar)[which])) if which.any() else 0.0 for bar in bars]
        for which, flags in (
            (~known, np.ones(int((~known).sum()), np.bool_)),
            (known, right[known]),
            (known, ~right[known]),
        )
    )
    return [
        '<path d="M.05 0V1" stroke="#888" stroke-width=".004" stroke-dasharray=".02"/>',
        _line(strangers, true, "#0b62c4"),
        _line(strangers, wrong, "#c4260b"),
    ]


def _line(across: Sequence[float], up: Sequence[float], colour: str) -> str:
    points = " ".join(f"{x:.4f},{y:.4f}" for x, y in zip(across, up, strict=True))
    return f'<polyline points="{points}" stroke="{colour}" stroke-width=".008"/>'
