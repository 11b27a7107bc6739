"""The least rights that a map needs, as SQL for the database's administrator."""

from __future__ import annotations

from collections.abc import Iterator

from varsam.domain.ownership import Kind, Method, SourceMap
from varsam.domain.predicate import Edge, tables_of
from varsam.sources.sql.schema import Schema


def grants(dialect: str, namespace: str, schema: Schema, mapped: SourceMap, account: str) -> list[str]:
    """Write the statements: read what the map walks, delete and overwrite what it disposes of.

    PostgreSQL wants UPDATE on a column to lock a row that is deleted; the key column is named for that.
    """
    if dialect == "sqlite":
        return []
    quote = _quote_mariadb if dialect == "mariadb" else _quote
    who = "'{}'@'%'".format(account.replace("'", "''")) if dialect == "mariadb" else quote(account)
    reading, deleting, writing = needs(mapped, schema)
    statements = []
    if dialect == "postgresql":
        statements.append(f"GRANT USAGE ON SCHEMA {quote(namespace)} TO {who};")
        statements.append(
            "DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO %I', current_database(), "
            f"'{account.replace(chr(39), chr(39) * 2)}'); END $$;"
        )
        if mapped.pace.replica_lag_seconds is not None:
            # How far replicas are behind is shown to nobody else.
            statements.append(f"GRANT pg_read_all_stats TO {who};")
    else:
        statements.append(f"GRANT CREATE TEMPORARY TABLES ON {quote(namespace)}.* TO {who};")
    for table in sorted(reading | deleting | set(writing)):
        on = f"{quote(namespace)}.{quote(table)}"
        rights = ["SELECT"]
        columns = set(writing.get(table, ()))
        if table in deleting:
            rights.append("DELETE")
            if dialect == "postgresql":
                columns.update(schema.tables[table].primary_key[:1] if table in schema.tables else ())
        if columns:
            rights.append(f"UPDATE ({', '.join(quote(column) for column in sorted(columns))})")
        statements.append(f"GRANT {', '.join(rights)} ON {on} TO {who};")
    return statements


def needs(mapped: SourceMap, schema: Schema) -> tuple[set[str], set[str], dict[str, set[str]]]:
    """The tables that are read, those that rows are deleted from, and the columns written, by table."""
    # Inspecting counts rows of every table of a kind, and residue is searched in all of them.
    reading, deleting = set(schema.tables) - schema.temporary, set[str]()
    writing: dict[str, set[str]] = {}
    for kind in mapped.kinds:
        if kind.inside is not None:
            # Its rows lie in a temporary table; what changes is the outermost container's cell.
            if not kind.inside.deep:
                writing.setdefault(kind.inside.table, set()).add(kind.inside.column)
            continue
        reading.add(kind.table)
        for edge in _edges(kind):
            reading |= {edge.table} | tables_of(edge.where)
        if kind.disposal.method is Method.NEVER:
            continue
        columns = {column for group in kind.groups for column in (*group.columns, *group.values)}
        columns |= set(kind.disposal.values) | set(kind.disposal.when_referred or {})
        columns |= {column for reference in kind.references for column in reference.columns}
        writing.setdefault(kind.table, set()).update(columns)
        if kind.disposal.method is Method.DELETE or any(not group.columns for group in kind.groups):
            deleting.add(kind.table)
    return reading - schema.temporary, deleting, writing


def _edges(kind: Kind) -> Iterator[Edge]:
    if kind.part_of:
        yield kind.part_of.edge
    for reference in kind.references:
        yield from (reference.up, reference.down)
    for identifier in kind.identifiers:
        yield from identifier.edges
    owners = [
        owner for owner in (kind.owner, *kind.seen_by, *(group.owner for group in kind.groups)) if owner
    ]
    for owner in owners:
        for link in (*owner.links, *owner.otherwise):
            yield from link.edges


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _quote_mariadb(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
