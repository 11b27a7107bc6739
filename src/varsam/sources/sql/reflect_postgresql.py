"""PostgreSQL's catalogue as a Schema: five queries, however many tables."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa

from varsam.domain.snapshot import ForeignKey, TableColumn, Trigger
from varsam.sources.sql.schema import Detail, Draft, Family, Schema, on_delete

# Tables, partitioned tables, views and foreign tables with their columns; a partition belongs to its parent.
_COLUMNS: Final = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull, t.typname, t.typtype,
       a.attgenerated <> '' OR a.attidentity = 'a',
       CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 THEN a.atttypmod - 4 END,
       CASE WHEN a.attcollation NOT IN (0, 100) THEN n.nspname || '.' || o.collname END,
       coalesce(o.collisdeterministic, true),
       coalesce(b.typname, t.typname)
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_type b ON t.typtype = 'd' AND b.oid = t.typbasetype
LEFT JOIN pg_catalog.pg_collation o ON o.oid = a.attcollation
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = o.collnamespace
WHERE c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = :schema)
  AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
ORDER BY c.relname, a.attnum
"""
# Primary keys, unique constraints and foreign keys.
_CONSTRAINTS: Final = """
SELECT c.relname, k.contype,
       ARRAY(SELECT a.attname FROM unnest(k.conkey) WITH ORDINALITY u(n, i)
             JOIN pg_catalog.pg_attribute a
             ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY u.i)::text[],
       f.relname,
       ARRAY(SELECT a.attname FROM unnest(k.confkey) WITH ORDINALITY u(n, i)
             JOIN pg_catalog.pg_attribute a
             ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY u.i)::text[],
       k.confdeltype, k.condeferrable
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
LEFT JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
WHERE k.connamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = :schema)
  AND k.contype IN ('p', 'u', 'f') AND NOT c.relispartition AND c.relkind IN ('r', 'p')
ORDER BY c.relname, k.conname
"""
# Indexes over plain columns; a partial index doesn't serve every query and is left out.
_INDEXES: Final = """
SELECT c.relname, i.indisunique,
       ARRAY(SELECT a.attname FROM unnest(i.indkey::int2[]) WITH ORDINALITY u(n, p)
             JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.n
             WHERE u.p <= i.indnkeyatts ORDER BY u.p)::text[]
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
WHERE c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = :schema)
  AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND NOT c.relispartition
  AND c.relkind IN ('r', 'p', 'm')
"""
# Triggers that people made and that are switched on; the function's text belongs to the fingerprint.
_TRIGGERS: Final = """
SELECT c.relname, t.tgname, t.tgtype, pg_get_triggerdef(t.oid), p.prosrc
FROM pg_catalog.pg_trigger t
JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
WHERE c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = :schema)
  AND NOT t.tgisinternal AND t.tgenabled <> 'D' AND NOT c.relispartition
"""
# Rules that people made: what one does as a row goes is done as by a trigger.
_RULES: Final = """
SELECT c.relname, r.rulename, r.ev_type::text, pg_get_ruledef(r.oid)
FROM pg_catalog.pg_rewrite r
JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
WHERE c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = :schema)
  AND c.relkind IN ('r', 'p') AND r.ev_enabled <> 'D' AND NOT c.relispartition
"""

_FAMILIES: Final[dict[str, Family]] = {
    **dict.fromkeys(("int2", "int4", "int8", "numeric", "float4", "float8", "oid"), "number"),
    **dict.fromkeys(("text", "varchar", "bpchar", "name", "citext", "uuid"), "text"),
    "bytea": "bytes",
    "date": "date",
    "timestamp": "datetime",
    "timestamptz": "instant",
    "bool": "bool",
    "json": "json",
    "jsonb": "json",
}
_INEXACT: Final = frozenset({"bpchar", "citext"})
_EVENTS: Final = ((4, "insert"), (16, "update"), (8, "delete"))
_RULED: Final = {"2": "update", "3": "insert", "4": "delete"}


def reflect_postgresql(connection: sa.Connection, schema: str) -> Schema:
    """Read the schema of that name."""
    named = {"schema": schema}
    queries = (_COLUMNS, _CONSTRAINTS, _INDEXES, _TRIGGERS, _RULES)
    # As plain tuples: SQLAlchemy's rows print long texts shortened, and would look the same when they aren't.
    return _understood(
        _Seen([list(map(tuple, connection.execute(sa.text(query), named))) for query in queries])
    )


class _Seen:
    """What the catalogue said; equal if it said the same, so that the same is understood once."""

    def __init__(self, answers: list[list[Any]]) -> None:
        self.answers = answers
        self._said = repr(answers)

    def __hash__(self) -> int:
        return hash(self._said)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Seen) and self._said == other._said


@lru_cache(maxsize=8)
def _understood(seen: _Seen) -> Schema:
    draft = Draft()
    columns_of, constraints, indexes, triggers, rules = seen.answers
    for row in columns_of:
        table, name, declared, nullable, own, kind, generated, length, collation, deterministic, base = row
        family: Family = "text" if kind == "e" else _FAMILIES.get(base, "other")
        draft.add_column(
            table,
            TableColumn(name, declared, nullable, family, generated, length),
            Detail(
                base="enum" if kind == "e" else base,
                charset=own if kind == "e" else "",
                collation=collation or "",
                exact=deterministic and base not in _INEXACT,
            ),
        )
    for table, kind, columns, other, target, deletion, deferrable in constraints:
        if kind == "p":
            draft.primary[table] = tuple(columns)
        elif kind == "u":
            draft.unique[table].add(tuple(columns))
        else:
            draft.foreign[table].append(
                ForeignKey(tuple(columns), other, tuple(target), on_delete(deletion), deferrable)
            )
    for table, unique, columns in indexes:
        draft.indexes[table].add(tuple(columns))
        if unique and tuple(columns) != draft.primary.get(table):
            draft.unique[table].add(tuple(columns))
    for table, name, bits, definition, body in triggers:
        events = tuple(event for bit, event in _EVENTS if bits & bit)
        draft.triggers[table].append(Trigger(name, events))
        draft.bodies.append((table, name, definition + body))
    for table, name, kind, definition in rules:
        draft.triggers[table].append(Trigger(name, (_RULED[kind],)))
        draft.bodies.append((table, name, definition))
    return draft.finish()
