"""The few letters under which an answer is found again in the log: nothing of its text, and of no person."""

import hashlib

from core.messages import Headings

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none is mistaken for another when read out
LENGTH = 4  # a million of them: with its day, one line in the log


def reference_of(event_id: str) -> str:
    """The reference of an event; the same at every try, in every process."""
    digest = hashlib.blake2b(event_id.encode("utf-8", "replace"), person=b"reference").digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:LENGTH])


def footnote(headings: Headings, reference: str) -> str:
    """The line that shows it, or "" where the answer shows none."""
    return f"{headings.reference} #{reference}" if headings.reference and reference else ""
