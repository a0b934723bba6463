"""What people ring an organisation for, and which of its desks is for that."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from core.registry.model import Claim


class Purpose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One matter, in the words of those who ask and of desks; parts of words, in small letters."""

    purpose: str
    ja: tuple[str, ...]
    en: tuple[str, ...]

    def stands_in(self, text: str) -> bool:
        """Whether any of its words stands in the text (in small letters)."""
        return any(word in text for word in (*self.ja, *self.en))


class Fitting(NamedTuple):
    """Desks, the one for the matter first. `asked`: a matter was asked for; `fits`: the first is for it."""

    desks: tuple[Claim, ...]
    asked: bool
    fits: bool


def fitting(desks: Sequence[Claim], text: str, purposes: Iterable[Purpose]) -> Fitting:
    """The desks in the order in which they fit the text; among those that fit alike the order stays."""
    asked = [purpose for purpose in purposes if purpose.stands_in(text.lower())]
    counts = {desk.number: sum(purpose.stands_in(_about(desk)) for purpose in asked) for desk in desks}
    ranked = tuple(sorted(desks, key=lambda desk: -counts[desk.number]))
    return Fitting(ranked, bool(asked), bool(asked and ranked and counts[ranked[0].number]))


def _about(desk: Claim) -> str:
    return " ".join(desk.purpose.values()).lower()
