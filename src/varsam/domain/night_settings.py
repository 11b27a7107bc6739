"""How a controller wants its nights: hours, patience, who is told. Secrets are only named here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Literal, TypeAlias

from varsam.domain.night import Hours, Patience
from varsam.domain.ownership import SourceMap
from varsam.domain.register import Register

Window: TypeAlias = tuple[time, time]
Security: TypeAlias = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server and who is told. `password_env` names the environment variable with the password."""

    server: str
    sender: str
    to: tuple[str, ...]
    port: int = 587
    security: Security = "starttls"
    user: str = ""
    password_env: str = ""


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address to post notices to, and the secret that signs them: both named by environment variable."""

    url_env: str
    secret_env: str


@dataclass(frozen=True, slots=True)
class NightSettings:
    """The night's settings; each has a value that is safe without a file.

    `sources`: hours of their own. `left_out`: sources that the night doesn't touch, with the reason.
    `observe_nights`: so many nights a source is planned before a standing approval counts. `overdue_days`:
    data that should have gone that many days ago is reported. `pause_days`: after so long without a run a
    person must look first. `ping_env`: names the variable with an address that is called while all goes on.
    """

    hours: Window = (time(1), time(5))
    sources: Mapping[str, Window] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    observe_nights: int = 14
    overdue_days: int = 3
    pause_days: int = 35
    patience: Patience = field(default_factory=Patience)
    language: Literal["sv", "en"] = "sv"
    mail: Mail | None = None
    webhook: Webhook | None = None
    ping_env: str = ""

    def hours_of(self, source_map: SourceMap, register: Register) -> Hours:
        """When the night may work on a source: its own hours, else its map's window, else the home's."""
        zone = register.entities[0].zone
        if source_map.source in self.sources:
            return Hours(*self.sources[source_map.source], zone)
        if source_map.pace.window is not None:
            return Hours(*source_map.pace.window, source_map.zone)
        return Hours(*self.hours, zone)
