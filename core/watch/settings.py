"""How a group's members set the watch: what they ask for, and whether they may. Pure."""

import re
import unicodedata
from typing import Literal, NamedTuple

from core.watch.policy import DAY, MODES, MUTES

Allowed = Literal[
    "yes",
    "second",  # another member must ask for the same within a day
    "no",
]
_MODES = {
    "warn": ("warn", "on", "警告", "オン", "入", "する"),
    "mention": ("mention", "呼ばれたとき", "呼んだとき", "返事だけ"),
    "off": ("off", "オフ", "切", "止める", "しない"),
}
_MUTE = re.compile(r"(?:mute|ミュート|休む|休み|消音)?\s*(\d{1,2})\s*(?:h|hours?|時間)?")
_UNMUTE = ("unmute", "mute 0", "再開", "ミュート解除")


class Proposal(NamedTuple):
    """A change that waits for a second member. `by` is the keyed hash of the first, `time` in Unix seconds."""

    change: str
    by: str
    time: float


def read_change(argument: str) -> str:
    """The change that is asked for: off, mention, warn, mute1, mute8, mute24, unmute, leave; "" for none."""
    word = " ".join(unicodedata.normalize("NFKC", argument).casefold().split())
    for mode, words in _MODES.items():
        if word in words:
            return mode
    if word in _UNMUTE:
        return "unmute"
    found = _MUTE.fullmatch(word)
    return f"mute{found[1]}" if found and int(found[1]) in MUTES else ""


def is_change(name: str) -> bool:
    """Whether a button's argument is a change."""
    return name in (*MODES, "unmute", "leave", *(f"mute{hours}" for hours in MUTES))


def allowed(
    change: str, who: str, *, admin: bool | None, inviter: str, proposal: Proposal | None, now: float
) -> Allowed:
    """Whether that member may change the watch. Where the platform tells admins (`admin` is not None) it is they;
    else who invited the bot, or two members who want the same within a day.
    """
    if admin is not None:
        return "yes" if admin else "no"
    if who and who == inviter:
        return "yes"
    seconded = proposal is not None and proposal.change == change and now - proposal.time < DAY
    return "yes" if seconded and proposal and who and who != proposal.by else "second"
