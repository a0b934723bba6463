"""Commands by slash and in plain words; the bot's name at the start of a line."""

from importlib.resources import files

import pytest

from core.commands import Command, Commands, after_name, load_commands


@pytest.fixture(scope="module")
def commands() -> Commands:
    return load_commands(files("config") / "commands.yaml")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/help", Command("help")),
        ("/HELP@bangoban_bot", Command("help")),
        ("使い方", Command("help")),
        ("使い方を", None),
        ("ヘルプ。", Command("help")),
        ("/check 0120-397-972", Command("check", "0120-397-972")),
        ("/language en", Command("language", "en")),
        ("/nonsense", Command("help")),
        ("忘れて", Command("forget")),
        ("ありがとう!", Command("thanks")),
        ("Help", Command("help")),
        ("無視したらどうなる?", None),
        ("", None),
    ],
)
def test_commands_are_read(commands: Commands, text: str, command: Command | None) -> None:
    """A word is a command only when it is the whole message; an unknown slash asks for help."""
    assert command == commands.read(text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("番号番 0120-397-972", "0120-397-972"),
        ("番号番、この番号は?", "この番号は?"),
        ("番号番", ""),
        ("ねえねえ\n番号番 03-3221-9225", "03-3221-9225"),
        ("番号番さん、使い方", "使い方"),
        ("Bangoban 110", "110"),
        ("この番号番って何", None),
        ("昨日の番号", None),
        ("番号番号案内はどこ?", None),
    ],
)
def test_the_name_at_the_start_of_a_line_addresses_the_bot(text: str, rest: str | None) -> None:
    """What follows the name is what is asked; the name elsewhere is chatter."""
    assert rest == after_name(text)
