"""Keeps keys sealed: those that a plan's batches touch, and the sets from elsewhere that it joins with."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import Sum

from varsam.domain.errors import NotAllowed
from varsam.domain.evidence import SALT_BYTES
from varsam.store import keys, models
from varsam.store.ids import new_id
from varsam.store.key_codec import Key, KeysDigest, KeyValue, digest, pack, unpack
from varsam.store.ring import Ring
from varsam.store.transaction import writing

CHUNK_KEYS = 20_000
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class StoredKeySet:
    """A key set as a plan names it: by id, with count and salted digest; never its keys."""

    id: str
    plan: str
    name: str
    keys: KeysDigest


@dataclass(frozen=True, slots=True)
class PackedKeys:
    """The keys of one batch of a step as they will be sealed: a byte or two a key, where keys are numbers."""

    keys: KeysDigest
    plain: bytes = field(repr=False)


def packed(batch_keys: Sequence[Sequence[KeyValue]]) -> PackedKeys:
    """Pack keys that wait for their plan."""
    salt = os.urandom(SALT_BYTES)
    return PackedKeys(digest(batch_keys, salt), salt + pack(batch_keys))


def save_plan_keys(plan: str, found: Iterable[tuple[str, int, PackedKeys]]) -> None:
    """Keep keys of steps and batches. NotAllowed: some are kept already; a plan is frozen."""
    with writing():
        ring = keys.sealing()
        there = set(models.PlanKeys.objects.filter(plan=plan).values_list("step", "batch"))
        rest = iter(found)
        while some := tuple(islice(rest, _AT_ONCE)):
            rows = []
            for step, batch, each in some:
                if (step, batch) in there:
                    raise NotAllowed(
                        "the batch has its keys already", where=f"plan {plan}, step {step}, batch {batch}"
                    )
                id_ = new_id()
                rows.append(
                    models.PlanKeys(
                        id=id_,
                        plan=plan,
                        step=step,
                        batch=batch,
                        count=each.keys.count,
                        digest=each.keys.digest,
                        sealed=ring.seal(f"plan_keys:{id_}", each.plain),
                        generation=ring.current,
                    )
                )
            models.PlanKeys.objects.bulk_create(rows)


def step_keys(plan: str, step: str) -> Iterator[tuple[int, KeysDigest, Sequence[Key]]]:
    """The keys of a step, batch after batch: the batch's number, what was counted of it, its keys."""
    rows = models.PlanKeys.objects.filter(plan=plan, step=step).order_by("batch")
    for row in rows.iterator(chunk_size=4):
        yield row.batch, KeysDigest(row.count, row.digest), _opened(row)


def all_keys(plan: str) -> Iterator[tuple[str, int, KeysDigest, Sequence[Key]]]:
    """The keys of all steps of a plan, step after step and batch after batch, read as they are needed."""
    rows = models.PlanKeys.objects.filter(plan=plan).order_by("step", "batch")
    for row in rows.iterator(chunk_size=20):
        yield row.step, row.batch, KeysDigest(row.count, row.digest), _opened(row)


def batch_keys(plan: str, batch: int) -> dict[str, Sequence[Key]]:
    """The keys of a batch by step; empty when none are kept (any more)."""
    return {row.step: _opened(row) for row in models.PlanKeys.objects.filter(plan=plan, batch=batch)}


def batch_rows(plan: str, batch: int) -> int:
    """How many keys a batch has, over all its steps."""
    rows = models.PlanKeys.objects.filter(plan=plan, batch=batch)
    return int(rows.aggregate(rows=Sum("count"))["rows"] or 0)


def _opened(row: models.PlanKeys) -> Sequence[Key]:
    return unpack(keys.unseal(f"plan_keys:{row.id}", row.sealed)[SALT_BYTES:])


def load_plan_keys(plan: str, step: str, batch: int) -> Sequence[Key]:
    """The keys of one batch of a step, in their order. NotAllowed: none are kept (any more)."""
    row = models.PlanKeys.objects.filter(plan=plan, step=step, batch=batch).first()
    if row is None:
        raise NotAllowed("no keys are kept for this batch", where=f"plan {plan}, step {step}, batch {batch}")
    return _opened(row)


def plan_key_batches(plan: str) -> tuple[tuple[str, int, KeysDigest], ...]:
    """Which steps and batches of a plan have keys: step, batch, count and digest, in order."""
    rows = models.PlanKeys.objects.filter(plan=plan).order_by("step", "batch")
    return tuple(
        (step, batch, KeysDigest(count, found))
        for step, batch, count, found in rows.values_list("step", "batch", "count", "digest")
    )


def plan_keys_match(plan: str, step: str, batch: int, found: Iterable[Sequence[KeyValue]]) -> bool:
    """Answer whether exactly these keys were kept for the batch, whatever their order."""
    row = models.PlanKeys.objects.filter(plan=plan, step=step, batch=batch).first()
    if row is None:
        return False
    salt = keys.unseal(f"plan_keys:{row.id}", row.sealed)[:SALT_BYTES]
    return digest(found, salt) == KeysDigest(row.count, row.digest)


def save_key_set(
    plan: str, name: str, set_keys: Iterable[Sequence[KeyValue]], *, distinct: bool = False
) -> StoredKeySet:
    """Keep a set of keys from elsewhere, in sealed chunks. NotAllowed: the plan has one of that name.

    `distinct`: no key comes twice, and the keys can be gone through again, so that they needn't be held.
    """
    unique = set_keys if distinct else dict.fromkeys(tuple(key) for key in set_keys)
    salt = os.urandom(SALT_BYTES)
    summary = digest(unique, salt)
    id_ = new_id()
    with writing():
        ring = keys.sealing()
        if models.KeySet.objects.filter(plan=plan, name=name).exists():
            raise NotAllowed("the plan has a key set of that name", where=f"plan {plan}, key set {name}")
        models.KeySet.objects.create(
            id=id_,
            plan=plan,
            name=name,
            count=summary.count,
            digest=summary.digest,
            sealed=ring.seal(f"key_set:{id_}", salt),
            generation=ring.current,
        )
        rest = iter(unique)
        part = 0
        while chunk := tuple(islice(rest, CHUNK_KEYS)):
            _save_chunk(ring, id_, part, [tuple(key) for key in chunk])
            part += 1
    return StoredKeySet(id_, plan, name, summary)


def key_sets(plan: str) -> tuple[StoredKeySet, ...]:
    """The key sets of a plan, by name."""
    rows = models.KeySet.objects.filter(plan=plan).order_by("name")
    return tuple(StoredKeySet(row.id, row.plan, row.name, KeysDigest(row.count, row.digest)) for row in rows)


def read_key_set(key_set_id: str) -> Iterator[Key]:
    """Read a key set's keys, chunk by chunk."""
    rows = models.KeySetChunk.objects.filter(key_set_id=key_set_id).order_by("part")
    for row in rows.iterator(chunk_size=4):
        yield from unpack(keys.unseal(f"key_set_chunk:{row.id}", row.sealed))


def key_set_matches(key_set_id: str, staged: Iterable[Sequence[KeyValue]]) -> bool:
    """Answer whether exactly these keys are in the set: what was staged in a source is what was approved."""
    row = models.KeySet.objects.filter(id=key_set_id).first()
    if row is None:
        return False
    salt = keys.unseal(f"key_set:{row.id}", row.sealed)
    return digest(staged, salt) == KeysDigest(row.count, row.digest)


def forget_keys(plan: str) -> int:
    """Let go of a plan's keys once nothing needs them; the plan keeps the digests. Gives the rows gone."""
    with writing():
        gone, _ = models.PlanKeys.objects.filter(plan=plan).delete()
        more, _ = models.KeySet.objects.filter(plan=plan).delete()
        return gone + more


def _save_chunk(ring: Ring, key_set_id: str, part: int, chunk: Sequence[Key]) -> None:
    id_ = new_id()
    models.KeySetChunk.objects.create(
        id=id_,
        key_set_id=key_set_id,
        part=part,
        sealed=ring.seal(f"key_set_chunk:{id_}", pack(chunk)),
        generation=ring.current,
    )
