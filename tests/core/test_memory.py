"""The collector rests while content is read in, and only then."""

import gc

import pytest

from core.memory import growing


def test_the_collector_rests_while_content_grows() -> None:
    """And works again after it, also where reading in fails."""
    with growing():
        resting = not gc.isenabled()
    with pytest.raises(ValueError, match="no content"), growing():
        raise ValueError("no content")

    assert resting
    assert gc.isenabled()


def test_where_it_does_not_work_it_stays_so() -> None:
    """It is not ours to begin with it."""
    gc.disable()
    try:
        with growing():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
