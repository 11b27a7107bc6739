"""Addresses of databases: read from a text that may be secret, and those of replicas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa

from varsam.domain.errors import RegisterError, SourceUnavailable
from varsam.domain.ownership import SourceMap
from varsam.sources.sql.replicas import Replicas

_REPLICA_SECONDS: Final = 5
_DRIVERS: Final = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mysql+pymysql",
}


def address(text: str, option: str, source: str) -> sa.URL:
    """Read an address that an option of the source holds or names; RegisterError never repeats it."""
    try:
        url = sa.make_url(text.strip())
        return url.set(drivername=_DRIVERS[url.get_backend_name()])
    except (sa.exc.ArgumentError, KeyError):
        known = ", ".join(sorted(_DRIVERS))
        raise RegisterError(
            f"the option {option} isn't an address like postgresql://account@host/database; known: {known}",
            where=source,
        ) from None


def replicas_of(mapped: SourceMap, dialect: str, environment: Mapping[str, str]) -> Replicas | None:
    """The replicas that the map wants to be waited for; None where it says nothing of them.

    RegisterError: MariaDB doesn't know how far its replicas are, so their addresses are needed.
    SourceUnavailable: a variable isn't set.
    """
    pace = mapped.pace
    if pace.replica_lag_seconds is None:
        return None
    if dialect == "mariadb" and not pace.replicas_env:
        raise RegisterError(
            "MariaDB doesn't tell how far its replicas are behind",
            where=mapped.source,
            hint="name the variables that hold their addresses: pace.replicas_env",
        )
    named = {}
    for name in pace.replicas_env:
        text = environment.get(name, "")
        if not text:
            raise SourceUnavailable(
                f"the environment variable {name} isn't set",
                where=mapped.source,
                hint="set it to the address",
            )
        url = address(text, "pace.replicas_env", mapped.source)
        if url.get_backend_name() != ("mysql" if dialect == "mariadb" else dialect):
            raise RegisterError("a replica is another sort of database than its source", where=mapped.source)
        named[name] = sa.create_engine(
            url,
            poolclass=sa.NullPool,
            hide_parameters=True,
            connect_args={"connect_timeout": _REPLICA_SECONDS},
        )
    return Replicas(mapped.source, dialect, named)
