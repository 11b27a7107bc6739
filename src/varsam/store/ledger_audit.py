"""Verifies the whole ledger in own state, and writes a copy that can be verified without it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.evidence import Coordinate, grow, subtrees
from varsam.store import keys, ledger
from varsam.store.failures import unavailable
from varsam.store.ledger_copy import (
    CHECKPOINT,
    CHECKPOINTS,
    ENTRIES,
    VERIFIER_KEYS,
    Audit,
    LedgerReport,
    verify_copy,
)
from varsam.store.models import Checkpoint, LedgerEntry, LedgerNode

_CHUNK_LEVEL = 12
_CHUNK = 1 << _CHUNK_LEVEL
_MANY = 500


def verify(against: Path | None = None) -> LedgerReport:
    """Recompute every hash of the ledger and compare it with what is stored and with all that was signed.

    `against` is the file of a checkpoint that was kept elsewhere; only that shows a dropped tail. Needs no
    root key. RegisterError: the file can't be read.
    """
    audit = Audit(keys.verifiers())
    for row in Checkpoint.objects.order_by("size"):
        audit.expect(row.note, f"checkpoint {row.size}")
    if against is not None:
        audit.expect_elsewhere(_text(against), str(against))
    check = _TreeCheck(audit)
    for start, chunk in _chunks():
        check.take(start, chunk)
    check.finish()
    return audit.report()


def export(folder: Path, at: datetime) -> LedgerReport:
    """Write entries, checkpoints and public key to a new folder, and verify the copy.

    The last checkpoint covers all entries. NotAllowed: the folder is there already. PlanRefused: the ledger
    was changed. SourceUnavailable: the disk is full; nothing was left behind.
    """
    if folder.exists():
        raise NotAllowed("the folder is there already", where=str(folder), hint="name a new one")
    note = ledger.checkpoint(at)
    size = ledger.checkpoint_size(note)
    draft = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        (draft / CHECKPOINTS).mkdir(parents=True)
        with (draft / ENTRIES).open("wb") as file:
            for _, chunk in _chunks():
                file.writelines(document + b"\n" for index, document, _ in chunk if index < size)
            _sync(file)
        for row in Checkpoint.objects.filter(size__lte=size):
            _write(draft / CHECKPOINTS / f"{row.size:012d}", row.note)
        _write(draft / CHECKPOINT, note)
        _write(draft / VERIFIER_KEYS, "".join(f"{key}\n" for key in keys.verifiers()))
        report = verify_copy(draft)
        draft.rename(folder)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise unavailable(error) from error
    return report


class _TreeCheck:
    """Compares the stored leaves and nodes with the ones that the entries' bytes give."""

    def __init__(self, audit: Audit) -> None:
        self.audit = audit
        self.edge: dict[Coordinate, bytes] = {}
        self.high: dict[int, bytes] = {}

    def take(self, start: int, chunk: list[tuple[int, bytes, bytes]]) -> None:
        """Check one aligned chunk: its small nodes by one range query, the large ones at the end."""
        leaves = []
        for place, (index, document, stored) in enumerate(chunk, start):
            if index != place:
                self.audit.faults.append(f"entry {place}: missing")
                break
            leaf = self.audit.add(document)
            if leaf != stored:
                self.audit.faults.append(f"entry {index}: its bytes don't fit its hash")
            leaves.append(leaf)
        made = grow(start, self.edge, leaves)
        low = {ledger.position(each): value for each, value in made if 0 < each[0] <= _CHUNK_LEVEL}
        self.high |= {ledger.position(each): value for each, value in made if each[0] > _CHUNK_LEVEL}
        self.edge |= dict(made)
        self.edge = {each: self.edge[each] for each in subtrees(0, start + len(leaves))}
        rows = LedgerNode.objects.filter(position__gte=2 * start, position__lt=2 * (start + _CHUNK))
        self._compare(low, dict(rows.values_list("position", "hash")))

    def finish(self) -> None:
        """Check the few nodes that span several chunks."""
        places = sorted(self.high)
        for first in range(0, len(places), _MANY):
            some = places[first : first + _MANY]
            rows = LedgerNode.objects.filter(position__in=some).values_list("position", "hash")
            self._compare({each: self.high[each] for each in some}, dict(rows))

    def _compare(self, expected: dict[int, bytes], stored: dict[int, bytes | memoryview[int]]) -> None:
        for place, value in expected.items():
            if place not in stored or _raw(stored[place]) != value:
                self.audit.faults.append(f"tree node {place}: missing or changed")


def _chunks() -> Iterator[tuple[int, list[tuple[int, bytes, bytes]]]]:
    """Read entries in aligned chunks, in order, up to the first gap or the end."""
    start = 0
    while True:
        rows = (
            LedgerEntry.objects.filter(index__gte=start)
            .order_by("index")
            .values_list("index", "document", "leaf")
        )
        chunk = [(index, _raw(document), _raw(leaf)) for index, document, leaf in rows[:_CHUNK]]
        if not chunk:
            return
        yield start, chunk
        if chunk[-1][0] != start + len(chunk) - 1:
            return
        start += len(chunk)
        if len(chunk) < _CHUNK:
            return


def _raw(value: bytes | memoryview[int] | str) -> bytes:
    """What a column holds: SQLite lets whoever changes it by hand leave a text where bytes were."""
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else bytes(value)


def _write(path: Path, text: str) -> None:
    with path.open("wb") as file:
        file.write(text.encode())
        _sync(file)


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise RegisterError(
            f"the checkpoint can't be read: {error.strerror}",
            where=str(path),
            hint="give a checkpoint's file",
        ) from error
