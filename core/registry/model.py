"""The registry's nouns: organisations, numbers, claims and sources. Nothing stands without a source."""

from typing import Literal

import msgspec

SourceKind = Literal["organisation", "public_body", "third_party", "article", "user"]
Stance = Literal[
    "owner",  # the source says whose number it is
    "unconfirmed",  # the source names an owner, and nothing else confirms it
    "forged",  # the source says that this number was shown by callers it does not belong to
    "fraud",  # the source lists the number as used in fraud
]


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a statement comes from. `date` is ISO (2026, 2026-02 or 2026-02-17), "" where it bears none.
    `title_en` is for those who read English, "" where there is none.

    `publisher` is the organisation whose own publication it is; a source of kind "organisation" names it.
    """

    id: str
    title: str
    kind: SourceKind
    title_en: str = ""
    url: str = ""
    date: str = ""
    licence: str = ""
    publisher: str = ""


class Organisation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who may own a number. `names` are further writings: kana, romaji, short and former names."""

    id: str
    name: str
    name_en: str
    kind: str
    names: tuple[str, ...] = ()
    website: str = ""
    corporate_number: str = ""


class Claim(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one source says of one number: whose it is, for what purpose, in which hours.

    `number` is E.164, or a short or carrier code as dialled. `purpose`, `hours` and `note` are by
    language: {"ja": ..., "en": ...}; `opening` says the hours in a form that computes (see hours.py), ""
    where the source leaves them open. `direction`: the organisation calls out from it, or is called on it.
    `line` is what answers there. `general`: the desk for any matter, to be offered first. `former`: the
    source, or its age, says that this held in the past. `organisation` may be "" for fraud alone.
    """

    number: str
    organisation: str
    source: str
    stance: Stance = "owner"
    purpose: dict[str, str] = {}
    hours: dict[str, str] = {}
    opening: str = ""
    note: dict[str, str] = {}
    direction: Literal["out", "in", "both", ""] = ""
    line: Literal["voice", "fax", "sms"] = "voice"
    general: bool = False
    former: bool = False


def official(claim: Claim, source: Source) -> bool:
    """Whether the claim is the organisation's own, or a public body's."""
    return source.kind == "public_body" or (
        source.kind == "organisation" and source.publisher == claim.organisation
    )
