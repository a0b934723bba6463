"""Claim checks, written by people who had not seen the code: sixty (c…), eighty (u…), and
four times sixty (v… to y…) more.

They were looked at since, so they show that nothing is lost, not how good an unseen one would be.
"""

from pathlib import Path
from typing import Literal

import msgspec

from core.messages import Reply
from tests.core.talk import Talk, new_bot

FILE = Path(__file__).parents[2] / "data" / "claim_checks.jsonl"
RIGHT = 0.95  # 57 of 60

Outcome = Literal["match", "mismatch", "cannot_say"]


class Check(msgspec.Struct, frozen=True):
    """What is said, in one message or several, and what the answer must be about that number."""

    id: str | int
    number: str
    expected: Outcome
    text: str = ""
    texts: tuple[str, ...] = ()


def outcome(reply: Reply) -> str:
    """What the answer says of the claim; "" where it compares nothing."""
    claimed = (
        [code for code in reply.numbers[0].reasons if code.startswith("claimed_")] if reply.numbers else []
    )
    told = claimed[0].removeprefix("claimed_") if claimed else ""
    return "match" if told.startswith("match") else told


async def answered() -> list[tuple[Check, str]]:
    """Each check and its outcome."""
    checks = [
        msgspec.json.decode(line, type=Check) for line in FILE.read_bytes().splitlines() if line.strip()
    ]
    bot = new_bot(most_a_minute=None)
    found = []
    for check in checks:
        talk = Talk(bot, sender=str(check.id), conversation=str(check.id))
        *_, last = [await talk.say(text) for text in check.texts or (check.text,)]
        found.append((check, outcome(last)))
    return found


async def test_nearly_all_are_right_and_no_mismatch_is_called_a_match() -> None:
    """At least 57 of each 60, and the error that would hurt most never."""
    found = await answered()
    wrong = [(check.id, check.expected, told) for check, told in found if told != check.expected]
    assert len(found) == 380
    assert len(found) - len(wrong) >= RIGHT * len(found), wrong
    assert not [one for one in wrong if one[1:] == ("mismatch", "match")]
