"""Who may talk to the chat page."""

import pytest

from bots.web.origin import is_known_host, is_own_page


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "LOCALHOST:1", "127.0.0.1:8000", "[::1]:8000", "192.168.1.5:80"]
)
def test_localhost_and_ip_addresses_are_known(host: str) -> None:
    assert is_known_host(host)


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "localhost.evil.example:8000", "127.0.0.1.evil.example", "evil@[", "[::1"],
)
def test_a_name_that_nobody_gave_is_not_known(host: str) -> None:
    assert not is_known_host(host)


def test_a_name_that_the_operator_gave_is_known() -> None:
    assert is_known_host("bot.example.org:443", {"bot.example.org"})


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "https://127.0.0.1:8000"])
def test_the_own_page_has_the_hosts_origin(origin: str) -> None:
    assert is_own_page(origin, "127.0.0.1:8000")


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "http://127.0.0.1:9000",
        "http://evil.example",
        "http://127.0.0.1:8000.evil.example",
        "file://",
    ],
)
def test_any_other_origin_is_foreign(origin: str) -> None:
    assert not is_own_page(origin, "127.0.0.1:8000")
