"""Moves own state from SQLite to PostgreSQL: everything or nothing, counted and proven before it counts.

The SQLite file stays as it was, behind a mark that keeps this home from writing to it again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import OperationalError, connection, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor

from varsam.domain.errors import NotAllowed, PlanRefused, SourceUnavailable
from varsam.domain.evidence import Frontier, leaf_hash
from varsam.store.models import LedgerEntry
from varsam.store.stubs_settings import MOVED_MARK, STATE_FOLDER
from varsam.store.transaction import writing

TARGET = "target"
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved: rows over all tables, entries of the ledger, and its root (the same on both sides)."""

    rows: int
    entries: int
    root: bytes


def move(target: dict[str, Any], progress: Callable[[str, int], None] | None = None) -> Moved:
    """Copy all own state into an empty PostgreSQL database (`settings.postgresql(url)`), and close SQLite.

    `progress` is called with a table's name and the rows copied so far. A move that was killed after the copy
    was complete is finished by calling it again. NotAllowed: own state isn't in SQLite.
    PlanRefused: the target holds other state, or what arrived isn't what was sent (nothing was kept).
    SourceUnavailable: the target can't be reached.
    """
    if connection.vendor != "sqlite":
        raise NotAllowed("own state isn't in SQLite", where="state", hint="there is nothing to move")
    with _target(target), writing():
        here = _summary("default")
        if not _is_empty():
            if _summary(TARGET) != here:
                raise PlanRefused(
                    "the target database holds something else", where="target", hint="give an empty database"
                )
        else:
            with transaction.atomic(using=TARGET):
                for model in _models():
                    _copy(model, progress)
                _set_sequences()
                if _summary(TARGET) != here:
                    raise PlanRefused(
                        "what arrived isn't what was sent; nothing was kept there",
                        where="target",
                        hint="run `varsam ledger verify` here first, then try again",
                    )
        _mark()
    rows, entries, root = here
    return Moved(sum(rows.values()), entries, root)


@contextmanager
def _target(description: dict[str, Any]) -> Iterator[None]:
    """Open the target for the time of the move, with its tables made."""
    described = connections.configure_settings({"default": {}, TARGET: description})
    connections.settings[TARGET] = described[TARGET]
    try:
        try:
            executor = MigrationExecutor(connections[TARGET])
            executor.migrate(executor.loader.graph.leaf_nodes("store"))
        except OperationalError as error:
            raise SourceUnavailable(
                "the target database can't be reached",
                where="target",
                hint="see whether it runs, and the name and rights of the user",
            ) from error
        yield
    finally:
        connections[TARGET].close()
        del connections[TARGET]
        del connections.settings[TARGET]


def _models() -> list[type[models.Model]]:
    """All tables, those first that others refer to."""
    waiting = list(apps.get_app_config("store").get_models())
    ordered: list[type[models.Model]] = []
    while waiting:
        for model in waiting:
            needs = {field.related_model for field in model._meta.get_fields() if field.many_to_one}
            if needs <= set(ordered):
                ordered.append(model)
                waiting.remove(model)
                break
    return ordered


def _copy(model: type[models.Model], progress: Callable[[str, int], None] | None) -> None:
    """Copy one table in batches."""
    done = 0
    batch: list[models.Model] = []
    manager = model._default_manager
    for row in manager.using("default").order_by("pk").iterator(chunk_size=_BATCH):
        batch.append(row)
        if len(batch) == _BATCH:
            manager.using(TARGET).bulk_create(batch)
            done += len(batch)
            batch = []
            if progress is not None:
                progress(model._meta.db_table, done)
    manager.using(TARGET).bulk_create(batch)
    if progress is not None:
        progress(model._meta.db_table, done + len(batch))


def _set_sequences() -> None:
    """Let the target's counters go on behind the numbers that were copied."""
    with connections[TARGET].cursor() as cursor:
        for statement in connections[TARGET].ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def _is_empty() -> bool:
    return not any(model._default_manager.using(TARGET).exists() for model in _models())


def _summary(using: str) -> tuple[dict[str, int], int, bytes]:
    """Rows per table, entries of the ledger, and its root computed from the entries' bytes."""
    rows = {model._meta.db_table: model._default_manager.using(using).count() for model in _models()}
    frontier = Frontier()
    documents = LedgerEntry.objects.using(using).order_by("index").values_list("document", flat=True)
    for document in documents.iterator(chunk_size=_BATCH):
        frontier.add(leaf_hash(bytes(document)))
    return rows, frontier.size, frontier.root()


def _mark() -> None:
    """Close the SQLite state for good, on the disk, before anybody is told that the move is done."""
    folder = Path(settings.VARSAM_HOME) / STATE_FOLDER
    for path, flags in ((folder / MOVED_MARK, os.O_CREAT | os.O_WRONLY), (folder, os.O_RDONLY)):
        descriptor = os.open(path, flags, 0o600)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
