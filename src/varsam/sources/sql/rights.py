"""What the account of a source may do beyond the least rights that its map needs."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from varsam.domain.ownership import SourceMap
from varsam.sources.base import Excess
from varsam.sources.sql.grants import needs
from varsam.sources.sql.schema import Schema

_ROLE: Final = """
SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_catalog.pg_roles
WHERE rolname = current_user
"""
_ROLE_WORDS: Final = ("SUPERUSER", "CREATEROLE", "CREATEDB", "BYPASSRLS")
_SCHEMA: Final = "SELECT has_schema_privilege(:schema, 'CREATE')"
_TABLES: Final = """
SELECT c.relname, pg_has_role(c.relowner, 'USAGE'),
       has_table_privilege(c.oid, 'INSERT'), has_table_privilege(c.oid, 'DELETE'),
       has_table_privilege(c.oid, 'TRUNCATE'), has_table_privilege(c.oid, 'TRIGGER'),
       has_table_privilege(c.oid, 'UPDATE'), has_any_column_privilege(c.oid, 'UPDATE')
FROM pg_catalog.pg_class c
WHERE c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = :schema)
  AND c.relkind IN ('r', 'p') AND NOT c.relispartition
ORDER BY c.relname
"""
_GRANTEE: Final = """
SELECT concat('''', substring_index(current_user(), '@', 1), '''@''',
              substring_index(current_user(), '@', -1), '''')
"""
_ON_ALL: Final = "SELECT privilege_type FROM information_schema.user_privileges WHERE grantee = :who"
_ON_SCHEMA: Final = """
SELECT privilege_type FROM information_schema.schema_privileges
WHERE grantee = :who AND :schema LIKE table_schema
"""
_ON_TABLES: Final = """
SELECT table_name, privilege_type FROM information_schema.table_privileges
WHERE grantee = :who AND table_schema = :schema ORDER BY table_name, privilege_type
"""
_HARMLESS: Final = frozenset({"USAGE", "SELECT", "SHOW VIEW"})


def excess(
    connection: sa.Connection, dialect: str, namespace: str, schema: Schema, mapped: SourceMap
) -> list[Excess]:
    """List what the account may do and needn't; a file has no accounts."""
    _, deleting, writing = needs(mapped, schema)
    changed = {table for table, columns in writing.items() if columns}
    match dialect:
        case "postgresql":
            return _postgresql(connection, namespace, deleting, changed)
        case "mariadb":
            return _mariadb(connection, namespace, deleting, changed)
    return []


def _postgresql(
    connection: sa.Connection, namespace: str, deleting: set[str], changed: set[str]
) -> list[Excess]:
    role = connection.execute(sa.text(_ROLE)).one()
    powers = tuple(word for word, has in zip(_ROLE_WORDS, role, strict=True) if has)
    found = [Excess("", powers)] if powers else []
    if role[0]:
        # A superuser may do everything; telling it table by table says nothing more.
        return found
    if connection.scalar(sa.text(_SCHEMA), {"schema": namespace}):
        found.append(Excess("", ("CREATE",)))
    for name, owner, insert, delete, truncate, trigger, update, some in connection.execute(
        sa.text(_TABLES), {"schema": namespace}
    ):
        rights = {
            "OWNER": owner,
            "INSERT": insert,
            "DELETE": delete and name not in deleting,
            "TRUNCATE": truncate,
            "TRIGGER": trigger,
            # Columns are named one by one, so a right on the whole table is too much.
            "UPDATE": update or (some and name not in changed | deleting),
        }
        if more := tuple(word for word, has in rights.items() if has):
            found.append(Excess(name, ("OWNER",) if owner else more))
    return found


def _mariadb(
    connection: sa.Connection, namespace: str, deleting: set[str], changed: set[str]
) -> list[Excess]:
    who = {"who": connection.scalar(sa.text(_GRANTEE))}
    everywhere = sorted(set(connection.execute(sa.text(_ON_ALL), who).scalars()) - {"USAGE"})
    found = [Excess("", tuple(everywhere))] if everywhere else []
    at = {**who, "schema": namespace}
    allowed = _HARMLESS | {"CREATE TEMPORARY TABLES"}
    if here := sorted(set(connection.execute(sa.text(_ON_SCHEMA), at).scalars()) - allowed):
        found.append(Excess(namespace, tuple(here)))
    tables: dict[str, list[str]] = {}
    for name, right in connection.execute(sa.text(_ON_TABLES), at):
        if right in _HARMLESS or (right == "DELETE" and name in deleting):
            continue
        tables.setdefault(name, []).append(right)
    return [*found, *(Excess(name, tuple(rights)) for name, rights in tables.items())]
