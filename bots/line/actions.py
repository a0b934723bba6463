"""What a press does, as LINE's actions. One that LINE would refuse is left out."""

import re
from urllib.parse import quote

from bots.line.limits import CLIPBOARD, MESSAGE_TEXT, POSTBACK_DATA, URI, clean, label, units
from core.messages import Button

Json = dict[str, object]

WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?([/?][!$&-;=?-Z_a-z~%]*)?(#[!$&-;=?-Z_a-z~%]*)?")


def action_of(button: Button, longest: int) -> Json | None:
    """The button's action; None for one that LINE would refuse: its value cut short would be another."""
    name, value = label(button.label_within(longest), longest), clean(button.value)
    if not name or not value:
        return None
    match button.kind:
        case "press" if units(value) <= POSTBACK_DATA:
            return {"type": "postback", "label": name, "data": value, "displayText": name}
        case "say" if units(value) <= MESSAGE_TEXT:
            return {"type": "message", "label": name, "text": value}
        case "copy" if units(value) <= CLIPBOARD:
            return {"type": "clipboard", "label": name, "clipboardText": value}
        case "link" if address := web_address(value):
            return {"type": "uri", "label": name, "uri": address}
        case "call" if address := _call_address(value):
            return {"type": "uri", "label": name, "uri": address}
        case _:
            return None


def web_address(url: str) -> str:
    """The address as LINE takes it, percent-encoded; "" for one it would refuse."""
    encoded = quote(clean(url), safe="!#$%&'()*+,/:;=?@~")
    encoded = re.sub("%(?![0-9A-Fa-f]{2})", "%25", encoded)
    return encoded if len(encoded) <= URI and WEB_ADDRESS.fullmatch(encoded) else ""


def _call_address(number: str) -> str:
    """The number for the phone's own dialler; "#" would begin another part of an address."""
    dialled = number.replace("-", "")
    return f"tel:{quote(dialled, safe='*+')}" if re.fullmatch(r"\+?[0-9*#]{2,20}", dialled) else ""
