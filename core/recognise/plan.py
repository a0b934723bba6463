"""The numbering plan: which numbers exist, what they are for, and how people in Japan write them."""

import msgspec


class Plan(msgspec.Struct, frozen=True):
    """What the numbering plan says."""


def load_plan() -> Plan:
    """The plan as configured. Raises ContentError with file, line and reason."""
    return Plan()
