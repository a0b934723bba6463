"""What somebody pasted, told apart from what they ask about it."""

import re
from collections.abc import Sequence
from importlib.resources.abc import Traversable
from typing import NamedTuple

import msgspec

from core.content import ContentError, Problem, rows
from core.heard import not_a_pattern
from core.watch.signs import READ, Tongue

_QUOTED = re.compile(r"[「『“\"](.{15,}?)[」』”\"]", re.DOTALL)
_FORM = re.compile(r"https?:|[a-z0-9]\.[a-z]{2,}(?:/|\b)|【|\n", re.IGNORECASE)
_SHORTEST = 15  # characters of a pasted message beside a question about it
_QUESTION = 120  # characters at the end in which the question is looked for
_EDGES = " \t\r\n\u3000:：→、"


class Pasted(NamedTuple):
    """`text` is what may be somebody else's; `asked`: its sender asks about it in words beside it; `form`: it looks
    like something pasted: quoted, with a link, a headline, or in lines.
    """

    text: str
    asked: bool
    form: bool


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    language: Tongue
    pattern: str


class Pasting:
    """Tells pasted words from the question beside them."""

    def __init__(self, patterns: Sequence[str]) -> None:
        one = "|".join(f"(?:{pattern})" for pattern in patterns)
        self._before = re.compile(rf"^\s*(?:{one})[{_EDGES}]*", re.IGNORECASE)
        self._after = re.compile(rf"(?:^|(?<=[\s。.!?！？、」』/]))(?:{one})\s*$", re.IGNORECASE)

    def read(self, text: str) -> Pasted:
        """The pasted part; the whole text where nothing is asked beside it."""
        text = text[:READ]
        quoted = _QUOTED.search(text)
        if quoted:
            return Pasted(quoted[1], asked=True, form=True)
        rest = self._before.sub("", text, count=1)
        rest = (rest[:-_QUESTION] + self._after.sub("", rest[-_QUESTION:], count=1)).strip(_EDGES)
        asked = rest != text.strip(_EDGES) and len(rest) >= _SHORTEST
        kept = rest if asked else text
        return Pasted(kept, asked, bool(_FORM.search(kept.strip())))


def load_pasting(file: Traversable) -> Pasting:
    """Read config/scams/asks_about.yaml. Raises ContentError with each pattern that is none."""
    found = rows(file, _Row)
    problems = [
        Problem(str(file), line, reason) for line, row in found if (reason := not_a_pattern(row.pattern))
    ]
    if problems:
        raise ContentError(problems)
    return Pasting([row.pattern for _, row in found])
