"""What is right, what is wrong, and what to do about it: Telegram's own words, read for an operator. Pure.

Source: Telegram Bot API, User (getMe), WebhookInfo and setWebhook with its notes; "Privacy mode" and "Inline
requests" in its features, read 2026-11.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

import msgspec
from telegram.error import BadRequest, InvalidToken, TelegramError

from bots.telegram.client import FloodWait

PORTS = (443, 80, 88, 8443)
RECENT = 3600.0  # seconds for which an error of a delivery is told
MANY = 100  # updates that wait


class Finding(NamedTuple):
    """One line of the report: "ok", "todo" (works without), or "wrong" (does not work), and what to do."""

    state: Literal["ok", "todo", "wrong"]
    what: str
    do: str = ""


class Account(msgspec.Struct):
    """What getMe tells of the bot's own account."""

    username: str = ""
    can_join_groups: bool = False
    can_read_all_group_messages: bool = False
    supports_inline_queries: bool = False


class Webhook(msgspec.Struct):
    """What getWebhookInfo tells."""

    url: str = ""
    pending_update_count: int = 0
    last_error_date: float = 0.0
    last_error_message: str = ""


# Words of an error, and what to do; the first that fits counts. Telegram tells deliveries' errors in these words.
DELIVERY: Sequence[tuple[str, str]] = (
    ("401", "the server has another TELEGRAM_WEBHOOK_SECRET than this .env: start it again with this one"),
    ("404", "the server runs without Telegram: set TELEGRAM_BOT_TOKEN and TELEGRAM_MODE=webhook for it too"),
    ("413", "the proxy refuses large bodies: let it pass 1 MB"),
    ("certificate", "renew the certificate; the whole chain must be sent, and its name be PUBLIC_URL's"),
    ("ssl", "check the proxy's HTTPS: Telegram wants TLS 1.2 or newer and a certificate for PUBLIC_URL"),
    ("resolve", "check the name in PUBLIC_URL: its DNS entry is missing"),
    ("refused", "start the server (./run serve) and the proxy before it, and open the port"),
    ("timed out", "open the firewall for Telegram (149.154.160.0/20, 91.108.4.0/22), and check the proxy"),
    ("50", "the proxy does not reach the server: check where it points to, and that ./run serve runs"),
    ("", "look at the proxy's log"),
)
REFUSED: Sequence[tuple[str, str]] = (
    ("resolve", "check the name in PUBLIC_URL: its DNS entry is missing, or too new"),
    ("reserved", "PUBLIC_URL leads to a private address: give one that the internet reaches"),
    ("secret", "use 1 to 256 of the characters A-Z a-z 0-9 _ - in TELEGRAM_WEBHOOK_SECRET"),
    ("", "check PUBLIC_URL: an https address on port 443, 80, 88 or 8443 that Telegram reaches"),
)


def of_account(found: Account) -> Iterator[Finding]:
    """What @BotFather's switches are set to."""
    yield Finding("ok", f"the token is that of @{found.username}")
    if not found.can_join_groups:
        yield Finding("todo", "groups cannot add the bot", "@BotFather: /setjoingroups, Enable")
    if not found.can_read_all_group_messages:
        yield Finding(
            "todo",
            "privacy mode is on: in groups the bot hears commands, replies and mentions only, and warns of nothing",
            "to have it warn: @BotFather: /setprivacy, Disable; then remove it from each group and add it again,"
            " or make it an administrator there",
        )
    if not found.supports_inline_queries:
        yield Finding(
            "todo",
            f"typing @{found.username} and a number in other chats shows nothing",
            "@BotFather: /setinline, with a placeholder such as 0120-123-456",
        )


def of_address(public_url: str | None) -> Finding | None:
    """What is wrong with the address before Telegram is asked; None where nothing is."""
    if not public_url:
        return Finding(
            "wrong",
            "no address to send updates to",
            "set PUBLIC_URL to the server's https address, or TELEGRAM_MODE=polling where it has none",
        )
    parts = urlsplit(public_url)
    if parts.scheme != "https" or (parts.port or 443) not in PORTS:
        return Finding(
            "wrong",
            "Telegram does not deliver to such a PUBLIC_URL",
            "give an https address on port 443, 80, 88 or 8443",
        )
    return None


def of_webhook(found: Webhook, wanted: str, now: float) -> Iterator[Finding]:
    """How deliveries go. `now` in Unix seconds."""
    if found.url != wanted:
        yield Finding(
            "wrong",
            "updates go to another address",
            "stop the other program that uses this token, and run this again",
        )
    if found.last_error_message and now - found.last_error_date < RECENT:
        told = found.last_error_message
        yield Finding("wrong", f"a delivery failed within the hour: {told[:120]}", _advice(DELIVERY, told))
    if found.pending_update_count > MANY:
        yield Finding(
            "todo",
            f"{found.pending_update_count} updates wait",
            "see whether the server keeps up: its /metrics, and bangoban_waiting",
        )


def of_server(status: int) -> Finding:
    """What a delivery without the secret got at the server's public address, as an HTTP status; 0 for none."""
    match status:
        case 401:
            return Finding("ok", "the server answers at PUBLIC_URL, and lets nobody in without the secret")
        case 0:
            return Finding(
                "todo",
                "the server is not reached at PUBLIC_URL from here",
                "start it (./run serve), and check the proxy and the certificate",
            )
        case 404:
            return Finding(
                "wrong", "the server at PUBLIC_URL has no webhook for Telegram", _advice(DELIVERY, "404")
            )
        case _:
            return Finding(
                "wrong",
                f"something else answers at PUBLIC_URL (HTTP {status})",
                "let the proxy pass /telegram/webhook on to HOST and PORT of ./run serve",
            )


def of_error(what: str, error: TelegramError) -> Finding:
    """What kept a call from being made."""
    match error:
        case InvalidToken():
            do = "copy TELEGRAM_BOT_TOKEN anew from @BotFather: /mybots, API Token"
        case FloodWait():
            do = f"Telegram asks to wait {error.seconds} seconds: run this again then"
        case BadRequest():
            do = _advice(REFUSED, error.message) if what == "webhook" else "tell the developers"
        case _:
            do = "check the network, and TELEGRAM_API_URL where it is set"
    return Finding("wrong", f"{what}: {type(error).__name__}", do)


def _advice(table: Sequence[tuple[str, str]], told: str) -> str:
    words = told.casefold()
    return next(do for sign, do in table if sign in words)


LABELS: Mapping[str, str] = {"ok": "ok   ", "todo": "todo ", "wrong": "WRONG"}


def line(finding: Finding) -> str:
    """The finding as the operator reads it."""
    text = f"{LABELS[finding.state]} {finding.what}"
    return f"{text}\n      → {finding.do}" if finding.do else text
