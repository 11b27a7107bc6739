"""How far the replicas of a database have come, by the database's own positions.

Seconds that a server tells of itself are of no use where they are needed: PostgreSQL's `replay_lag` stands
still while a standby does not replay; MariaDB's `Seconds_Behind_Master` is NULL while its thread is stopped,
0 while nothing arrives. So a position of the primary is noted, and each replica is asked whether it has got
there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from varsam.domain.errors import SourceRejected
from varsam.domain.said import say

# A standby that is being copied replays nothing yet; pg_receivewal never does, but says what it has.
_STREAMS: Final = """
SELECT application_name, state IS NULL,
       coalesce(pg_wal_lsn_diff(CAST(:mark AS pg_lsn), coalesce(replay_lsn, flush_lsn, write_lsn)) > 0, true)
FROM pg_catalog.pg_stat_replication WHERE state IS DISTINCT FROM 'backup' ORDER BY application_name, pid
"""
# Somebody is to come back for what is kept here; until then the primary's disk fills with what we change.
_AWAY: Final = """
SELECT slot_name FROM pg_catalog.pg_replication_slots
WHERE NOT active AND NOT temporary
  AND pg_wal_lsn_diff(CAST(:mark AS pg_lsn), coalesce(confirmed_flush_lsn, restart_lsn)) > 0
ORDER BY slot_name
"""
_STANDBY: Final = """
SELECT pg_is_in_recovery(), coalesce(
    pg_wal_lsn_diff(
        CAST(:mark AS pg_lsn), CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() END
    ) > 0,
    true)
"""


@dataclass(frozen=True, slots=True)
class Replicas:
    """The replicas of one database: those that it knows of itself (PostgreSQL), and those that were named.

    `named`: an engine per replica, by the variable that holds its address.
    """

    source: str
    dialect: str
    named: Mapping[str, sa.Engine]

    def mark(self, connection: sa.Connection) -> str:
        """Name the place up to which the primary has written. SourceRejected: it keeps no such place."""
        if self.dialect == "postgresql":
            return str(connection.scalar(sa.text("SELECT pg_current_wal_lsn()")))
        logs, place = connection.execute(sa.text("SELECT @@global.log_bin, @@global.gtid_binlog_pos")).one()
        if not logs:
            raise SourceRejected(
                "the server writes no binary log, so it has no replicas",
                where=self.source,
                hint="drop pace.replica_lag_seconds from the map, or give the primary's address",
            )
        return str(place)

    def behind(self, connection: sa.Connection, mark: str) -> list[str]:
        """Name the replicas that haven't got to a place yet, or that can't be asked.

        SourceRejected: there are some, and this account may not see how far they are; or one isn't a replica.
        """
        found = list(self._streams(connection, mark)) if self.dialect == "postgresql" else []
        return found + [name for name, engine in self.named.items() if not self._got(name, engine, mark)]

    def _streams(self, connection: sa.Connection, mark: str) -> Iterator[str]:
        for name, hidden, behind in connection.execute(sa.text(_STREAMS), {"mark": mark}):
            if hidden:
                raise SourceRejected(
                    "the account may not see how far the replicas are behind",
                    where=self.source,
                    hint="run the SQL that `varsam source grants` prints, or drop pace.replica_lag_seconds",
                )
            if behind:
                yield str(name)
        for name in connection.scalars(sa.text(_AWAY), {"mark": mark}):
            yield str(name)

    def _got(self, name: str, engine: sa.Engine, mark: str) -> bool:
        """Whether a replica has done everything up to a place; one that doesn't answer hasn't."""
        try:
            with engine.connect() as connection:
                if self.dialect == "mariadb":
                    return _reached(str(connection.scalar(sa.text("SELECT @@global.gtid_slave_pos"))), mark)
                standby, behind = connection.execute(sa.text(_STANDBY), {"mark": mark}).one()
        except sa.exc.SQLAlchemyError:
            return False
        if not standby:
            raise SourceRejected(
                say("the address in {name} isn't a replica's", name=name),
                where=self.source,
                hint="give a standby's address in pace.replicas_env",
            )
        return not behind

    def close(self) -> None:
        """Let go of the connections."""
        for engine in self.named.values():
            engine.dispose()


def _reached(place: str, mark: str) -> bool:
    """Whether a place (`domain-server-number`, one per domain) is another, or after it, in all domains."""
    there, wanted = _numbers(place), _numbers(mark)
    return all(there.get(domain, -1) >= number for domain, number in wanted.items())


def _numbers(place: str) -> dict[str, int]:
    parts: Sequence[Sequence[str]] = [part.strip().split("-") for part in place.split(",") if part.strip()]
    found: dict[str, int] = {}
    for domain, _, number in parts:
        found[domain] = max(int(number), found.get(domain, -1))
    return found
