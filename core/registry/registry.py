"""What is said of numbers, in memory: look-up by number, by organisation, and by name in a text."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from core.registry.callers import Callers
from core.registry.groups import Group
from core.registry.lookalike import crowds, is_crowded, look_alikes, owned_numbers
from core.registry.model import Claim, Organisation, Source, SourceKind, official
from core.registry.names import Names
from core.registry.sounds import Reading

_TRUST: tuple[SourceKind, ...] = ("organisation", "public_body", "third_party", "article", "user")


class Registry:
    """Organisations, sources and claims, unchanging once made. Ids in claims are those of the others.

    `callers` finds whom a text names, groups such as "the police" included.
    """

    def __init__(
        self,
        organisations: Iterable[Organisation],
        sources: Iterable[Source],
        claims: Iterable[Claim],
        groups: Iterable[Group] = (),
        readings: Iterable[Reading] = (),
    ) -> None:
        self._organisations = {organisation.id: organisation for organisation in organisations}
        self._sources = {source.id: source for source in sources}
        by_number: dict[str, list[Claim]] = defaultdict(list)
        by_owner: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            by_number[claim.number].append(claim)
            by_owner[claim.organisation].append(claim)
        self._by_number = {
            number: tuple(sorted(found, key=self._trust)) for number, found in by_number.items()
        }
        self._desks = {owner: self._rank(found) for owner, found in by_owner.items() if owner}
        self._outgoing = {owner: self._others(owner, found) for owner, found in by_owner.items() if owner}
        self._names = Names({o.id: (o.name, o.name_en, *o.names) for o in self._organisations.values()})
        self._owned = owned_numbers(n for n, said in self._by_number.items() if any(map(_is_owned, said)))
        self._crowds = crowds(self._owned)
        self.callers = Callers(self._organisations.values(), tuple(groups), readings)

    def claims(self, number: str) -> tuple[Claim, ...]:
        """What is said of a number (E.164, or a short code as dialled), the best source first."""
        return self._by_number.get(number, ())

    def alike(self, number: str) -> tuple[str, ...]:
        """Numbers that somebody owns and that this one (E.164) looks like; none where it is owned itself."""
        return () if number in self._by_number else look_alikes(number, self._owned)

    def is_crowded(self, number: str) -> bool:
        """Whether the numbers around this one (E.164) are mostly somebody's, so that to look like one tells nothing."""
        return is_crowded(number, self._crowds)

    def organisation(self, identity: str) -> Organisation:
        """The organisation with that id; raises KeyError."""
        return self._organisations[identity]

    def organisations(self) -> Collection[str]:
        """The ids of all organisations."""
        return self._organisations.keys()

    def source(self, identity: str) -> Source:
        """The source with that id; raises KeyError."""
        return self._sources[identity]

    def desks(self, organisation: str) -> tuple[Claim, ...]:
        """Numbers on which people may ring that organisation, one claim each, best first.

        Published by itself or a public body before said by third parties, the general desk before
        others. No fax, no former number, none that an article alone names, none that is listed as
        used in fraud.
        """
        return self._desks.get(organisation, ())

    def outgoing(self, organisation: str) -> tuple[Claim, ...]:
        """Further numbers said to be that organisation's, from which it rings or writes, one claim each, best first."""
        return self._outgoing.get(organisation, ())

    def named(self, text: str) -> tuple[Organisation, ...]:
        """Organisations whose name stands in the text, the longest name first."""
        return tuple(self._organisations[identity] for identity in self._names.find(text))

    def numbers(self) -> Iterable[str]:
        """All numbers of which anything is said."""
        return self._by_number.keys()

    def _rank(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        ranked = sorted(filter(self._may_be_rung, claims), key=self._order)
        best: dict[str, Claim] = {}
        for claim in ranked:
            best.setdefault(claim.number, claim)
        return tuple(best.values())

    def _others(self, owner: str, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        desks = {desk.number for desk in self._desks[owner]}
        best: dict[str, Claim] = {}
        for claim in sorted(filter(_is_owned, claims), key=self._order):
            if claim.direction == "out" and claim.number not in desks:
                best.setdefault(claim.number, claim)
        return tuple(best.values())

    def _order(self, claim: Claim) -> tuple[bool, bool]:
        return not official(claim, self._sources[claim.source]), not claim.general

    def _trust(self, claim: Claim) -> tuple[bool, bool, int]:
        source = self._sources[claim.source]
        return claim.former, not official(claim, source), _TRUST.index(source.kind)

    def _may_be_rung(self, claim: Claim) -> bool:
        return (
            claim.stance == "owner"
            and claim.direction in ("in", "both")
            and claim.line == "voice"
            and not claim.former
            and self._sources[claim.source].kind not in ("article", "user")
            and all(other.stance != "fraud" for other in self._by_number[claim.number])
        )


def _is_owned(claim: Claim) -> bool:
    return claim.stance == "owner" and not claim.former
