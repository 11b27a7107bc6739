"""Gives the root key a new generation and seals everything anew, in batches that a crash can't spoil.

The order makes every point of it safe: the new key is in the file before the state asks for it, every record
is re-sealed before the old key is dropped from the state, and it leaves the file last. Running it again
goes on where the last run ended.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Max

from varsam.domain.errors import NotAllowed
from varsam.store import keys
from varsam.store.lock import exclusive
from varsam.store.models import (
    Approval,
    Decision,
    Fact,
    HashKey,
    Identifier,
    JournalEntry,
    KeyGeneration,
    KeySet,
    KeySetChunk,
    PlanKeys,
    PlanRecord,
    SigningKey,
    StandingApproval,
    StandingVoice,
    TaskDone,
)
from varsam.store.ring import Ring
from varsam.store.transaction import serialise, writing

SEALED: tuple[tuple[str, type[models.Model]], ...] = (
    ("identifier", Identifier),
    ("fact", Fact),
    ("plan_keys", PlanKeys),
    ("key_set", KeySet),
    ("key_set_chunk", KeySetChunk),
    ("journal", JournalEntry),
    ("plan", PlanRecord),
    ("approval", Approval),
    ("decision", Decision),
    ("task_done", TaskDone),
    ("standing", StandingApproval),
    ("standing_voice", StandingVoice),
    ("signing_key", SigningKey),
    ("hash_key", HashKey),
)
"""Every table with sealed records, and the name that is bound into each record's seal."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a rotation did: which generation seals now, how much was re-sealed, was it resumed."""

    generation: int
    resealed: int
    resumed: bool


def rotate(at: datetime, *, batch: int = 500, progress: Callable[[int], None] | None = None) -> Rotation:
    """Seal everything under a new generation, or finish a rotation that was cut off.

    `progress` is called with the records re-sealed so far. NotAllowed: another rotation is running, or the
    root key comes from the environment and holds no new generation.
    """
    with exclusive("rotate", wait=False, what="another rotation is running"):
        ring, resumed = _begin(at)
        done = 0
        for name, model in SEALED:
            while count := _reseal(ring, name, model, batch):
                done += count
                if progress is not None:
                    progress(done)
        _drop_old(at)
        return Rotation(ring.current, done, resumed)


def _begin(at: datetime) -> tuple[Ring, bool]:
    """Find out where the last rotation ended, or start one. True: it went on."""
    known = keys.ring()
    _tidy_file(known)
    stored = keys.stored_ring()
    if stored.current > known.current:
        _register(stored, at)
        return keys.ring(), not keys.in_environment()
    if len(known.roots) > 1:
        return known, True
    if keys.in_environment():
        raise NotAllowed(
            "the root key comes from the environment, which holds no new generation",
            where=keys.FROM_ENVIRONMENT,
            hint=f"add {known.current + 1}:BASE64 (32 random bytes) after a comma and run this again",
        )
    stored = known.with_new_generation()
    keys.write_key_file(stored)
    _register(stored, at)
    return keys.ring(), False


def _register(stored: Ring, at: datetime) -> None:
    with writing():
        keys.register_generation(stored, stored.current, at)


def _reseal(ring: Ring, name: str, model: type[models.Model], batch: int) -> int:
    """Re-seal one batch in a transaction of its own; 0 when nothing is left."""
    with writing():
        manager: Any = model._default_manager
        old = list(manager.select_for_update().filter(generation__lt=ring.current).order_by("pk")[:batch])
        for row in old:
            record = f"{name}:{row.id}"
            plain = ring.unseal(record, row.sealed)
            row.sealed = ring.seal(record, plain)
            row.generation = ring.current
            if isinstance(row, Identifier):
                row.lookup = ring.lookup(row.controller, row.type, plain.decode())
        if old:
            changed = ["sealed", "generation"] + (["lookup"] if model is Identifier else [])
            manager.bulk_update(old, changed)
        return len(old)


def _drop_old(at: datetime) -> None:
    """Let go of the generations that nothing uses any more: first the state, then the file."""
    with writing():
        serialise(keys.GENERATIONS)
        newest = KeyGeneration.objects.aggregate(newest=Max("number"))["newest"]
        for _, model in SEALED:
            manager: Any = model._default_manager
            if manager.filter(generation__lt=newest).exists():
                raise RuntimeError("a record was sealed with an old generation during the rotation")
        KeyGeneration.objects.filter(number__lt=newest, dropped_at=None).update(dropped_at=at)
    _tidy_file(keys.ring())


def _tidy_file(known: Ring) -> None:
    """Take dropped generations out of the key file; the environment is its owner's to tidy."""
    if keys.in_environment():
        return
    stored = keys.stored_ring()
    newest = max(known.roots)
    if gone := frozenset(number for number in stored.roots if number not in known.roots and number < newest):
        keys.write_key_file(stored.without(gone))
