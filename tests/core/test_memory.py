"""The collector rests while content is read in, and only then."""

import subprocess
import sys

import pytest

BEGIN = "import gc\nfrom core.memory import growing\n"
SAY = "print(gc.isenabled())\n"


@pytest.mark.parametrize(
    ("steps", "collects"),
    [
        (f"with growing(): {SAY}", False),
        (f"with growing(): pass\n{SAY}", True),
        (f"with growing():\n  with growing(): pass\n  {SAY}", False),
        (f"try:\n  with growing(): 1 / 0\nexcept ZeroDivisionError: pass\n{SAY}", True),
        (f"gc.disable()\nwith growing(): pass\n{SAY}", False),
    ],
)
def test_the_collector_rests_while_content_grows(steps: str, collects: bool) -> None:
    """In a process of its own: there is one collector for all tests."""
    command = [sys.executable, "-c", BEGIN + steps]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout == f"{collects}\n"
