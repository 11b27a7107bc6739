"""MariaDB's information_schema as a Schema: five queries, however many tables."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from varsam.domain.snapshot import ForeignKey, TableColumn, Trigger
from varsam.sources.sql.schema import Detail, Draft, Family, Schema, grouped, on_delete

_COLUMNS: Final = """
SELECT table_name, column_name, column_type, is_nullable = 'YES', data_type, extra,
       character_maximum_length, character_set_name, collation_name
FROM information_schema.columns WHERE table_schema = :schema ORDER BY table_name, ordinal_position
"""
# Tables whose engine can't roll back; views have no engine.
_ENGINES: Final = """
SELECT t.table_name FROM information_schema.tables t
JOIN information_schema.engines e ON e.engine = t.engine
WHERE t.table_schema = :schema AND t.table_type = 'BASE TABLE' AND coalesce(e.transactions, 'NO') <> 'YES'
"""
_INDEXES: Final = """
SELECT table_name, index_name, non_unique, column_name, sub_part
FROM information_schema.statistics WHERE table_schema = :schema
ORDER BY table_name, index_name, seq_in_index
"""
_FOREIGN: Final = """
SELECT k.table_name, k.constraint_name, k.referenced_table_name, r.delete_rule,
       k.column_name, k.referenced_column_name
FROM information_schema.key_column_usage k
JOIN information_schema.referential_constraints r
  ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name
 AND r.table_name = k.table_name
WHERE k.table_schema = :schema AND k.referenced_table_name IS NOT NULL
ORDER BY k.table_name, k.constraint_name, k.ordinal_position
"""
_TRIGGERS: Final = """
SELECT event_object_table, trigger_name, event_manipulation, action_statement
FROM information_schema.triggers WHERE event_object_schema = :schema
"""

_FAMILIES: Final[dict[str, Family]] = {
    **dict.fromkeys(("tinyint", "smallint", "mediumint", "int", "bigint", "year", "bit"), "number"),
    **dict.fromkeys(("decimal", "float", "double"), "number"),
    **dict.fromkeys(("char", "varchar", "tinytext", "text", "mediumtext", "longtext"), "text"),
    **dict.fromkeys(("enum", "set", "uuid"), "text"),
    **dict.fromkeys(("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob"), "bytes"),
    "date": "date",
    "datetime": "datetime",
    "timestamp": "instant",
    "json": "json",
}


def reflect_mariadb(connection: sa.Connection, schema: str) -> Schema:
    """Read the database of that name."""
    draft = Draft()
    named = {"schema": schema}
    for row in connection.execute(sa.text(_COLUMNS), named):
        table, name, declared, nullable, base, extra, length, charset, collation = row
        family: Family = "bool" if declared == "tinyint(1)" else _FAMILIES.get(base, "other")
        draft.add_column(
            table,
            TableColumn(
                name, declared, bool(nullable), family, "GENERATED" in extra.upper(), length and int(length)
            ),
            Detail(base, charset or "", collation or "", exact=family != "text"),
        )
    draft.without_transactions.update(connection.execute(sa.text(_ENGINES), named).scalars())
    for (table, index), rows in grouped(connection.execute(sa.text(_INDEXES), named), 2).items():
        columns = tuple(row[3] for row in rows)
        if index == "PRIMARY":
            draft.primary[table] = columns
        elif not rows[0][2] and all(row[4] is None for row in rows):
            draft.unique[table].add(columns)
        draft.indexes[table].add(columns)
    for (table, _, other, rule), rows in grouped(connection.execute(sa.text(_FOREIGN), named), 4).items():
        draft.foreign[table].append(
            ForeignKey(tuple(row[4] for row in rows), other, tuple(row[5] for row in rows), on_delete(rule))
        )
    for table, name, event, body in connection.execute(sa.text(_TRIGGERS), named):
        draft.triggers[table].append(Trigger(name, (event.lower(),)))
        draft.bodies.append((table, name, event + body))
    return draft.finish()
