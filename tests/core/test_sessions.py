"""Keys of sessions and preferences."""

from core.messages import Message
from core.sessions import Session, dump, keys, load_session


def message(**changes: object) -> Message:
    return Message(**({"platform": "line", "conversation": "C1", "sender": "U1", "time": 1.0} | changes))  # type: ignore[arg-type]  # the defaults are right


def test_keys_hold_no_id() -> None:
    """No key contains a conversation's or a sender's id."""
    found = keys(message(conversation="conversation-1", sender="sender-1"), b"k")

    assert not any("-1" in key for key in (found.session, found.preferences, found.sender))


def test_members_of_a_group_share_preferences_alone() -> None:
    """Two members have a session each, and one set of preferences."""
    first, second = (keys(message(group=True, sender=sender), b"k") for sender in ("U1", "U2"))

    assert first.preferences == second.preferences
    assert first.session != second.session
    assert first.sender != second.sender


def test_platforms_and_installations_do_not_meet() -> None:
    """The same ids on another platform, or under another secret, give other keys."""
    assert keys(message(), b"k") != keys(message(platform="telegram"), b"k")
    assert keys(message(), b"k") != keys(message(), b"other")


def test_a_private_chats_preferences_are_the_persons() -> None:
    """A person keeps their language in every private chat of a platform."""
    assert (
        keys(message(conversation="C1"), b"k").preferences
        == keys(message(conversation="C2"), b"k").preferences
    )


def test_a_session_survives_storing() -> None:
    """What is dumped is loaded; what cannot be read is a new session."""
    session = Session(mark="abcd", numbers=("+81120397972",), organisation="acom")

    assert session == load_session(dump(session), message())
    assert () == load_session(b"\xff\x00", message()).numbers
