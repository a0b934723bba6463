"""What our buttons carry: the session's mark, an action and its argument, in at most 64 bytes."""

import msgspec

from core.faq.entries import Entry
from core.messages import Button, Message
from core.sessions import Session

LASTING = "-"
_STEERING = ("/watch", "/leave", "見守り", "退出", "出て行って", "出ていって", "から出て")


class Pressed(msgspec.Struct, frozen=True):
    """A button that came back. `fresh` is false where it belongs to an earlier conversation."""

    action: str
    argument: str
    fresh: bool


def button(label: str, session: Session, action: str, argument: str = "", short: str = "") -> Button:
    """A button for that action; `short` is shown where there is no room for the label."""
    return Button(label, "press", f"{session.mark}:{action}:{argument}", short)


def entry_button(entry: Entry, session: Session) -> Button:
    """A button that asks an entry's question."""
    return button(entry.question, session, "ask", entry.id, entry.label or "")


def lasting_button(label: str, action: str, argument: str) -> Button:
    """A button that says all it needs, and so is never old: it carries no session's mark."""
    return Button(label, "press", f"{LASTING}:{action}:{argument}")


def read_button(data: str, session: Session) -> Pressed | None:
    """What was pressed; None where the data is none of ours."""
    mark, found, rest = data.partition(":")
    action, also_found, argument = rest.partition(":")
    return Pressed(action, argument, mark in (session.mark, LASTING)) if found and also_found else None


def steers_watch(message: Message) -> bool:
    """Whether a message in a group may set the watch, so that the sender's rights matter."""
    if not message.group:
        return False
    if message.happening == "pressed":
        return message.button.partition(":")[2].startswith("watch:")
    words = message.text.casefold()
    return message.happening == "said" and any(word in words for word in _STEERING)
