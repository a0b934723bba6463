"""Learn to tell what people write in their own words from what they paste, from the files of tests/data.

Own words are questions to the bot, and messages of people who tell what they are about to do; pasted ones are scams as
they were sent. Prints how it is with each fifth left out, then learns from all and writes config/search/voice.npz.
Run with `./run bench fit_voice`; `--dry` writes nothing.
"""

import sys
from importlib.resources import files
from pathlib import Path

import numpy as np

from bots.evaluating.questions import load_questions
from bots.watching import load_examples
from core.encoder import Vectors, load_encoder
from core.watch.voice import OWN, dump_voice, fit_voice, told

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ("product_development", "product_held_out", "product_development_2")
MESSAGES = ("development", "held_out_odd_lines", "written_more")
FOLDS = 5
_TELLS = (
    "relay",
    "forwarded",
)  # in the name of a category: somebody tells of it, or says something beside it


def main() -> None:
    """Print, learn, write."""
    own, pasted = _texts()
    encoder = load_encoder(Path(str(files("config") / "encoder")))
    sides = encoder.encode(own), encoder.encode(pasted)
    kept = [_left_out(sides, fold) for fold in range(FOLDS)]
    for name, side in (("own", 0), ("pasted", 1)):
        share = np.concatenate([each[side] for each in kept]).mean()
        print(f"{len(sides[side])} {name}: taken for somebody's own {share:.1%}")
    if "--dry" not in sys.argv:
        target = ROOT / "config" / "search" / "voice.npz"
        target.write_bytes(dump_voice(fit_voice(*sides), encoder.name))


def _left_out(sides: tuple[Vectors, Vectors], fold: int) -> list[np.ndarray]:
    weights = fit_voice(*(np.delete(side, np.s_[fold::FOLDS], axis=0) for side in sides))
    return [told(weights, side[fold::FOLDS]) > OWN for side in sides]


def _texts() -> tuple[list[str], list[str]]:
    data = ROOT / "tests" / "data"
    own = [each.text for name in QUESTIONS for each in load_questions(data / "questions" / f"{name}.jsonl")]
    scams = [row for name in MESSAGES for row in load_examples(data / "watch" / f"{name}.jsonl") if row.scam]
    own += [row.text for row in scams if any(word in row.category for word in _TELLS)]
    return own, [row.text for row in scams if not any(word in row.category for word in _TELLS)]
