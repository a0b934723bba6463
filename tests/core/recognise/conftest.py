"""One reader for all tests of this folder: it keeps nothing between texts."""

import pytest

from core.recognise.plan import Plan, load_plan
from core.recognise.reader import Reader


@pytest.fixture(scope="session")
def plan() -> Plan:
    return load_plan()


@pytest.fixture(scope="session")
def reader(plan: Plan) -> Reader:
    return Reader(plan)
