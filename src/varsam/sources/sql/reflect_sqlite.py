"""SQLite's sqlite_master and pragmas as a Schema: five queries, however many tables."""

from __future__ import annotations

import re
from typing import Any, Final

import sqlalchemy as sa

from varsam.domain.snapshot import ForeignKey, TableColumn, Trigger
from varsam.sources.sql.schema import Detail, Draft, Family, Schema, grouped, on_delete

_TABLES: Final = """
SELECT name, sql FROM sqlite_master
WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name
"""
_COLUMNS: Final = """
SELECT m.name, c.name, c.type, c."notnull", c.pk, c.hidden
FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c
WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name, c.cid
"""
_INDEXES: Final = """
SELECT m.name, i.name, i."unique", i.partial, c.name
FROM sqlite_master m JOIN pragma_index_list(m.name) i JOIN pragma_index_info(i.name) c
WHERE m.type = 'table' ORDER BY m.name, i.name, c.seqno
"""
_FOREIGN: Final = """
SELECT m.name, f.id, f."table", f.on_delete, f."from", f."to"
FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq
"""
_TRIGGERS: Final = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'"

_EVENT: Final = re.compile(r"\b(DELETE|INSERT|UPDATE)\b(?=.*?\bON\b)", re.IGNORECASE | re.DOTALL)
_LENGTH: Final = re.compile(r"\((\d+)\)")
_COLLATED: Final = re.compile(r"\bCOLLATE\b", re.IGNORECASE)
# First match wins; what SQLite itself makes of a declared type is only its affinity.
_WORDS: Final[tuple[tuple[str, Family], ...]] = (
    ("BOOL", "bool"),
    ("DATETIME", "datetime"),
    ("TIMESTAMP", "datetime"),
    ("DATE", "date"),
    ("INT", "number"),
    ("CHAR", "text"),
    ("CLOB", "text"),
    ("TEXT", "text"),
    ("UUID", "text"),
    ("JSON", "json"),
    ("BLOB", "bytes"),
    ("REAL", "number"),
    ("FLOA", "number"),
    ("DOUB", "number"),
    ("NUM", "number"),
    ("DEC", "number"),
)


def reflect_sqlite(connection: sa.Connection, schema: str) -> Schema:
    """Read the main database of the file; SQLite knows no schemas, so `schema` isn't looked at."""
    draft = Draft()
    # A declared collation isn't told by any pragma: a table whose text names one is compared twice.
    collated = {name: bool(_COLLATED.search(sql or "")) for name, sql in connection.execute(sa.text(_TABLES))}
    for (table,), columns in grouped(connection.execute(sa.text(_COLUMNS)), 1).items():
        _add_columns(draft, table, columns, inexact=collated[table])
    for (table, _, unique, partial), rows in grouped(connection.execute(sa.text(_INDEXES)), 4).items():
        names = tuple(row[4] for row in rows)
        if partial or None in names or table not in draft.columns:
            continue
        draft.indexes[table].add(names)
        if unique and names != draft.primary.get(table):
            draft.unique[table].add(names)
    for (table, _, other, rule), rows in grouped(connection.execute(sa.text(_FOREIGN)), 4).items():
        if table in draft.columns:
            target = tuple(row[5] for row in rows)
            implied = draft.primary.get(other, ()) if None in target else target
            draft.foreign[table].append(
                ForeignKey(tuple(row[4] for row in rows), other, implied, on_delete(rule))
            )
    for table, name, sql in connection.execute(sa.text(_TRIGGERS)):
        found = _EVENT.search(sql)
        draft.triggers[table].append(Trigger(name, (found.group(1).lower(),) if found else ()))
        draft.bodies.append((table, name, sql))
    return draft.finish()


def _add_columns(draft: Draft, table: str, rows: list[Any], *, inexact: bool) -> None:
    keys: list[tuple[int, str]] = []
    for _, name, declared, not_null, position, hidden in rows:
        if hidden == 1:  # a virtual table's hidden column
            continue
        family: Family = next((family for word, family in _WORDS if word in declared.upper()), "other")
        length = _LENGTH.search(declared) if family == "text" else None
        draft.add_column(
            table,
            TableColumn(
                name,
                declared.lower(),
                not not_null,
                family,
                generated=int(hidden) in (2, 3),
                length=int(length.group(1)) if length else None,
            ),
            Detail(declared.lower(), exact=not (inexact and family in ("text", "other"))),
        )
        if position:
            keys.append((int(position), name))
    if keys:
        draft.primary[table] = tuple(name for _, name in sorted(keys))
        draft.indexes[table].add(draft.primary[table])
