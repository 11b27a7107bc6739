"""The journal: what a batch will do, durable before it begins, and what it did, durable after.

Documents are sealed: an intent may hold keys and values that say who a person is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db.models import Max

from varsam.domain.errors import NotAllowed
from varsam.formats.canonical_json import Json, canonical, parse
from varsam.store import keys, models
from varsam.store.ids import new_id
from varsam.store.transaction import must_be_outermost, serialise, writing

JournalKind = Literal["intent", "outcome", "stopped", "control", "residue", "shared"]
"""`control` and `residue`: searches before and after applying; `shared`: a run that let other workers take
its batches. Their number stands where a batch's does."""


@dataclass(frozen=True, slots=True)
class JournalRecord:
    """One entry of the journal; `document` is what the engine wrote."""

    plan: str
    batch: int
    kind: str
    at: datetime
    document: dict[str, Json] = field(repr=False)


def intent(plan: str, batch: int, document: Mapping[str, object], at: datetime) -> None:
    """Write down what a batch will do; it is on the disk when this returns.

    NotAllowed: the batch has an intent already; resume it. RuntimeError: called inside a transaction.
    """
    must_be_outermost("an intent")
    _write(plan, batch, "intent", document, at)


def outcome(plan: str, batch: int, document: Mapping[str, object], at: datetime) -> None:
    """Write down what a batch did. NotAllowed: it has no intent, or an outcome already."""
    with writing():
        if not models.JournalEntry.objects.filter(plan=plan, batch=batch, kind="intent").exists():
            raise NotAllowed("an outcome needs an intent", where=f"plan {plan}, batch {batch}")
        _write(plan, batch, "outcome", document, at)


def stopped(plan: str, batch: int, document: Mapping[str, object], at: datetime) -> None:
    """Write down that a run was told to stop after this batch; saying it twice adds nothing."""
    with writing():
        serialise(f"journal:{plan}")
        if not models.JournalEntry.objects.filter(plan=plan, batch=batch, kind="stopped").exists():
            _write(plan, batch, "stopped", document, at)


def searched(
    plan: str, kind: Literal["control", "residue"], document: Mapping[str, object], at: datetime
) -> None:
    """Write down what a search before or after applying found; earlier ones of the plan stay."""
    with writing():
        serialise(f"journal:{plan}")
        number = models.JournalEntry.objects.filter(plan=plan, kind=kind).count()
        _write(plan, number, kind, document, at)


def shared(plan: str, document: Mapping[str, object], at: datetime) -> None:
    """Write down what other workers must know to take batches of a run; earlier runs of the plan stay."""
    with writing():
        serialise(f"journal:{plan}")
        number = models.JournalEntry.objects.filter(plan=plan, kind="shared").count()
        _write(plan, number, "shared", document, at)


def last_shared(plan: str) -> JournalRecord | None:
    """What the last run of a plan that was shared wrote down."""
    row = models.JournalEntry.objects.filter(plan=plan, kind="shared").order_by("-batch").first()
    return None if row is None else _record(row)


def of_batch(plan: str, batch: int) -> tuple[JournalRecord | None, bool]:
    """The intent of a batch, and whether it has an outcome."""
    kinds = ("intent", "outcome")
    rows = models.JournalEntry.objects.filter(plan=plan, batch=batch, kind__in=kinds)
    found = {row.kind: row for row in rows}
    return _record(found["intent"]) if "intent" in found else None, "outcome" in found


def last_search(plan: str, kind: Literal["control", "residue"]) -> JournalRecord | None:
    """The last search of a plan, before or after applying."""
    row = models.JournalEntry.objects.filter(plan=plan, kind=kind).order_by("-batch").first()
    return None if row is None else _record(row)


def searched_at() -> dict[str, datetime]:
    """When each plan was last searched after, by plan; plans that never were are missing."""
    rows = models.JournalEntry.objects.filter(kind="residue").values_list("plan").annotate(Max("at"))
    return dict(rows)


def open_intents(plan: str) -> tuple[JournalRecord, ...]:
    """The intents without an outcome, by batch: what a crash may have left half known."""
    done = models.JournalEntry.objects.filter(plan=plan, kind="outcome").values("batch")
    rows = models.JournalEntry.objects.filter(plan=plan, kind="intent").exclude(batch__in=done)
    return tuple(_record(row) for row in rows.order_by("batch"))


def done_batches(plan: str) -> frozenset[int]:
    """The batches that have an outcome."""
    rows = models.JournalEntry.objects.filter(plan=plan, kind="outcome")
    return frozenset(rows.values_list("batch", flat=True))


def records(plan: str, kind: JournalKind) -> Iterator[JournalRecord]:
    """All entries of one kind, by batch, read as they are needed."""
    rows = models.JournalEntry.objects.filter(plan=plan, kind=kind).order_by("batch")
    for row in rows.iterator(chunk_size=500):
        yield _record(row)


def _write(plan: str, batch: int, kind: JournalKind, document: Mapping[str, object], at: datetime) -> None:
    plain = canonical(document)
    id_ = new_id()
    with writing():
        serialise(f"journal:{plan}")
        ring = keys.sealing()
        if models.JournalEntry.objects.filter(plan=plan, batch=batch, kind=kind).exists():
            raise NotAllowed(
                f"the batch has an {kind} already",
                where=f"plan {plan}, batch {batch}",
                hint="another run may be applying this plan; resume instead of starting again",
            )
        models.JournalEntry.objects.create(
            id=id_,
            plan=plan,
            batch=batch,
            kind=kind,
            at=at,
            sealed=ring.seal(f"journal:{id_}", plain),
            generation=ring.current,
        )


def _record(row: models.JournalEntry) -> JournalRecord:
    document = parse(keys.unseal(f"journal:{row.id}", row.sealed))
    if not isinstance(document, dict):
        raise TypeError("a journal entry holds an object")
    return JournalRecord(row.plan, row.batch, row.kind, row.at, document)
