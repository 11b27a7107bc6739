"""Statements that small plans make again and again, kept as SQLAlchemy compiled them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

KEPT = 500


class Compiled(dict[Any, Any]):
    """Compiled statements of engines that live as long as the process; emptied when it is full.

    Each holds the values of its first execution in memory, so statements over many keys are never kept.
    """

    def __init__(self, *, keeps: bool = True) -> None:
        """`keeps`: False where an engine is made anew for each session, and would never meet them again."""
        super().__init__()
        self._keeps = keeps

    def __setitem__(self, key: Any, value: Any) -> None:
        """Keep one more."""
        if len(self) >= KEPT:
            self.clear()
        super().__setitem__(key, value)

    @contextmanager
    def used(self, connection: sa.Connection, *, few: bool = True) -> Iterator[None]:
        """Let what the block executes on the connection be looked up and kept here, if it is about `few`."""
        if not (self._keeps and few):
            yield
            return
        connection.execution_options(compiled_cache=self)
        try:
            yield
        finally:
            connection.execution_options(compiled_cache=None)
