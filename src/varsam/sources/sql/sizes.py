"""How large tables are, roughly and at once: from the database's statistics, or by counting a few rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import sqlalchemy as sa

# A table that was never analysed has no estimate yet: a hundred rows to a page is near enough. What has no
# pages of its own (views, partitioned and foreign tables) isn't guessed at.
_POSTGRESQL: Final = """
SELECT c.relname, CASE WHEN c.reltuples < 0 THEN pg_relation_size(c.oid) / 8192 * 100 ELSE c.reltuples END
FROM pg_catalog.pg_class c
WHERE c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = :schema)
  AND c.relkind IN ('r', 'm') AND NOT c.relispartition
"""
_MARIADB: Final = """
SELECT table_name, table_rows FROM information_schema.tables
WHERE table_schema = :schema AND table_rows IS NOT NULL
"""
_COUNTED: Final = 1_001
_AT_ONCE: Final = 50


def sizes(connection: sa.Connection, dialect: str, schema: str, tables: Iterable[str]) -> dict[str, int]:
    """Estimate the rows of tables; SQLite keeps no statistics, so there 1,001 means that many or more."""
    match dialect:
        case "postgresql":
            found = connection.execute(sa.text(_POSTGRESQL), {"schema": schema})
        case "mariadb":
            found = connection.execute(sa.text(_MARIADB), {"schema": schema})
        case _:
            stored = set(connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'table'")))
            return dict(_counted(connection, [name for name in tables if name in stored]))
    wanted = set(tables)
    return {name: int(rows) for name, rows in found if name in wanted}


def _counted(connection: sa.Connection, tables: list[str]) -> Iterator[tuple[str, int]]:
    for start in range(0, len(tables), _AT_ONCE):
        names = tables[start : start + _AT_ONCE]
        few = [
            sa.select(
                sa.literal(place),
                sa.select(sa.func.count())
                .select_from(sa.select(sa.literal(1)).select_from(sa.table(name)).limit(_COUNTED).subquery())
                .scalar_subquery(),
            )
            for place, name in enumerate(names)
        ]
        for place, rows in connection.execute(sa.union_all(*few)):
            yield names[place], int(rows)
