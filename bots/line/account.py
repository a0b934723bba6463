"""What an operator sets at LINE, by its API: the webhook's address and the rich menus; and what is set there."""

from http import HTTPStatus
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

import msgspec

from bots.line.actions import Json
from bots.line.client import NotSentError, RefusedError, UnclearError, failure_of
from bots.wire import CutOffError, Wire
from bots.wire import NotSentError as NotConnectedError

T = TypeVar("T")
API, DATA = "api.line.me", "api-data.line.me"  # LINE keeps pictures at an address of their own
TIMEOUT = 20.0  # seconds; LINE tries the webhook meanwhile


class Info(msgspec.Struct, rename="camel"):
    """The account, as its people see it."""

    basic_id: str = ""
    display_name: str = ""
    chat_mode: str = ""


class Endpoint(msgspec.Struct):
    """The webhook's address, and whether "Use webhook" is on."""

    endpoint: str = ""
    active: bool = False


class Tried(msgspec.Struct, rename="camel"):
    """What came of LINE's try to reach the webhook."""

    success: bool = False
    status_code: int = 0
    reason: str = ""
    detail: str = ""


class Menu(msgspec.Struct, rename="camel"):
    """A rich menu at LINE, or an alias of one."""

    rich_menu_id: str = ""
    name: str = ""


class _Menus(msgspec.Struct):
    richmenus: list[Menu] = []


class _Wires(NamedTuple):
    api: Wire
    data: Wire


def wires(url: str) -> _Wires:
    """To LINE's API at that address, and to where its pictures go. Both are to be closed."""
    host = urlsplit(url).hostname
    return _Wires(Wire(url), Wire(url.replace(API, DATA) if host == API else url))


class Account:
    """One channel's settings. Every method raises LineError."""

    def __init__(self, to: _Wires, token: str) -> None:
        self._to = to
        self._authorization = f"Bearer {token}"

    async def info(self) -> Info:
        """Who the bot is."""
        return _read(await self._call("GET", "/v2/bot/info"), Info)

    async def endpoint(self) -> Endpoint:
        """The webhook as it is set; an empty address where none is."""
        return _read(await self._call("GET", "/v2/bot/channel/webhook/endpoint", missing=b"{}"), Endpoint)

    async def set_endpoint(self, address: str) -> None:
        """Have events sent to that address."""
        await self._call("PUT", "/v2/bot/channel/webhook/endpoint", {"endpoint": address})

    async def try_endpoint(self, address: str) -> Tried:
        """Have LINE send an empty delivery to that address."""
        return _read(await self._call("POST", "/v2/bot/channel/webhook/test", {"endpoint": address}), Tried)

    async def menus(self) -> list[Menu]:
        """All rich menus made by this API."""
        return _read(await self._call("GET", "/v2/bot/richmenu/list"), _Menus).richmenus

    async def add_menu(self, menu: Json, picture: bytes) -> str:
        """The new menu's id; it has its picture."""
        made = _read(await self._call("POST", "/v2/bot/richmenu", menu), Menu).rich_menu_id
        if not made:
            raise RefusedError("a menu without an id")
        await self._call("POST", f"/v2/bot/richmenu/{made}/content", picture)
        return made

    async def remove_menu(self, id_: str) -> None:
        """Take a menu away; people who saw it see the default one."""
        await self._call("DELETE", f"/v2/bot/richmenu/{id_}")

    async def alias(self, name: str) -> str:
        """The id of the menu with that alias, or ""."""
        path = f"/v2/bot/richmenu/alias/{name}"
        return _read(await self._call("GET", path, missing=b"{}"), Menu).rich_menu_id

    async def set_alias(self, name: str, id_: str) -> None:
        """Give that menu the alias, whether or not there is one."""
        if await self.alias(name):
            await self._call("POST", f"/v2/bot/richmenu/alias/{name}", {"richMenuId": id_})
        else:
            await self._call("POST", "/v2/bot/richmenu/alias", {"richMenuAliasId": name, "richMenuId": id_})

    async def default_menu(self) -> str:
        """The id of the menu that people see, or ""."""
        return _read(await self._call("GET", "/v2/bot/user/all/richmenu", missing=b"{}"), Menu).rich_menu_id

    async def set_default_menu(self, id_: str) -> None:
        """Show that menu to everybody who has not switched to another."""
        await self._call("POST", f"/v2/bot/user/all/richmenu/{id_}")

    async def _call(
        self, method: str, path: str, body: Json | bytes | None = None, *, missing: bytes | None = None
    ) -> bytes:
        """The answer's body; `missing` where LINE has no such thing and that is given."""
        picture = isinstance(body, bytes)
        wire = self._to.data if picture else self._to.api
        kind = {"Content_Type": "image/png"} if picture else {}
        head = wire.head(path, method, Authorization=self._authorization, **kind)
        sent = body if isinstance(body, bytes) else b"" if body is None else msgspec.json.encode(body)
        try:
            answer = await wire.post(head, sent, TIMEOUT)
        except NotConnectedError:
            raise NotSentError("no connection") from None
        except CutOffError:
            raise UnclearError("no answer") from None
        if answer.status == HTTPStatus.NOT_FOUND and missing is not None:
            return missing
        failure = failure_of(answer.status, answer.body, with_key=False)
        if failure:
            raise failure
        return answer.body


def _read(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError:
        raise RefusedError("an answer that LINE does not document") from None
