"""Who may set the watch, and how people say it: tables."""

import pytest

from core.watch.policy import DAY
from core.watch.settings import Allowed, Proposal, allowed, read_change

NOW = 1_000_000.0
ASKED = Proposal("off", "first", NOW - 60)


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("off", "off"), ("OFF", "off"), ("ｏｆｆ", "off"), ("オフ", "off"), ("mention", "mention"), ("warn", "warn"),
        ("mute 8", "mute8"), ("mute 24h", "mute24"), ("1時間", "mute1"), ("8", "mute8"), ("mute 5", ""),
        ("unmute", "unmute"), ("", ""), ("please", ""),
    ],
)  # fmt: skip
def test_what_is_asked_for(argument: str, expected: str) -> None:
    """The three modes and three pauses, in both languages; nothing else."""
    assert expected == read_change(argument)


@pytest.mark.parametrize(
    ("who", "admin", "inviter", "proposal", "expected"),
    [
        ("anyone", True, "", None, "yes"),
        ("anyone", False, "anyone", ASKED, "no"),
        ("inviter", None, "inviter", None, "yes"),
        ("first", None, "inviter", None, "second"),
        ("first", None, "", ASKED, "second"),
        ("second", None, "", ASKED, "yes"),
        ("second", None, "", ASKED._replace(change="warn"), "second"),
        ("second", None, "", ASKED._replace(time=NOW - DAY), "second"),
        ("", None, "", ASKED, "second"),
    ],
)
def test_who_may(
    who: str, admin: bool | None, inviter: str, proposal: Proposal | None, expected: Allowed
) -> None:
    """Admins where they are known; else the inviter, or two different members within a day."""
    assert expected == allowed("off", who, admin=admin, inviter=inviter, proposal=proposal, now=NOW)
