"""Whom a message says the caller claimed to be: "アコムと名乗られた", "本当に警察?", "they said they are SMBC"."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from enum import IntEnum

import msgspec

from core.registry.callings import (
    ASKED_AFTER,
    ASKED_BEFORE,
    BUSINESS,
    DEPARTMENT,
    EMPLOYED,
    EXPLICIT_AFTER,
    EXPLICIT_BEFORE,
    LEGAL,
    LONG_NAME,
    NO_CALLER_AFTER,
    NO_CALLER_BEFORE,
    NOT_AFTER,
    NOT_BEFORE,
    SHORTEST_SLIP,
    asked_names,
    compound,
    employer,
    explicit_names,
    has_skeleton,
    is_bare,
    is_slip,
    skeleton,
    written_names,
)
from core.registry.groups import Group, Party, parties, writings
from core.registry.model import Organisation
from core.registry.names import Named, Names, fold, normal
from core.registry.sounds import Reading, Sounds

WINDOW = 60  # letters around a name that say whether somebody called by it
MOST_NAMES = 40  # of a text; a longer list of names tells of no caller


class Certainty(IntEnum):
    """How plainly a message names somebody as the caller."""

    NOT = 0
    NAMED = 1
    ASKED = 2
    EXPLICIT = 3


class Claimed(msgspec.Struct, frozen=True):
    """Whom the caller claimed to be: one, or several where the message leaves it open which."""

    parties: tuple[Party, ...]
    certainty: Certainty


class Callers:
    """Finds organisations and groups in texts, and whether the text says that they called."""

    def __init__(
        self,
        organisations: Iterable[Organisation],
        groups: Sequence[Group],
        readings: Iterable[Reading] = (),
    ) -> None:
        known = tuple(organisations)
        self._parties = parties(known, groups)
        names = writings(known, groups)
        self._names = Names(names)
        self._sounds = Sounds(names, readings)
        self._spelt: dict[str, str] = {}
        for key, writings_of in names.items():
            for writing in writings_of:
                self._spelt.setdefault(fold(writing), key)
        self._skeletons = {skeleton(name): key for name, key in self._spelt.items() if has_skeleton(name)}

    def party(self, key: str) -> Party | None:
        """The organisation or group with that id."""
        return self._parties.get(key)

    def parties(self) -> Collection[Party]:
        """Every organisation and group that a caller may claim to be."""
        return self._parties.values()

    def named(self, text: str) -> tuple[Party, ...]:
        """All that are named, the longest name first; of one that is not known, as "Hiroshima Bank", its name."""
        plain = normal(text)
        longest = sorted(self._names.spans(text), key=lambda named: named.start - named.end)
        return tuple(dict.fromkeys(self._whole(plain, named) for named in longest))

    def claimed(self, text: str) -> Claimed | None:
        """Whom the caller is said to be; None where the text names nobody as one."""
        plain = normal(text)
        spans = self._names.spans(text)[:MOST_NAMES]
        found = [(self._certainty(plain, named), named) for named in spans]
        best = max((certainty for certainty, _ in found), default=Certainty.NOT)
        if best < Certainty.ASKED and (stranger := self._stranger(text, spans, best)):
            return stranger
        if best is Certainty.NOT:
            rung = {self._parties[named.key] for named in spans if NO_CALLER_AFTER.match(plain, named.end)}
            heard = self._heard(text, Certainty.NAMED)
            return None if heard is None or rung.intersection(heard.parties) else heard
        parties = dict.fromkeys(self._whole(plain, named) for certainty, named in found if certainty is best)
        if all(party.loose and not party.members for party in parties):
            # 法テラスの弁護士 is 法テラス, whoever calls himself a lawyer there.
            named = [self._whole(plain, named) for certainty, named in found if certainty]
            parties = dict.fromkeys(party for party in named if party.members and not party.loose) or parties
        # "消費者金融のレイク" is レイク.
        return Claimed(tuple(sorted(parties, key=lambda party: party.loose)), best)

    def misspelt(self, name: str, *, changed: bool = True) -> Party | None:
        """Whom a name means that is spelt a little wrong, or right; None where that is not plain.

        Without `changed`, one letter in the place of another is too much of a difference.
        """
        spelt = fold(LEGAL.sub("", unicodedata.normalize("NFKC", name).strip()))
        if spelt in self._spelt:
            return self._parties[self._spelt[spelt]]
        if has_skeleton(spelt) and (key := self._skeletons.get(skeleton(spelt))):
            return self._parties[key]
        if len(spelt) < SHORTEST_SLIP - 1:
            return None
        near = {key for other, key in self._spelt.items() if is_slip(spelt, other, changed)}
        return self._parties[near.pop()] if len(near) == 1 else None

    def _certainty(self, plain: str, named: Named) -> Certainty:
        before, after = (
            plain[max(0, named.start - WINDOW) : named.start],
            plain[named.end : named.end + WINDOW],
        )
        if NOT_AFTER.match(after) or NOT_BEFORE.search(before):
            return Certainty.NOT
        if EXPLICIT_AFTER.match(after):
            return Certainty.EXPLICIT
        if NO_CALLER_AFTER.match(after) or NO_CALLER_BEFORE.search(before):
            return Certainty.NOT
        if EXPLICIT_BEFORE.search(before):
            return Certainty.EXPLICIT
        if (
            ASKED_AFTER.match(after)
            or ASKED_BEFORE.search(before)
            or (len(plain) < WINDOW and is_bare(before + " " + after))
        ):
            return Certainty.ASKED
        return Certainty.NOT if self._parties[named.key].loose else Certainty.NAMED

    def _whole(self, plain: str, named: Named) -> Party:
        """A name within a longer one, as in "Hiroshima Bank" or "NTTカード", is somebody who is not known."""
        party = self._parties[named.key]
        before = compound(plain[: named.start]) if party.loose else ""
        business = BUSINESS.match(plain, named.end)
        if not before and not business:
            return party
        name = before + plain[named.start : business.end() if business else named.end]
        if (meant := self.misspelt(name)) and not meant.loose:
            return meant
        return Party("", name, name, (), "" if business else party.desk, kin=party.members)

    def _stranger(self, text: str, known: Sequence[Named], best: Certainty) -> Claimed | None:
        """A name that is not known, or spelt wrong, where the caller's name stands; else, where none is known,
        one that is spelt wrong anywhere.
        """
        plain = unicodedata.normalize("NFKC", text)
        plainly = [named for named in known if not self._parties[named.key].loose]
        for start, end, name in explicit_names(plain):
            if _is_outside(start, end, plainly):
                meant = self._employer(plain, start, known) or self.misspelt(name) or self._department(name)
                if meant is None and (heard := self._heard(text, Certainty.EXPLICIT)):
                    return heard
                return Claimed((meant or Party("", name, name),), Certainty.EXPLICIT)
        if best is not Certainty.NOT:
            return None
        for certainty, names in (
            (Certainty.ASKED, asked_names(plain)),
            (Certainty.NAMED, written_names(plain)),
        ):
            for start, end, name in names:
                party = self._slip(name) if _is_outside(start, end, plainly) else None
                if party and not party.loose:
                    return Claimed((party,), certainty)
        return None

    def _heard(self, text: str, certainty: Certainty) -> Claimed | None:
        """Whose name the text sounds like."""
        key = self._sounds.heard(text)
        return Claimed((self._parties[key],), certainty) if key else None

    def _employer(self, plain: str, start: int, known: Sequence[Named]) -> Party | None:
        """Whom somebody works for whose own name begins at `start`."""
        for named in known:
            if named.end < start and EMPLOYED.fullmatch(plain, named.end, start):
                return self._whole(plain.lower(), named)
        first = max(0, start - WINDOW)
        for _, end, name in written_names(plain[:start], first):
            if EMPLOYED.fullmatch(plain, end, start) and (party := self._slip(name)):
                return party
        name = employer(plain[first:start])
        return (self.misspelt(name) or self._department(name)) if name else None

    def _slip(self, name: str) -> Party | None:
        return self.misspelt(name, changed=len(name) >= LONG_NAME) or self._department(name)

    def _department(self, name: str) -> Party | None:
        """Whose department a name is: 警視庁捜査二課 is the Tokyo police."""
        spelt = fold(name)
        for length in range(len(spelt) - 1, 2, -1):
            key = self._spelt.get(spelt[:length])
            if key and DEPARTMENT.fullmatch(spelt[length:]) and not BUSINESS.match(spelt, length):
                return self._parties[key]
        return None


def _is_outside(start: int, end: int, known: Sequence[Named]) -> bool:
    """Whether no known name stands there."""
    return all(end <= named.start or named.end <= start for named in known)
