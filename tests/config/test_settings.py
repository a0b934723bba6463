"""Settings are checked once, and errors say what to do without the value."""

from pathlib import Path

import pytest

from config.settings import Settings, SettingsError, load_settings

LINE = {"LINE_CHANNEL_SECRET": "s3cret-line", "LINE_CHANNEL_ACCESS_TOKEN": "t0ken-line"}
TELEGRAM = {"TELEGRAM_BOT_TOKEN": "1234:t0ken-telegram", "TELEGRAM_WEBHOOK_SECRET": "s3cret_telegram"}


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each test begins in an empty folder, with no setting in the environment."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def load(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def test_nothing_needs_to_be_set() -> None:
    """Without settings: loopback, embedded stores, Japanese, no platform."""
    settings = load_settings()

    assert (settings.host, settings.port, settings.default_language) == ("127.0.0.1", 8000, "ja")
    assert settings.database_file == Path("var/bangoban.db")
    assert settings.line_channel_secret is None
    assert settings.telegram_bot_token is None
    assert settings.on_loopback


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A name in `.env` counts where the environment has none; an empty one is unset."""
    (tmp_path / ".env").write_text("PORT=9001\nDEFAULT_LANGUAGE=en\nREDIS_URL=\nUNKNOWN=1\n")

    settings = load(monkeypatch, PORT="9002")

    assert (settings.port, settings.default_language, settings.redis_url) == (9002, "en", None)


def test_both_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets are taken and do not show in the repr."""
    settings = load(monkeypatch, **LINE, **TELEGRAM)

    assert settings.line_channel_secret
    assert settings.line_channel_secret.get_secret_value() == "s3cret-line"
    assert not any(secret in repr(settings) for secret in (*LINE.values(), *TELEGRAM.values()))


def test_addresses_lose_their_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are appended to addresses, so a slash at their end is dropped."""
    settings = load(monkeypatch, LINE_API_URL="http://127.0.0.1:4020/", PUBLIC_URL="https://bot.example/")

    assert settings.line_api_url == "http://127.0.0.1:4020"
    assert settings.public_url == "https://bot.example"


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"LINE_CHANNEL_SECRET": "s3cret"}, "LINE_CHANNEL_ACCESS_TOKEN"),
        ({"LINE_CHANNEL_ACCESS_TOKEN": "s3cret"}, "LINE_CHANNEL_SECRET"),
        ({"TELEGRAM_BOT_TOKEN": "1234:s3cret"}, "TELEGRAM_WEBHOOK_SECRET"),
        ({"TELEGRAM_BOT_TOKEN": "s3cret"}, "TELEGRAM_BOT_TOKEN"),
        ({**TELEGRAM, "TELEGRAM_WEBHOOK_SECRET": "s3cret with spaces"}, "TELEGRAM_WEBHOOK_SECRET"),
        ({**TELEGRAM, "TELEGRAM_WEBHOOK_SECRET": "x" * 257}, "TELEGRAM_WEBHOOK_SECRET"),
        ({"TELEGRAM_MODE": "push"}, "TELEGRAM_MODE"),
        ({"LINE_API_URL": "api.line.me"}, "LINE_API_URL"),
        ({"TELEGRAM_API_URL": "ftp://x"}, "TELEGRAM_API_URL"),
        ({"PUBLIC_URL": "https://bot.example/path"}, "PUBLIC_URL"),
        ({"REDIS_URL": "localhost:6379/s3cret"}, "REDIS_URL"),
        ({"DATABASE_URL": "mysql://user:s3cret@db"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://user:s3cret@db:notaport/x"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://user:s3cret@[::1/x"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///folder/"}, "DATABASE_URL"),
        ({"PORT": "0"}, "PORT"),
        ({"HOST": "http://127.0.0.1"}, "HOST"),
        ({"HOST": "[::1]"}, "HOST"),
        ({"ADMIN_USER": "operator"}, "ADMIN_PASSWORD"),
        ({"ADMIN_PASSWORD": "s3cret"}, "ADMIN_USER"),
        ({"PORT": "http"}, "PORT"),
        ({"CHAT_PAGE": "yes"}, "CHAT_PAGE"),
        ({"LINE_PUSH_FALLBACK": "1"}, "LINE_PUSH_FALLBACK"),
        ({"DEFAULT_LANGUAGE": "fr"}, "DEFAULT_LANGUAGE"),
    ],
)
def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], named: str
) -> None:
    """The error begins with the setting's name, says what to do, and holds no value."""
    with pytest.raises(SettingsError) as raised:
        load(monkeypatch, **environment)

    told = str(raised.value)
    assert told.startswith(f"{named}: ")
    assert ";" in told
    assert "s3cret" not in told
    assert raised.value.__cause__ is None


def test_every_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two mistakes are told at once."""
    with pytest.raises(SettingsError) as raised:
        load(monkeypatch, PORT="x", DEFAULT_LANGUAGE="x")

    assert {line.partition(":")[0] for line in str(raised.value).splitlines()} == {"PORT", "DEFAULT_LANGUAGE"}


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://user:p:[#]%40@db:5432/bangoban?sslmode=require",
        "postgres://u@[::1]:5432/db",
        "postgresql:///db?host=/run/postgresql",
        "postgresql://127.0.0.1",
        "sqlite:///var/x.db",
        "sqlite:////srv/bangoban/x.db",
    ],
)
def test_the_addresses_of_databases(address: str) -> None:
    """Any host, IPv6 and sockets included, and any letters in a password."""
    found = load_settings(database_url=address).database_url
    assert found
    assert found.get_secret_value() == address
