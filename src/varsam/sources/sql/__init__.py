"""Relational databases as sources: SQLite, PostgreSQL and MariaDB through SQLAlchemy Core."""

from varsam.sources.sql.connect import open_sql
from varsam.sources.sql.session import SqlSource

__all__ = ["SqlSource", "open_sql"]
