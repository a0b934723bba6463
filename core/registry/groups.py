"""Whom a caller may claim to be: an organisation, one of several of a name, or one of a kind ("the police")."""

from collections.abc import Iterable, Mapping

import msgspec

from core.registry.model import Organisation
from core.texts import Texts


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name that several organisations answer to: those listed, and all of the kinds.

    `id` may be an organisation's, whose names then stand for the group as well. `loose`: the word is often
    used of something else ("I went to the bank"), and names a caller only where the sentence says so.
    `vague`: who claims to be one of them has named nobody, so that nothing matches. `kin` are those of the
    same house, whose numbers prove nothing against it. `desk` is the organisation to ring back, where that
    is not for the person to choose.
    """

    id: str
    name: str = ""
    name_en: str = ""
    names: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    desk: str = ""
    loose: bool = False
    vague: bool = False
    kin: tuple[str, ...] = ()


class Party(msgspec.Struct, frozen=True):
    """Someone that a caller claims to be. `members` are the ids of the organisations that it may be, none
    where it is not known; `kin` are others that it may belong to; `desk` is the one to ring back, or "";
    `kind` is an organisation's, or the only one of a group.
    """

    id: str
    name: str
    name_en: str
    members: tuple[str, ...] = ()
    desk: str = ""
    loose: bool = False
    kin: tuple[str, ...] = ()
    kind: str = ""

    def called(self, texts: Texts) -> str:
        """Its name in the language of `texts`."""
        return texts.name_of(self.name, self.name_en)


def parties(organisations: Iterable[Organisation], groups: Iterable[Group]) -> dict[str, Party]:
    """Every organisation and group, by id."""
    known = {organisation.id: organisation for organisation in organisations}
    found = {
        one.id: Party(one.id, one.name, one.name_en, (one.id,), one.id, kind=one.kind)
        for one in known.values()
    }
    for group in groups:
        found[group.id] = _group(group, known)
        if group.id in known:
            for member in found[group.id].members:
                if member != group.id:
                    found[member] = msgspec.structs.replace(found[member], kin=(group.id,))
    return found


def writings(organisations: Iterable[Organisation], groups: Iterable[Group]) -> dict[str, tuple[str, ...]]:
    """All that each of them is called, by id."""
    names = {one.id: (one.name, one.name_en, *one.names) for one in organisations}
    for group in groups:
        names[group.id] = (
            *names.get(group.id, ()),
            *filter(None, (group.name, group.name_en)),
            *group.names,
        )
    return names


def _group(group: Group, known: Mapping[str, Organisation]) -> Party:
    own = known.get(group.id)
    of_kind = (one.id for one in known.values() if one.kind in group.kinds)
    members = dict.fromkeys((*([own.id] if own else []), *group.organisations, *of_kind))
    return Party(
        group.id,
        group.name or (own.name if own else ""),
        group.name_en or (own.name_en if own else ""),
        () if group.vague else tuple(members),
        group.desk or (own.id if own else ""),
        group.loose,
        kin=(*group.kin, *(members if group.vague else ())),
        kind=own.kind if own else group.kinds[0] if len(group.kinds) == 1 else "",
    )
