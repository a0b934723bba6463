"""The bank of strangers: sentences that no FAQ answers, so that a question close to one of them is close to none."""

from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from core.content import rows
from core.messages import Language


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Things of one kind, and what is asked of each: `{}` stands for the thing."""

    things: tuple[str, ...]
    asked: tuple[str, ...]


def load_bank(folder: Traversable | Path, language: Language) -> tuple[str, ...]:
    """The sentences of `<language>.txt`, one a line, and those of `<language>_things.yaml`. Raises ContentError."""
    lines = (folder / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    kinds = [kind for _, kind in rows(folder / f"{language}_things.yaml", Kind)]
    made = [asked.replace("{}", thing) for kind in kinds for thing in kind.things for asked in kind.asked]
    return tuple(dict.fromkeys(line for line in (*lines, *made) if line.strip()))
