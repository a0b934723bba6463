"""What /healthz says of each part, and of the whole."""

from starlette.applications import Starlette
from starlette.testclient import TestClient

from bots.health import Part, parts_of, routes, status_of
from bots.metrics import Metrics

WELL: dict[str, Part] = {"line": "ok", "telegram": "off", "redis": "off", "database": "ok", "inbox": "ok"}


def test_all_is_well() -> None:
    """What is switched off is not missed."""
    assert parts_of({"line": "ok"}, set(), redis="off", database="ok") == WELL
    assert status_of(WELL) == "ok"


def test_a_part_that_is_missing() -> None:
    """The bot can serve without a platform that refuses it, and without Redis."""
    assert status_of(WELL | {"line": "down"}) == "degraded"
    assert status_of(WELL | {"telegram": "degraded"}) == "degraded"
    assert status_of(WELL | {"redis": "down"}) == "degraded"


def test_a_dead_worker() -> None:
    """A platform whose worker has failed is down; where nobody works on what arrives, all is, and 503."""
    assert parts_of({"line": "ok", "telegram": "ok"}, {"telegram"}, redis="ok", database="ok") == WELL | {
        "telegram": "down",
        "redis": "ok",
    }
    found = parts_of({"line": "ok"}, {"inbox"}, redis="off", database="ok")
    response = TestClient(Starlette(routes=routes(lambda: found, {}, Metrics()))).get("/healthz")
    assert (response.status_code, response.json()) == (
        503,
        {"status": "down", "parts": WELL | {"inbox": "down"}},
    )


def test_nothing_can_be_stored() -> None:
    """Where nothing can be stored, all is down."""
    assert status_of(WELL | {"database": "down"}) == "down"
