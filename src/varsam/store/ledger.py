"""The ledger: an append-only Merkle log of what was decided and done, in own state.

Appending, proving and signing read O(log size) hashes; verifying reads everything once.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from varsam.domain.errors import NotAllowed, PlanRefused
from varsam.domain.evidence import (
    Coordinate,
    Span,
    consistency_spans,
    grow,
    inclusion_spans,
    leaf_hash,
    span_hash,
    subtrees,
    verify_consistency,
)
from varsam.formats.canonical_json import Json, canonical, parse
from varsam.formats.signed_note import Checkpoint as CheckpointText
from varsam.formats.signed_note import Note, NoteSignature, VerifierKey
from varsam.store import keys
from varsam.store.ledger_copy import open_checkpoint
from varsam.store.ledger_types import check_entry
from varsam.store.models import Checkpoint, LedgerEntry, LedgerNode
from varsam.store.transaction import serialise, writing

_LOCK = "ledger"

# Appending is the hot path, so it speaks SQL: a third of the time that the ORM takes.
# The last entry: its index gives the size, its hash is the right edge of an odd tree.
_LAST_ENTRY = 'SELECT "index", leaf FROM store_ledgerentry ORDER BY "index" DESC LIMIT 1'
_ADD_ENTRY = 'INSERT INTO store_ledgerentry ("index", document, leaf) VALUES (%s, %s, %s)'
_ADD_NODE = "INSERT INTO store_ledgernode (position, hash) VALUES (%s, %s)"
# The complete subtrees at the right edge; one mark per subtree.
_EDGE_NODES = "SELECT position, hash FROM store_ledgernode WHERE position IN ({marks})"


@dataclass(frozen=True, slots=True)
class LedgerProof:
    """A receipt: an entry, its place, the path to the root, and the signed checkpoint with that root."""

    entry: Json
    index: int
    size: int
    path: tuple[bytes, ...]
    checkpoint: str

    def document(self) -> dict[str, Json]:
        """The receipt as the JSON that `ledger proof` prints; hashes are base64, leaf first."""
        return {
            "entry": self.entry,
            "index": self.index,
            "size": self.size,
            "path": [base64.b64encode(each).decode() for each in self.path],
            "checkpoint": self.checkpoint,
        }


def append(documents: Sequence[Mapping[str, object]], at: datetime) -> tuple[int, ...]:
    """Add entries in this order and give their indexes (from 0). All or none; durable when it returns.

    Inside another transaction they are durable together with it. Each document names its `type` and that
    type's fields (`ledger_types`); `at` is set here, in UTC. NotAllowed: a document that could carry personal
    data. SourceUnavailable: the state can't be written; nothing was added.
    """
    instant = instant_text(at)
    entries: list[bytes] = []
    for document in documents:
        whole = {**document, "at": instant}
        check_entry(whole)
        entries.append(canonical(whole))
    if not entries:
        return ()
    leaves = [leaf_hash(entry) for entry in entries]
    with writing():
        serialise(_LOCK)
        start, edge = _edge()
        nodes = grow(start, edge, leaves)
        with connection.cursor() as cursor:
            cursor.executemany(
                _ADD_ENTRY,
                [(start + place, *each) for place, each in enumerate(zip(entries, leaves, strict=True))],
            )
            above = [(position(coordinate), value) for coordinate, value in nodes if coordinate[0]]
            if above:
                cursor.executemany(_ADD_NODE, above)
    return tuple(range(start, start + len(entries)))


def size() -> int:
    """How many entries the ledger has."""
    last = LedgerEntry.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def root(of_size: int | None = None) -> bytes:
    """The root over the first `of_size` entries, or over all."""
    whole = size() if of_size is None else of_size
    return span_hash(0, whole, _nodes(subtrees(0, whole)))


def entry(index: int) -> Json:
    """One entry. NotAllowed: there is none of that number."""
    document = LedgerEntry.objects.filter(index=index).values_list("document", flat=True).first()
    if document is None:
        raise NotAllowed(f"the ledger has no entry {index}", hint=f"entries are numbered 0 to {size() - 1}")
    return parse(bytes(document))


def checkpoint(at: datetime) -> str:
    """Sign the ledger as it is and keep the note; the same note again if nothing was added.

    PlanRefused: the ledger isn't a continuation of what was signed last, so somebody changed it; run
    `ledger verify` and restore it from a copy. NotAllowed: there is no signing key yet.
    """
    with writing():
        serialise(_LOCK)
        now = size()
        last = Checkpoint.objects.order_by("-size").first()
        current = root(now)
        if last is not None:
            _must_continue(last.note, now, current)
            if last.size == now:
                return last.note
        signer = keys.signer()
        text = CheckpointText(signer.verifier.name, now, current).text()
        signature = NoteSignature(
            signer.verifier.name, signer.verifier.key_id, signer.private.sign(text.encode())
        )
        note = str(Note(text, (signature,)))
        Checkpoint.objects.create(size=now, note=note, at=at)
        return note


def proof(index: int, at: datetime) -> LedgerProof:
    """Prove that an entry is in the ledger, under the latest checkpoint that covers it (made if need be).

    NotAllowed: there is no such entry.
    """
    document = entry(index)
    note = Checkpoint.objects.filter(size__gt=index).order_by("-size").values_list("note", flat=True).first()
    if note is None:
        note = checkpoint(at)
    covered = _opened(note).size
    return LedgerProof(document, index, covered, _hashes(inclusion_spans(index, covered)), note)


def consistency(first: int, second: int | None = None) -> tuple[bytes, ...]:
    """Prove that the ledger of `second` entries (or of all) only added to the one of `first`."""
    return _hashes(consistency_spans(first, size() if second is None else second))


def checkpoint_size(note: str) -> int:
    """How many entries one of our own checkpoints covers. PlanRefused: it isn't ours."""
    return _opened(note).size


def verifiers() -> tuple[VerifierKey, ...]:
    """The public keys that checkpoints of this ledger are verified with."""
    return keys.verifiers()


def position(coordinate: Coordinate) -> int:
    """Number the nodes of the tree from left to right, so that each has one number for ever."""
    level, index = coordinate
    return (index << (level + 1)) + (1 << level) - 1


def instant_text(at: datetime) -> str:
    """An aware instant as the ledger writes it: UTC, to the microsecond, so that text order is time order."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _must_continue(note: str, now: int, current: bytes) -> None:
    """Refuse to sign over a ledger that doesn't contain what was signed before."""
    last = _opened(note)
    if last.size > now:
        raise _tampered(f"the ledger has {now} entries, {last.size} were signed")
    path = _hashes(consistency_spans(last.size, now))
    if not verify_consistency(last.size, last.root, now, current, path):
        raise _tampered(f"the first {last.size} entries aren't those that were signed")


def _opened(note: str) -> CheckpointText:
    """Read one of our own checkpoints."""
    found = open_checkpoint(note, keys.verifiers())
    if found is None:
        raise _tampered("a stored checkpoint isn't signed by this ledger's key")
    return found


def _tampered(what: str) -> PlanRefused:
    return PlanRefused(what, where="ledger", hint="run `varsam ledger verify`, and restore from a copy")


def _hashes(spans: Iterable[Span]) -> tuple[bytes, ...]:
    """Hash spans of the stored tree, with one look at each table."""
    wanted = tuple(spans)
    nodes = _nodes([coordinate for start, end in wanted for coordinate in subtrees(start, end)])
    return tuple(span_hash(start, end, nodes) for start, end in wanted)


def _edge() -> tuple[int, dict[Coordinate, bytes]]:
    """The size, and the complete subtrees that the next entry continues."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_ENTRY)
        last = cursor.fetchone()
        if last is None:
            return 0, {}
        start = last[0] + 1
        coordinates = subtrees(0, start)
        edge = {(0, last[0]): bytes(last[1])} if start % 2 else {}
        above = {position(each): each for each in coordinates if each[0]}
        if above:
            marks = ", ".join(["%s"] * len(above))
            cursor.execute(_EDGE_NODES.format(marks=marks), list(above))
            edge |= {above[number]: bytes(value) for number, value in cursor.fetchall()}
    if len(edge) != len(coordinates):
        raise _tampered("a part of the ledger's tree is missing")
    return start, edge


def _nodes(wanted: Iterable[Coordinate]) -> dict[Coordinate, bytes]:
    """Fetch the hashes of complete subtrees. PlanRefused: one is missing, so the tree was changed."""
    wanted = list(wanted)
    leaves = [index for level, index in wanted if level == 0]
    above = {position(each): each for each in wanted if each[0]}
    found: dict[Coordinate, bytes] = {}
    if leaves:
        below = LedgerEntry.objects.filter(index__in=leaves).values_list("index", "leaf")
        found |= {(0, index): bytes(leaf) for index, leaf in below}
    if above:
        nodes = LedgerNode.objects.filter(position__in=list(above)).values_list("position", "hash")
        found |= {above[number]: bytes(value) for number, value in nodes}
    if len(found) != len(set(wanted)):
        raise _tampered("a part of the ledger's tree is missing")
    return found
