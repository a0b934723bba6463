"""Limits of the Bot API's calls, which its documentation tells in words: lengths, characters, HTML.

A call that comes here has the published shape.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

Json = Mapping[str, Any]
NOTHING = " \n\t\u200b\u2800\u3164"
NOT_A_KIND = {"text", "style", "icon_custom_emoji_id"}


def beyond_limits(method: str, params: Json, reactions: Collection[str]) -> Iterator[str]:
    """What is too long, empty, or of characters that are not taken."""
    if method in CHECKS:
        yield from CHECKS[method](params)
    for reaction in params.get("reaction", []):
        if reaction.get("emoji") not in reactions:
            yield "REACTION_INVALID"


def _of_message(params: Json) -> Iterator[str]:
    yield from _of_text(params["text"], params.get("parse_mode", ""))
    yield from _of_keyboard(params.get("reply_markup", {}).get("inline_keyboard", []))


def _of_inline(params: Json) -> Iterator[str]:
    yield from _of_results(params["results"])
    if button := params.get("button"):
        yield from _of_start(button)


def _of_webhook(params: Json) -> Iterator[str]:
    if not re.fullmatch("[A-Za-z0-9_-]{1,256}", params.get("secret_token", "x")):
        yield "secret_token: wrong characters or length"
    if not re.match(r"https://[^/:]+(:(443|80|88|8443))?/", params["url"]):
        yield "bad webhook: HTTPS on port 80, 88, 443 or 8443"


def _of_results(results: Sequence[Json]) -> Iterator[str]:
    ids = [result["id"] for result in results]
    if len(ids) > 50:
        yield "more than 50 results"
    if len(set(ids)) != len(ids) or any(not 1 <= len(id_.encode()) <= 64 for id_ in ids):
        yield "RESULT_ID_INVALID"
    for result in results:
        content = result["input_message_content"]
        yield from _of_text(content["message_text"], content.get("parse_mode", ""))
        yield from _of_keyboard(result.get("reply_markup", {}).get("inline_keyboard", []))
        if not result["title"].strip(NOTHING):
            yield "ARTICLE_TITLE_EMPTY"


def _of_start(button: Json) -> Iterator[str]:
    if ("web_app" in button) == ("start_parameter" in button):
        yield "button: one kind of two"
    if not re.fullmatch("[A-Za-z0-9_-]{1,64}", button.get("start_parameter", "x")):
        yield "START_PARAM_INVALID"


def _of_commands(params: Json) -> Iterator[str]:
    commands = params["commands"]
    if len(commands) > 100:
        yield "more than 100 commands"
    for command in commands:
        if not re.fullmatch("[a-z0-9_]{1,32}", command["command"]):
            yield "BOT_COMMAND_INVALID"
        yield from _length("BOT_COMMAND_DESCRIPTION_INVALID", command["description"].strip(), 1, 256)


def _length(name: str, text: str, least: int, most: int) -> Iterator[str]:
    if not least <= _units(text) <= most:
        yield f"{name}: {_units(text)} long, {least} to {most} are taken"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _of_text(text: str, mode: str) -> Iterator[str]:
    if mode == "HTML":
        read = _Html()
        read.feed(text)
        read.close()
        yield from (f"can't parse entities: {problem}" for problem in (*read.problems, *read.open))
        text = read.text
    elif mode:
        yield f"parse_mode: no mode {mode} here"
    if _units(text) > 4096:
        yield f"message is too long: {_units(text)}"
    if not text.strip(NOTHING):
        yield "message text is empty"


def _of_keyboard(rows: Sequence[Sequence[Json]]) -> Iterator[str]:
    yield from (problem for row in rows for key in row for problem in _of_key(key))
    if any(not row for row in rows):
        yield "a row without keys"
    if any(len(row) > 8 for row in rows):
        yield "more than 8 keys in a row"
    if sum(map(len, rows)) > 100:
        yield "more than 100 keys"


def _of_key(key: Json) -> Iterable[str]:
    if not key["text"].strip():
        yield "text buttons are unallowed: a key without text"
    if len(key.keys() - NOT_A_KIND) != 1:
        yield f"a key of no kind, or of two: {sorted(key)}"
    if "callback_data" in key and not 1 <= len(key["callback_data"].encode()) <= 64:
        yield "BUTTON_DATA_INVALID"
    if "url" in key and not re.fullmatch(
        r"https?://[A-Za-z0-9.-]+\.[A-Za-z0-9-]+(:\d+)?([/?#]\S*)?", key["url"]
    ):
        yield "BUTTON_URL_INVALID"
    if "copy_text" in key and not 1 <= _units(key["copy_text"]["text"]) <= 256:
        yield "BUTTON_COPY_TEXT_INVALID"


class _Html(HTMLParser):
    """Telegram's HTML is stricter than a browser's: few tags, few entities, all closed in their order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.text = ""
        self.open: list[str] = []
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag not in ("a", "b") or (tag == "a") != bool(dict(attrs).get("href")):
            self.problems.append(f"tag {tag} {attrs}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"end of {tag}")

    def handle_data(self, data: str) -> None:
        self.text += data
        if "<" in data or ">" in data:
            self.problems.append("a bare < or >")

    def handle_entityref(self, name: str) -> None:
        self.text += {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}.get(name, "")
        if name not in ("lt", "gt", "amp", "quot"):
            self.problems.append(f"entity {name}")

    def handle_charref(self, name: str) -> None:
        self.text += "'"

    def handle_comment(self, data: str) -> None:
        self.problems.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.problems.append("a declaration")


CHECKS: Mapping[str, Callable[[Json], Iterator[str]]] = {
    "sendMessage": _of_message,
    "answerCallbackQuery": lambda params: _length("text", params.get("text", ""), 0, 200),
    "answerInlineQuery": _of_inline,
    "setWebhook": _of_webhook,
    "setMyCommands": _of_commands,
    "setMyDescription": lambda params: _length("description", params.get("description", ""), 0, 512),
    "setMyShortDescription": lambda params: _length(
        "short_description", params.get("short_description", ""), 0, 120
    ),
}
