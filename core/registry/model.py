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


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where a statement comes from. `date` is ISO (2026, 2026-02 or 2026-02-17), "" where it bears none."""

    id: str
    title: str
    kind: SourceKind
    url: str = ""
    date: str = ""
    licence: str = ""


class Organisation(msgspec.Struct, frozen=True, kw_only=True):
    """Who may own a number. `names` are further writings: kana, romaji, short and former names."""

    id: str
    name: str
    name_en: str
    kind: str
    names: tuple[str, ...] = ()
    website: str = ""
    corporate_number: str = ""


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What one source says of one number: whose it is, for what purpose, in which hours.

    `number` is E.164, or a short code as dialled. `purpose`, `hours` and `note` are by language:
    {"ja": ..., "en": ...}. `direction`: the organisation calls out from it, or is called on it.
    """

    number: str
    organisation: str
    source: str
    stance: Stance = "owner"
    purpose: dict[str, str] = {}
    hours: dict[str, str] = {}
    note: dict[str, str] = {}
    direction: Literal["out", "in", "both", ""] = ""
