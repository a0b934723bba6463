"""Which pages may talk to the chat: only our own, opened at an address that nobody else can claim."""

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit


def is_known_host(host: str, named: Collection[str] = ()) -> bool:
    """Whether a Host header is an IP address, localhost, or one of the names that the operator gave.

    Any other name may be a stranger's that was made to point here (DNS rebinding).
    """
    name = _hostname(f"//{host}")
    return name == "localhost" or name in named or _is_address(name)


def is_own_page(origin: str, host: str) -> bool:
    """Whether the Origin header names the page that the Host header's server sent."""
    scheme, found, authority = origin.partition("://")
    return bool(found) and scheme in ("http", "https") and authority.lower() == host.lower()


def _hostname(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
