"""Where the server listens, and what is said where it cannot."""

import socket
import subprocess
import sys

import pytest

from bots.serve import CannotListenError, listening
from tests.servers import free_port


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.name.invalid", "a..b", "::g"])
def test_an_address_that_is_not_this_machines_is_hosts_fault(host: str) -> None:
    """However many ports are tried."""
    with pytest.raises(CannotListenError, match=r"^HOST: .*; set HOST to"), listening(host, 8000, 20):
        pass


def test_a_port_in_use_is_ports_fault() -> None:
    """Where others may be tried, the next free one is taken."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with (
            pytest.raises(CannotListenError, match=r"^PORT: .*; set PORT to"),
            listening("127.0.0.1", port, 1),
        ):
            pass
        with listening("127.0.0.1", port, 20) as found:
            assert found.getsockname()[1] in range(port + 1, port + 20)


def test_a_free_port_is_taken() -> None:
    """As it was asked for."""
    port = free_port()
    with listening("127.0.0.1", port, 1) as found:
        assert found.getsockname() == ("127.0.0.1", port)


@pytest.mark.parametrize("still", [True, False])
def test_the_end_is_no_abort_while_content_is_read_in(still: bool) -> None:
    """A thread computes vectors when all else is done, or none does any more."""
    command = (sys.executable, "-c", READS_IN_AND_ENDS, *(["still"] if still else []))
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)

    assert (done.returncode, done.stdout) == (0, "said\n")


READS_IN_AND_ENDS = """
import sys, threading, time
from importlib.resources import files
from pathlib import Path
from bots.serve import ended
from core.encoder import load_encoder

encoder = load_encoder(Path(str(files("config"))) / "encoder")
encoder.encode(["a"])
def read_in():
    while "still" in sys.argv:
        encoder.encode(["a long text " * 30])
threading.Thread(target=read_in, daemon=True).start()
time.sleep(0.5)
sys.stdout.write("said\\n")
sys.exit(ended())
"""
