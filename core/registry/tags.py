"""What the tag of a listing means: a complaint, a finding that all is in order, or only a name."""

import re
from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable
from typing import Literal

import msgspec

from core.content import rows
from core.registry.listings import Import, ImportKind, Listing
from core.registry.names import normal

_BETWEEN = re.compile(r"[/,、・;:|()「」]+")
# Every row of these lists is a complaint, whatever kind of call its tag names, unless that says otherwise.
_OF_COMPLAINTS: frozenset[ImportKind] = frozenset(("ftc", "phoneblock"))


class Meaning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tags that mean one thing."""

    means: Literal["complaint", "in_order"]
    tags: tuple[str, ...]


class Tags:
    """The tags that are known, each in any width and case, alone or as a part between / , ・ and the like."""

    def __init__(self, meanings: Iterable[Meaning] = ()) -> None:
        self._means = {normal(tag): one.means for one in meanings for tag in one.tags}

    def reports(self, listings: Mapping[str, tuple[Listing, ...]]) -> dict[str, tuple[Listing, ...]]:
        """Of each number those listings that report on it: a list of names, and a name in a list, do not."""
        return {
            number: reports
            for number, found in listings.items()
            if (reports := tuple(report for one in found if (report := self._report(one))))
        }

    def names(self, tags: Iterable[str], kind: ImportKind) -> list[str]:
        """Of the tags of a list those that are taken for names, so that its rows with them are no reports."""
        listings = (Listing(Import(kind=kind, name=""), tag) for tag in tags)
        return [one.tag for one in listings if self._report(one) is None]

    def _report(self, listing: Listing) -> Listing | None:
        means = self._of(listing.tag)
        if listing.list.kind == "vcard":
            return None
        if means == "in_order":
            return msgspec.structs.replace(listing, in_order=True)
        blocks = not listing.tag or listing.list.kind in _OF_COMPLAINTS
        return listing if means == "complaint" or blocks else None

    def _of(self, tag: str) -> str:
        parts = (part.strip() for part in _BETWEEN.split(normal(tag)))
        found = {self._means[part] for part in parts if part in self._means}
        return "complaint" if "complaint" in found else "in_order" if found else ""


def load_tags(file: Traversable) -> Tags:
    """Raises ContentError."""
    return Tags(row for _, row in rows(file, Meaning))
