"""What the environment and `.env` say, checked at once, with every fault named and no secret shown."""

import ipaddress
import os
import pathlib
import re
import typing
import urllib.parse

import pydantic
import pydantic_settings
import sqlalchemy

import bot.errors
import data.postgresql
import data.sqlite
import rules.settings

ROOT = pathlib.Path(__file__).parent.parent
"""Where `pyproject.toml` is, and `.env` may be."""

SECRETS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")

HTTP_PORT = 3000
"""The port for Slack's requests where none is set."""


class SettingsError(bot.errors.Refusal):
    """The environment won't do; each line names a setting, what is wrong, and what to write."""


class Settings(pydantic_settings.BaseSettings):
    """The settings of a process, by their names in the environment. An empty one counts as not given."""

    model_config = pydantic_settings.SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", hide_input_in_errors=True, frozen=True
    )

    muster_transport: typing.Literal["socket", "http"] = pydantic.Field(
        default="socket", description="How Slack's requests come: socket (Muster opens one) or http (Slack sends them)."
    )
    slack_bot_token: pydantic.SecretStr = pydantic.Field(
        default=pydantic.SecretStr(""), description="The bot's token, from OAuth & Permissions (xoxb-…)."
    )
    slack_app_token: pydantic.SecretStr = pydantic.Field(
        default=pydantic.SecretStr(""), description="The app's token with connections:write (xapp-…), for socket."
    )
    slack_signing_secret: pydantic.SecretStr = pydantic.Field(
        default=pydantic.SecretStr(""), description="The app's signing secret, from Basic Information, for http."
    )
    muster_host: str = pydantic.Field(
        default="127.0.0.1", description="The address of this machine at which MUSTER_PORT is served."
    )
    muster_port: int = pydantic.Field(
        default=0,
        ge=0,
        le=65535,
        description="Where health, metrics and Slack's requests are served; 0 is none, and with http 3000.",
    )
    slack_api_url: str = pydantic.Field(
        default="https://slack.com/api/", description="Where Slack's Web API is; another only for a local Slack."
    )
    database_url: str = pydantic.Field(default="sqlite:///var/muster.db", description="Where the store is.", repr=False)
    muster_managers: typing.Annotated[tuple[str, ...], pydantic_settings.NoDecode] = pydantic.Field(
        default=(), description="Slack ids of people who are managers as long as they stand here, comma between."
    )
    muster_time_zone: str = pydantic.Field(
        default="", description="The programme's zone in a new store; later `muster settings time_zone`."
    )
    muster_triage_channel: str = pydantic.Field(
        default="", description="The triage channel's id in a new store; later `muster settings triage_channel`."
    )
    muster_clock_url: str = pydantic.Field(
        default="", description="A local Slack's clock to live by; for the demo and tests only."
    )
    muster_http_timeout: float = pydantic.Field(
        default=10, gt=0, le=60, description="Seconds that a call to Slack may take before its outcome is unknown."
    )
    muster_lease_margin: float = pydantic.Field(
        default=5, gt=0, le=60, description="Seconds to wait beyond that before a message is looked for in Slack."
    )
    log_level: str = pydantic.Field(
        default="INFO", description="DEBUG, INFO, WARNING or ERROR; what people type is logged at none."
    )
    log_format: typing.Literal["text", "json"] = pydantic.Field(default="text", description="text or json.")

    @pydantic.field_validator("slack_api_url")
    @classmethod
    def _api_url(cls, url: str) -> str:
        parts = urllib.parse.urlsplit(url)
        if not parts.hostname or parts.scheme not in ("http", "https"):
            raise ValueError("is no address. Write one such as https://slack.com/api/.")
        if parts.scheme == "http" and not is_loopback(url):
            raise ValueError("would send tokens unencrypted. Write an https address.")
        return url.rstrip("/") + "/"

    @pydantic.field_validator("database_url")
    @classmethod
    def _database(cls, url: str) -> str:
        if not _is_a_store(url):
            raise ValueError(
                "is no store's address. Write one such as sqlite:///var/muster.db or postgresql://muster@localhost/muster"
                " (in a password, %40 for @ and %2F for /)."
            )
        return url

    @pydantic.field_validator("muster_managers", mode="before")
    @classmethod
    def _managers(cls, text: object) -> tuple[str, ...]:
        ids = tuple(str(text).replace(",", " ").split()) if isinstance(text, str) else ()
        for slack_id in ids:
            if not re.fullmatch(r"[UW][A-Z0-9]{2,}", slack_id):
                raise ValueError(f"{slack_id!r} is no Slack id. Write ids such as U0123ABCD, comma between.")
        return ids

    @pydantic.field_validator("muster_time_zone", "muster_triage_channel")
    @classmethod
    def _first_value(cls, text: str, info: pydantic.ValidationInfo) -> str:
        return rules.settings.check(str(info.field_name).removeprefix("muster_"), text) if text else text

    @pydantic.field_validator("log_level")
    @classmethod
    def _level(cls, text: str) -> str:
        if text.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("is no level. Write DEBUG, INFO, WARNING or ERROR.")
        return text.upper()

    @pydantic.field_validator("muster_clock_url")
    @classmethod
    def _clock_is_local(cls, url: str, info: pydantic.ValidationInfo) -> str:
        if url and not (is_loopback(url) and is_loopback(info.data.get("slack_api_url", url))):
            raise ValueError("moves time; it is for a local Slack only, on 127.0.0.1 as SLACK_API_URL.")
        return url

    @property
    def port(self) -> int:
        """The port that is served; 0 for none."""
        return self.muster_port or (HTTP_PORT if self.muster_transport == "http" else 0)

    @property
    def is_local(self) -> bool:
        """Whether Slack is on this machine, and no proxy must come between."""
        return is_loopback(self.slack_api_url)


class JoiningSettings(Settings):
    """The settings of a process that joins a workspace: the bot's token, and what its transport asks for."""

    @pydantic.field_validator("slack_signing_secret")
    @classmethod
    def _secret(cls, secret: pydantic.SecretStr, info: pydantic.ValidationInfo) -> pydantic.SecretStr:
        if info.data.get("muster_transport") == "http" and not secret.get_secret_value():
            where = Settings.model_fields[str(info.field_name)].description
            raise ValueError(f"is missing. Put it into .env. {where}")
        return secret

    @pydantic.field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _token(cls, token: pydantic.SecretStr, info: pydantic.ValidationInfo) -> pydantic.SecretStr:
        name = str(info.field_name)
        if name == "slack_app_token" and info.data.get("muster_transport") == "http":
            return token
        prefix = "xoxb-" if name == "slack_bot_token" else "xapp-"
        if not token.get_secret_value().startswith(prefix):
            where = Settings.model_fields[name].description
            raise ValueError(f"is missing or does not begin with {prefix}. Put it into .env. {where}")
        return token


def load(joins: bool = False, env_file: bool = True) -> Settings:
    """The settings; a process that `joins` a workspace needs its tokens. Raises SettingsError with every fault."""
    file = ROOT / ".env"
    try:
        settings = (JoiningSettings if joins else Settings)(_env_file=file if env_file else None)  # type: ignore[call-arg]  # an argument of pydantic's own
    except pydantic.ValidationError as error:
        faults = [_fault(dict(one)) for one in error.errors(include_url=False, include_input=False)]
        raise SettingsError("\n".join(faults)) from None
    except UnicodeDecodeError:
        raise SettingsError(f"{file} can't be read: it is not UTF-8 text.") from None
    _hide_from_libraries()
    return settings


def _fault(error: dict[str, typing.Any]) -> str:
    name = "".join(str(part).upper() for part in error["loc"][:1])
    reason = str(error["msg"]).removeprefix("Value error, ").removesuffix(".")
    return f"{name}: {reason}."


def _hide_from_libraries() -> None:
    """Bolt would read tokens from the environment by itself, and a child process inherit them."""
    for name in [name for name in os.environ if name.startswith("SLACK_")]:
        del os.environ[name]


def _is_a_store(url: str) -> bool:
    """Whether it is the address of an SQLite file (in memory, each connection would have a store of its own) or of a
    PostgreSQL database. An @ in its host is the rest of a password, which would be shown as the host's name."""
    try:
        store = sqlalchemy.make_url(url)
    except (sqlalchemy.exc.ArgumentError, ValueError):
        return False
    known = (*data.sqlite.DRIVERS, *data.postgresql.DRIVERS)
    return store.drivername in known and store.database not in (None, "", ":memory:") and "@" not in (store.host or "")


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine."""
    host = urllib.parse.urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
