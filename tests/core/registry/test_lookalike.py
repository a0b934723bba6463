"""Numbers that look like one that somebody owns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.registry.lookalike import crowds, difference, is_crowded, look_alikes, owned_numbers
from core.registry.model import Claim, Organisation, Source
from core.registry.registry import Registry

OWNED = owned_numbers(["+81120397972", "+81335010110", "+81754519111", "+818001234566", "110"])


@pytest.mark.parametrize(
    ("number", "like"),
    [
        ("+81120397973", "+81120397972"),
        ("+81120379972", "+81120397972"),
        ("+811203979772", "+81120397972"),
        ("+81570397972", "+81120397972"),
        ("+818003979722", "+81120397972"),
        ("+818000397972", "+81120397972"),
        ("+81120123456", "+818001234566"),
        ("+3335010110", "+81335010110"),
        ("+0335010110", "+81335010110"),
        ("+1800754519111", "+81754519111"),
    ],
)
def test_one_slip_or_another_prefix_is_found(number: str, like: str) -> None:
    """A digit changed, swapped, doubled or added, 0120 for 0800, and Japanese digits behind a foreign +."""
    assert look_alikes(number, OWNED) == (like,)


@pytest.mark.parametrize(
    "number", ["+81120397972", "+81120397900", "+818012345678", "110", "#9110", "+12125550199"]
)
def test_an_owned_number_and_a_distant_one_look_like_nothing(number: str) -> None:
    """The number itself, one with two digits changed, codes and other countries' numbers are left alone."""
    assert look_alikes(number, OWNED) == ()


@given(st.integers(10**8, 10**9 - 1), st.integers(0, 8), st.integers(1, 9))
def test_any_one_digit_changed_is_found(digits: int, place: int, by: int) -> None:
    """Whatever digit is changed, and to whatever."""
    owned = f"+81{digits}"
    number = owned[: 3 + place] + str((int(owned[3 + place]) + by) % 10) + owned[4 + place :]
    assert look_alikes(number, owned_numbers([owned])) == (owned,)


@pytest.mark.parametrize(
    ("written", "other", "marked"),
    [
        ("0120-397-973", "0120-397-972", "0120-397-97【3】"),
        ("0120-379-972", "0120-397-972", "0120-3【79】-972"),
        ("0120-3977-972", "0120-397-972", "0120-397【7】-972"),
        ("0120-397-97", "0120-397-972", "0120-397-9【7】"),
        ("+3 3501 0110", "03-3501-0110", "【+3 3501 】0110"),
    ],
)
def test_what_differs_is_marked(written: str, other: str, marked: str) -> None:
    """The digits between the common beginning and the common end, and where some lack the one before."""
    assert difference(written, other) == marked


def test_a_number_of_which_something_is_said_looks_like_nothing() -> None:
    """Two numbers of the same organisation, and numbers of others, are no imitations of each other."""
    acom = Organisation(id="acom", name="アコム", name_en="ACOM", kind="consumer_finance")
    page = Source(id="page", title="ページ", kind="third_party")
    said = [Claim(number=f"+8112039797{last}", organisation="acom", source="page") for last in "23"]
    former = Claim(number="+81120555555", organisation="acom", source="page", former=True)
    registry = Registry((acom,), (page,), (*said, former))
    assert registry.alike("+81120397973") == ()
    assert registry.alike("+81120397974") == ("+81120397972", "+81120397973")
    assert registry.alike("+81120555556") == (), "what somebody owned once is nobody's to imitate"


def test_a_range_is_crowded_where_one_number_in_four_hundred_is_owned() -> None:
    few = owned_numbers(f"+81120{place:06}" for place in range(0, 1_000_000, 500))
    many = owned_numbers(f"+81120{place:06}" for place in range(0, 1_000_000, 300))

    assert not is_crowded("+81120397973", crowds(few))
    assert is_crowded("+81120397973", crowds(many))
    assert not is_crowded("+81332219226", crowds(many))
