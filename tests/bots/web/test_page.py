"""The chat page over HTTP and its WebSocket, without a browser."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from bots.standins.sides import sides
from bots.web.frames import Frame, Shown, Sides
from bots.web.headers import CONTENT_POLICY
from bots.web.page import routes
from tests.bots.web.scripted import ScriptedBot, said

HOME = "http://127.0.0.1:8000"
OWN = {"Origin": HOME}


def client(
    bot: ScriptedBot | None = None,
    clock: Callable[[], float] = lambda: 5.0,
    address: str = HOME,
    **options: Any,
) -> TestClient:
    return TestClient(
        Starlette(routes=routes(sides(bot or ScriptedBot()), clock=clock, **options)), base_url=address
    )


def frame(text: str, **fields: Any) -> str:
    usual = {"kind": "said", "id": "a1", "room": "private", "conversation": "0123456789abcdef", "text": text}
    return json.dumps(usual | fields)


def both(chat: WebSocketTestSession) -> str:
    """An answer's HTML, of both platforms."""
    html = chat.receive_json()["html"]
    assert list(html) == ["line", "telegram"]
    return "\n".join(html.values())


def test_the_page_names_the_product_and_holds_no_script_or_style_of_its_own() -> None:
    page = client().get("/").text
    assert "番号番" in page
    assert "Bangoban" in page
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=", page)


@pytest.mark.parametrize("path", ["/", "/static/chat.js", "/static/chat.css", "/static/watchman.svg"])
def test_every_response_carries_the_strict_headers(path: str) -> None:
    headers = client().get(path).headers
    assert headers["Content-Security-Policy"] == CONTENT_POLICY
    assert "default-src 'none'" in CONTENT_POLICY
    assert "unsafe" not in CONTENT_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_static_files_come_with_their_types() -> None:
    assert "javascript" in client().get("/static/chat.js").headers["Content-Type"]
    assert client().get("/static/watchman.svg").headers["Content-Type"].startswith("image/svg+xml")


def test_under_a_strange_name_the_page_says_how_to_open_it() -> None:
    response = client(address="http://evil.example:8000").get("/")
    assert response.status_code == 421
    assert "アドレス" in response.text


def test_a_name_that_the_operator_gave_opens_the_page_and_its_chat() -> None:
    home = client(address="https://bot.example.org", hosts=["Bot.example.org"])
    assert home.get("/").status_code == 200
    with home.websocket_connect(
        "wss://bot.example.org/chat", headers={"Origin": "https://bot.example.org"}
    ) as chat:
        chat.send_text(frame("110"))
        assert chat.receive_json()["id"] == "a1"


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        (HOME, "http://evil.example"),
        (HOME, "http://127.0.0.1:9999"),
        (HOME, "null"),
        (HOME, None),
        ("http://evil.example:8000", "http://evil.example:8000"),
    ],
)
def test_a_foreign_page_gets_no_chat(address: str, origin: str | None) -> None:
    """Neither from another origin, nor under a stranger's name that points here."""
    bot = ScriptedBot()
    with (
        pytest.raises(WebSocketDisconnect),
        client(bot, address=address).websocket_connect(
            address.replace("http", "ws") + "/chat", headers={"Origin": origin} if origin else {}
        ),
    ):
        pytest.fail("the chat opened")
    assert not bot.asked


def test_a_message_is_answered_under_its_id() -> None:
    bot = ScriptedBot({"110": said("警察です")})
    with client(bot).websocket_connect("ws://127.0.0.1:8000/chat", headers=OWN) as chat:
        chat.send_text(frame("110"))
        answer = chat.receive_json()
    assert answer["id"] == "a1"
    assert list(answer["html"]) == ["line", "telegram"]
    assert all("警察です" in html for html in answer["html"].values())
    assert [(message.platform, message.text, message.time) for message in bot.asked] == [
        ("web/line", "110", 5.0),
        ("web/telegram", "110", 5.0),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("no json", "読み取れません"),
        (frame("x", kind="shouted"), "知られていない|種類"),
        (frame("x" * 5001), "長すぎます"),
        ("x" * 70_000, "長すぎます"),
    ],
)
def test_a_bad_message_gets_a_bubble_that_says_why_and_the_chat_goes_on(data: str, words: str) -> None:
    bot = ScriptedBot()
    with client(bot).websocket_connect("ws://127.0.0.1:8000/chat", headers=OWN) as chat:
        chat.send_text(data)
        assert re.search(words, both(chat))
        assert not bot.asked
        chat.send_text(frame("110"))
        assert "聞きました: 110" in both(chat)


def test_a_binary_message_gets_a_bubble_too() -> None:
    with client().websocket_connect("ws://127.0.0.1:8000/chat", headers=OWN) as chat:
        chat.send_bytes(b"\x00\xff")
        assert "読み取れません" in both(chat)


def test_too_many_messages_get_a_bubble_until_ten_seconds_are_over() -> None:
    now = 0.0
    bot = ScriptedBot()
    with client(bot, clock=lambda: now).websocket_connect("ws://127.0.0.1:8000/chat", headers=OWN) as chat:
        for _ in range(30):
            chat.send_text(frame("110"))
            assert "聞きました" in both(chat)
        chat.send_text(frame("110"))
        assert "続きすぎ" in both(chat)
        now = 10.0
        chat.send_text(frame("110"))
        assert "聞きました" in both(chat)
    assert len(bot.heard()) == 31


def test_a_failure_of_the_bot_becomes_a_bubble_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the page nor the log gets the text of the error, which may hold a user's words."""
    bot = ScriptedBot({"110": ValueError("090-1111-2222")})
    with client(bot).websocket_connect("ws://127.0.0.1:8000/chat", headers=OWN) as chat:
        chat.send_text(frame("110"))
        html = both(chat)
    assert "うまく答えられません" in html
    logged = capsys.readouterr().out
    assert "ValueError" in logged
    assert "090-1111-2222" not in html + logged


def test_silence_in_the_group_is_shown_to_the_tester() -> None:
    with client().websocket_connect("ws://127.0.0.1:8000/chat", headers=OWN) as chat:
        chat.send_text(frame("おはよう", room="group"))
        assert "黙っています" in both(chat)


@pytest.mark.parametrize(
    ("platform", "strange"),
    [
        ("line", {"type": "sticker", "packageId": "1", "stickerId": "2"}),
        ("telegram", {"chat_id": 1, "text": "<i>ねえ</i>", "parse_mode": "HTML"}),
    ],
)
def test_what_a_look_does_not_know_is_never_left_out_and_the_other_side_goes_on(
    platform: str, strange: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    async def odd(frame: Frame, now: float) -> Shown:
        return Shown([strange], "ja")

    usual = sides(ScriptedBot())
    page = Starlette(routes=routes(Sides({**usual.by_platform, platform: odd}, usual.says)))
    with TestClient(page, base_url=HOME).websocket_connect("ws://127.0.0.1:8000/chat", headers=OWN) as chat:
        chat.send_text(frame("110"))
        html = chat.receive_json()["html"]
    assert "うまく答えられません" in html.pop(platform)
    assert "聞きました: 110" in html.popitem()[1]
    assert f"platform={platform}" in capsys.readouterr().out
