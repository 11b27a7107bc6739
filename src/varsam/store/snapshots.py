"""Keeps what inspect saw in each source, whether a source may be changed, and when states were first seen."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from varsam.domain.errors import NotAllowed
from varsam.store import keys, models
from varsam.store.key_codec import KeyValue, encode_key
from varsam.store.transaction import writing

_MANY = 500
_T = TypeVar("_T")


class Mode(StrEnum):
    """What Varsam may do to a source."""

    OBSERVE = "observe"
    APPLY = "apply"


@dataclass(frozen=True, slots=True)
class StoredSnapshot:
    """What was seen in a source at an instant: canonical JSON, named by fingerprint."""

    source: str
    fingerprint: str
    at: datetime
    document: bytes = field(repr=False)


def save(snapshot: StoredSnapshot) -> bool:
    """Keep a snapshot if the source looks different from the last one; True if it did."""
    with writing():
        last = latest(snapshot.source)
        if last is not None and last.fingerprint == snapshot.fingerprint:
            return False
        models.SnapshotRecord.objects.create(
            source=snapshot.source,
            fingerprint=snapshot.fingerprint,
            document=snapshot.document,
            at=snapshot.at,
        )
        return True


def latest(source: str) -> StoredSnapshot | None:
    """The last snapshot of a source; None if it was never inspected."""
    row = models.SnapshotRecord.objects.filter(source=source).order_by("-id").first()
    return None if row is None else StoredSnapshot(row.source, row.fingerprint, row.at, bytes(row.document))


def mode(source: str) -> Mode:
    """Whether a source may be changed; a new one is only observed."""
    row = models.SourceState.objects.filter(source=source).order_by("-id").first()
    return Mode(row.mode) if row is not None else Mode.OBSERVE


def switch(source: str, to: str, actor: str, at: datetime) -> None:
    """Switch a source's mode. NotAllowed: no such mode."""
    if to not in tuple(Mode):
        raise NotAllowed("there is no such mode", where=f"source {source}", hint=f"one of: {', '.join(Mode)}")
    with writing():
        models.SourceState.objects.create(source=source, mode=to, changed_by=actor, changed_at=at)


def first_seen(
    source: str, kind: str, seen: Mapping[tuple[KeyValue, ...], str], on: date
) -> dict[tuple[KeyValue, ...], date]:
    """Date the states that have no date of their own: the day on which each row was first seen in its state.

    `seen` holds each row's key and state; rows are known by keyed hash only. A row that left a state and came
    back to it is dated anew only after `states_left`.
    """
    hashes = _hashes(source, kind, seen)
    found: dict[tuple[bytes, str], date] = {}
    with writing():
        for some in _groups(list(hashes.values())):
            rows = models.StateSeen.objects.filter(source=source, kind=kind, key_hash__in=some)
            found |= {
                (bytes(hash_), state): day
                for hash_, state, day in rows.values_list("key_hash", "state", "first_seen")
            }
        new = [key for key, state in seen.items() if (hashes[key], state) not in found]
        models.StateSeen.objects.bulk_create(
            (
                models.StateSeen(
                    source=source, kind=kind, key_hash=hashes[key], state=seen[key], first_seen=on
                )
                for key in new
            ),
            batch_size=_MANY,
        )
    return {key: found.get((hashes[key], state), on) for key, state in seen.items()}


def states_left(source: str, kind: str, now: Iterable[tuple[KeyValue, ...]], state: str) -> int:
    """Forget the rows that aren't in a state any more (re-opened, or gone); `now` are those that are."""
    present = set(_hashes(source, kind, now).values())
    with writing():
        rows = models.StateSeen.objects.filter(source=source, kind=kind, state=state)
        gone = [id_ for id_, hash_ in rows.values_list("id", "key_hash") if bytes(hash_) not in present]
        for some in _groups(gone):
            models.StateSeen.objects.filter(id__in=some).delete()
    return len(gone)


def _hashes(
    source: str, kind: str, rows: Iterable[tuple[KeyValue, ...]]
) -> dict[tuple[KeyValue, ...], bytes]:
    secret = keys.hash_key()
    where = encode_key((source, kind))
    return {key: hmac.digest(secret, where + encode_key(key), "sha256") for key in rows}


def _groups(items: Sequence[_T]) -> Iterable[Sequence[_T]]:
    return (items[start : start + _MANY] for start in range(0, len(items), _MANY))
