"""Settings: environment variables, or the same names in `.env`; checked once, at start."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.messages import Language

OnOff = Literal["on", "off"]
LOOPBACK = ("127.0.0.1", "localhost", "::1")

# What to do, by setting: pydantic's own words speak to programmers.
_ADVICE: Mapping[str, str] = {
    "LINE_API_URL": "give an address like https://api.line.me, or remove it",
    "TELEGRAM_API_URL": "give an address like https://api.telegram.org (without /bot), or remove it",
    "TELEGRAM_BOT_TOKEN": "copy the whole token from @BotFather, like 123456789:AA...",
    "TELEGRAM_WEBHOOK_SECRET": "use 1 to 256 of the characters A-Z a-z 0-9 _ -",
    "TELEGRAM_MODE": "use webhook or polling",
    "REDIS_URL": "give an address like redis://localhost:6379/0, or remove it to use embedded stores",
    "DATABASE_URL": "give an address like postgresql://user:password@host/database or a file like sqlite:///var/bangoban.db, or remove it",
    "HOST": "use an address or name of this machine, like 127.0.0.1, ::1 or 0.0.0.0",
    "PORT": "use a number from 1 to 65535",
    "PUBLIC_URL": "give the https address that the platforms reach this server at, without a path",
    "CHAT_PAGE": "use on or off",
    "LINE_PUSH_FALLBACK": "use on or off",
    "DEFAULT_LANGUAGE": "use ja, ja-easy, en, zh-Hans, zh-Hant, ko, vi or pt",
}

# A file with a name; or a host (a name, an address, in [] that of IPv6, or none) and a port, behind what may hold a
# password of any letters.
_DATABASE = re.compile(
    r"sqlite:///.*[^/.]|postgres(?:ql)?://(?:[^/?]*@)?(?:\[[0-9A-Fa-f:.%]+\]|[^/?:@\[\]]*)(?::[0-9]{1,5})?(?:[/?].*)?"
)

HttpUrl = Annotated[str, Field(pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$")]


class SettingsError(Exception):
    """Settings are wrong; one line a setting, with its name and what to do, and no value."""


class Settings(BaseSettings):
    """All settings of the bot. Secrets do not show in its repr."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    line_channel_secret: SecretStr | None = None
    line_channel_access_token: SecretStr | None = None
    line_api_url: HttpUrl = "https://api.line.me"
    line_push_fallback: OnOff = "on"
    telegram_bot_token: SecretStr | None = None
    telegram_webhook_secret: SecretStr | None = None
    telegram_api_url: HttpUrl = "https://api.telegram.org"
    telegram_mode: Literal["webhook", "polling"] = "webhook"
    redis_url: SecretStr | None = None
    database_url: SecretStr | None = None
    data_dir: Path = Path("var")
    host: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:%-]+$")] = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    public_url: Annotated[str, Field(pattern=r"^https?://[^\s/?#]+/?$")] | None = None
    chat_page: OnOff = "off"
    admin_user: str | None = None
    admin_password: SecretStr | None = None
    default_language: Language = "ja"

    @field_validator("line_api_url", "telegram_api_url", "public_url")
    @classmethod
    def _without_slash(cls, value: str | None) -> str | None:
        if value and not urlsplit(value).hostname:  # a port that is no number raises ValueError by itself
            raise ValueError
        return value.rstrip("/") if value and urlsplit(value).port != 0 else None

    @field_validator("telegram_bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        number, _, rest = value.get_secret_value().partition(":") if value else ("1", "", "x")
        if not (number.isdigit() and rest and not set(rest) & set(" /\t")):
            raise ValueError
        return value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr | None) -> SecretStr | None:
        text = value.get_secret_value() if value else "x"
        if len(text) > 256 or not all(
            letter.isascii() and (letter.isalnum() or letter in "_-") for letter in text
        ):
            raise ValueError
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: SecretStr | None) -> SecretStr | None:
        return _begins_with(value, "redis://", "rediss://", "unix://")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not _DATABASE.fullmatch(value.get_secret_value()):
            raise ValueError
        return value

    @model_validator(mode="after")
    def _together(self) -> Self:
        if bool(self.line_channel_secret) != bool(self.line_channel_access_token):
            missing = "LINE_CHANNEL_ACCESS_TOKEN" if self.line_channel_secret else "LINE_CHANNEL_SECRET"
            raise ValueError(f"{missing}: missing; LINE needs its secret and its access token, or neither")
        if bool(self.admin_user) != bool(self.admin_password):
            missing = "ADMIN_PASSWORD" if self.admin_user else "ADMIN_USER"
            raise ValueError(f"{missing}: missing; the admin pages need a user and a password, or neither")
        if self.telegram_bot_token and self.telegram_mode == "webhook" and not self.telegram_webhook_secret:
            raise ValueError(
                "TELEGRAM_WEBHOOK_SECRET: missing; choose a secret of your own, or set TELEGRAM_MODE=polling"
            )
        return self

    @property
    def database_file(self) -> Path:
        """The file of the embedded stores."""
        url = self.database_url.get_secret_value() if self.database_url else ""
        if url.startswith("sqlite:///"):
            return Path(url.removeprefix("sqlite:///"))
        return self.data_dir / "bangoban.db"

    @property
    def registry_file(self) -> Path | None:
        """The registry's own file beside that one, which a running bot keeps to itself; None in PostgreSQL."""
        if self.database_url and not self.database_url.get_secret_value().startswith("sqlite:"):
            return None
        return self.database_file.with_suffix(".registry.db")

    @property
    def registry_url(self) -> str:
        """The registry's database. It may hold a password."""
        if self.registry_file:
            return f"sqlite:///{self.registry_file}"
        assert self.database_url  # noqa: S101 -- no file means that an address was given
        return self.database_url.get_secret_value()

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine reaches the server."""
        return self.host in LOOPBACK


def load_settings(**given: object) -> Settings:
    """The settings in force; raises SettingsError naming each wrong one. `given` goes before the environment."""
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic checks these itself
    except ValidationError as error:
        # The values, which may be secrets, are left out on purpose; so is the cause, which holds them.
        lines = [
            _line(part["loc"], part["msg"])
            for part in error.errors(include_input=False, include_context=False)
        ]
    raise SettingsError("\n".join(lines))


def _begins_with(value: SecretStr | None, *schemes: str) -> SecretStr | None:
    if value and not value.get_secret_value().startswith(schemes):
        raise ValueError
    return value


def _line(place: tuple[int | str, ...], message: str) -> str:
    if not place:
        return message.removeprefix("Value error, ")
    name = str(place[0]).upper()
    return f"{name}: wrong; {_ADVICE.get(name, message)}"
