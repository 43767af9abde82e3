"""What was set: read once from the environment and the command line, then passed on."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from graph_api.errors import BadParameterError, Language, nearest
from graph_api.settings.setting import Setting
from graph_api.settings.table import PREFIX, SETTINGS
from graph_api.settings.texts import Text, language_of_locale
from graph_api.settings.values import UnusableError


@dataclass(frozen=True, slots=True)
class Settings:
    """What was set, read once and passed to whoever needs it.

    Attributes
    ----------
    origins
        For each name: ``default``, ``environment`` or ``command line``.
    unknown
        Variables that begin like ours and are not; each with the nearest ones.

    Examples
    --------
    >>> Settings.from_env({"EMPOWER_PORT": "8080"}).port
    8080

    """

    host: str = "127.0.0.1"
    port: int = 8000
    allow_open: bool = False
    hosts: tuple[str, ...] = ()
    sign_in: bool | None = None
    introspection: str = "analyst"
    tls_cert: Path | None = None
    tls_key: Path | None = None
    proxy: tuple[str, ...] = ()
    cors: tuple[str, ...] = ()
    oidc_issuer: str | None = None
    oidc_audience: str | None = None
    oidc_jwks: str | None = None
    oidc_role_claim: str = "roles"
    oidc_roles: tuple[str, ...] = ()
    oidc_default_role: str | None = None
    oidc_skew: int = 30
    oidc_refetch: int = 30
    deadline_ms: int = 10_000
    max_cost: int = 100_000
    max_concurrent: int = 8
    job_minutes: int = 60
    job_keep_hours: int = 24
    job_workers: int = 1
    data: Path = Path("data")
    language: Language = "en"
    neo4j_uri: str | None = None
    neo4j_user: str = ""
    neo4j_password: str = field(default="", repr=False)
    neo4j_database: str = "neo4j"
    trusted: Path | None = None
    only_trusted: bool = False
    seeds: Path | None = None
    cache: Path | None = None
    font: Path | None = None
    memory_mb: int = 256
    log_level: str | None = None
    log_format: str = "auto"
    workers: int = 1
    drain_seconds: int = 10
    drain_delay_ms: int = 300
    metrics: Literal["loopback", "reader", "admin", "off"] = "loopback"
    otlp_endpoint: str | None = None
    origins: Mapping[str, str] = field(default_factory=dict, repr=False)
    unknown: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def from_env(
        cls, environ: Mapping[str, str], said: Mapping[str, str | None] | None = None
    ) -> Settings:
        """Read the settings from the environment, and over it what the command line said.

        An empty variable counts as not set.

        Parameters
        ----------
        environ
            The environment.
        said
            Values by name of setting, from options; None is not said.

        Raises
        ------
        BadParameterError
            Naming every variable whose value cannot be used, never a secret one's value.

        """
        values: dict[str, Any] = {"language": language_of_locale(environ)}
        origins: dict[str, str] = {}
        wrong: list[tuple[Text, str]] = []
        for setting in SETTINGS:
            text, origin = (said or {}).get(setting.name), "command line"
            if text is None:
                text, origin = environ.get(setting.variable) or None, "environment"
            if text is None:
                origins[setting.name] = "default"
                continue
            origins[setting.name] = origin
            try:
                values[setting.name] = setting.read(text)
            except UnusableError as error:
                wrong.append((_complaint(setting, text, error), setting.variable))
        if wrong:
            raise BadParameterError(
                "; ".join(text.en for text, _ in wrong) + ". Correct it and start again.",
                "；".join(text.zh for text, _ in wrong) + "。请改正后重新启动。",
                settings=[variable for _, variable in wrong],
            )
        known = [setting.variable for setting in SETTINGS]
        unknown = {
            name: nearest(name, known)
            for name in sorted(environ)
            if name.startswith(PREFIX) and name not in known
        }
        return cls(**values, origins=origins, unknown=unknown)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Give what must never be shown or logged."""
        inside = urlsplit(self.neo4j_uri).password if self.neo4j_uri else None
        collector = urlsplit(self.otlp_endpoint).password if self.otlp_endpoint else None
        return tuple(secret for secret in (self.neo4j_password, inside, collector) if secret)

    @property
    def needs_sign_in(self) -> bool:
        """Tell whether whoever asks the service has to sign in."""
        if self.sign_in is not None:
            return self.sign_in
        if self.oidc_issuer is not None:
            return True
        return self.is_reached and not self.allow_open

    @property
    def is_reached(self) -> bool:
        """Tell whether others than this machine reach the service: themselves, or by a proxy."""
        return not self.is_loopback or bool(self.proxy)

    @property
    def is_loopback(self) -> bool:
        """Tell whether the service listens on this machine's own address alone."""
        return is_loopback(self.host)

    def shown(self, setting: Setting) -> str:
        """Give the value of a setting for people; of a secret only whether it is set."""
        value = getattr(self, setting.name)
        if setting.is_secret:
            return "***" if value else ""
        if isinstance(value, bool):
            return "1" if value else "0"
        if isinstance(value, tuple):
            return ",".join(value)
        text = "" if value is None else str(value)
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return text


def is_loopback(host: str) -> bool:
    """Tell whether an address is this machine's own.

    Examples
    --------
    >>> is_loopback("127.0.0.2"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, False)

    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _complaint(setting: Setting, value: str, error: UnusableError) -> Text:
    shown = "***" if setting.is_secret or "@" in value else value[:100]
    return Text(
        f"{setting.variable} must be {error}, not {shown!r}",
        f"{setting.variable} 必须是 {error.zh}，不能是“{shown}”",
    )
