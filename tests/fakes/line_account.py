"""What an operator sets at LINE: the account, its webhook, its rich menus; and the profiles of its friends."""

import re
from typing import Any

Answer = tuple[int, dict[str, Any]]
WRONG: Answer = (404, {"message": "Not found"})


class Account:
    """All as it should be, but for what a test changes; no webhook address and no menu yet."""

    def __init__(self) -> None:
        self.info = {
            "userId": "U" + "b" * 32,
            "basicId": "@bangoban",
            "displayName": "番号番",
            "chatMode": "bot",
            "markAsReadMode": "auto",
        }
        self.webhook: dict[str, Any] = {}
        self.active = True
        self.tried: dict[str, Any] = {"success": True, "statusCode": 200, "reason": "OK", "detail": "200"}
        self.quota: dict[str, Any] = {"type": "limited", "value": 200}
        self.used = 0
        self.languages: dict[str, str] = {}  # of friends, by their id
        self.read: list[str] = []
        self.menus: dict[str, dict[str, Any]] = {}
        self.pictures: dict[str, bytes] = {}
        self.aliases: dict[str, str] = {}
        self.default = ""
        self.linked: dict[str, str] = {}
        self._made = 0

    def act(self, method: str, path: str, body: dict[str, Any], raw: bytes) -> Answer:
        """LINE's answer to a request that its schema has nothing against."""
        parts = path.removeprefix("/v2/bot/").split("/")
        match (method, *parts):
            case ("GET", "info"):
                return 200, self.info
            case ("GET", "profile", person) if person in self.languages:
                told = {"language": self.languages[person]} if self.languages[person] else {}
                return 200, {"userId": person, "displayName": "太郎", **told}
            case ("GET", "message", "quota"):
                return 200, self.quota
            case ("GET", "message", "quota", "consumption"):
                return 200, {"totalUsage": self.used}
            case ("POST", "chat", "markAsRead"):
                self.read.append(body["markAsReadToken"])
                return 200, {}
            case (_, "channel", "webhook", what):
                return self._webhook(method, what, body)
            case _:
                return self._menu(method, parts, body, raw)

    def _webhook(self, method: str, what: str, body: dict[str, Any]) -> Answer:
        if method == "PUT":
            self.webhook = {"endpoint": body["endpoint"]}
            return 200, {}
        if not self.webhook:
            return WRONG
        if what == "test":
            return 200, {"timestamp": "2026-11-28T10:00:00.000Z", **self.tried}
        return 200, self.webhook | {"active": self.active}

    def _menu(self, method: str, parts: list[str], body: dict[str, Any], raw: bytes) -> Answer:
        match (method, *parts):
            case ("POST", "richmenu"):
                self._made += 1
                id_ = f"richmenu-{self._made:032x}"
                self.menus[id_] = body
                return 200, {"richMenuId": id_}
            case ("GET", "richmenu", "list"):
                return 200, {"richmenus": [{"richMenuId": id_, **menu} for id_, menu in self.menus.items()]}
            case ("POST", "richmenu", id_, "content") if id_ in self.menus:
                width, height = (int.from_bytes(raw[at : at + 4], "big") for at in (16, 20))
                if {"width": width, "height": height} != self.menus[id_]["size"]:
                    return 400, {"message": f"picture of {width} by {height}"}
                self.pictures[id_] = raw
                return 200, {}
            case ("DELETE", "richmenu", id_) if self.menus.pop(id_, None):
                self.pictures.pop(id_, None)
                return 200, {}
            case ("POST", "user", "all", "richmenu", id_) if id_ in self.pictures:
                self.default = id_
                return 200, {}
            case ("GET", "user", "all", "richmenu") if self.default:
                return 200, {"richMenuId": self.default}
            case ("POST", "user", person, "richmenu", id_) if id_ in self.pictures:
                self.linked[person] = id_
                return 200, {}
            case (_, "richmenu", "alias", *rest):
                return self._alias(method, rest, body)
            case _:
                return WRONG

    def _alias(self, method: str, rest: list[str], body: dict[str, Any]) -> Answer:
        name = rest[0] if rest else str(body["richMenuAliasId"])
        known = re.fullmatch(r"[a-z0-9_-]{1,32}", name) is not None and name in self.aliases
        if method == "GET":
            return (200, {"richMenuAliasId": name, "richMenuId": self.aliases[name]}) if known else WRONG
        if known != bool(rest):
            return 400, {"message": "conflict richmenu alias id"}
        if body["richMenuId"] not in self.pictures:
            return 400, {"message": "richmenu not found"}
        self.aliases[name] = body["richMenuId"]
        return 200, {}
