"""Reads and verifies an exported ledger: plain files, no database, no root key.

Whoever holds a checkpoint from elsewhere (a witness, a printed receipt, an older copy) can show with it that
nothing was dropped or rewritten. Without one, a tail that was cut off together with its checkpoints can't be
seen, and the report says so.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from varsam.domain.errors import RegisterError
from varsam.domain.evidence import Frontier, leaf_hash, verify_inclusion
from varsam.formats.canonical_json import NotCanonical, canonical
from varsam.formats.signed_note import Checkpoint, NotANote, VerifierKey, parse_note

ENTRIES = "entries.jsonl"
CHECKPOINT = "checkpoint"
CHECKPOINTS = "checkpoints"
VERIFIER_KEYS = "ledger.vkey"

TAIL_UNKNOWN = "no checkpoint from elsewhere was given: a dropped tail would not show"


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """What a verification found. `root` is base64, as in a checkpoint; `faults` is empty when all is well.

    `against` is the size of the checkpoint from elsewhere, None without one. `notes` are no faults.
    """

    entries: int
    root: str
    faults: tuple[str, ...]
    checkpoints: int
    against: int | None
    notes: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether the ledger is what it was."""
        return not self.faults


@dataclass(slots=True)
class Audit:
    """Takes entries one by one, and tells at the end whether they fit what was signed."""

    keys: Sequence[VerifierKey]
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    frontier: Frontier = field(default_factory=Frontier)
    against: int | None = None
    _expected: dict[int, list[tuple[str, bytes]]] = field(default_factory=dict)
    _count: int = 0
    _last_at: str = ""
    _clock_at: int | None = None

    def expect(self, note: str, name: str) -> Checkpoint | None:
        """Demand that the entries fit a signed checkpoint. A broken or foreign note is a fault at once."""
        checkpoint = open_checkpoint(note, self.keys)
        if checkpoint is None:
            self.faults.append(f"{name}: not signed by this ledger's key, or changed since")
            return None
        self._count += 1
        self._expected.setdefault(checkpoint.size, []).append((name, checkpoint.root))
        if checkpoint.size == 0:
            self._compare()
        return checkpoint

    def expect_elsewhere(self, note: str, name: str) -> None:
        """Demand that the entries fit a checkpoint that was kept elsewhere."""
        checkpoint = self.expect(note, name)
        self.against = checkpoint.size if checkpoint else None

    def add(self, document: bytes) -> bytes:
        """Take the next entry; gives its leaf hash."""
        leaf = leaf_hash(document)
        self.frontier.add(leaf)
        self._watch_clock(document)
        self._compare()
        return leaf

    def report(self) -> LedgerReport:
        """Conclude: every checkpoint that wasn't reached shows that entries are missing."""
        for size in sorted(self._expected):
            for name, _ in self._expected[size]:
                self.faults.append(f"{name}: signed over {size} entries, only {self.frontier.size} are here")
        if self._clock_at is not None:
            self.notes.append(f"the clock went back before entry {self._clock_at}")
        if self.against is None:
            self.notes.append(TAIL_UNKNOWN)
        return LedgerReport(
            entries=self.frontier.size,
            root=base64.b64encode(self.frontier.root()).decode(),
            faults=tuple(self.faults),
            checkpoints=self._count,
            against=self.against,
            notes=tuple(self.notes),
        )

    def _compare(self) -> None:
        """Check the signed roots at exactly this size."""
        for name, root in self._expected.pop(self.frontier.size, ()):
            if root != self.frontier.root():
                self.faults.append(f"{name}: the first {self.frontier.size} entries aren't those it signed")

    def _watch_clock(self, document: bytes) -> None:
        """Notice the first entry that is dated before its predecessor."""
        try:
            at = str(json.loads(document).get("at", ""))
        except (ValueError, AttributeError, RecursionError):
            self.faults.append(f"entry {self.frontier.size - 1}: not a ledger entry")
            return
        if at < self._last_at and self._clock_at is None:
            self._clock_at = self.frontier.size - 1
        self._last_at = at


def open_checkpoint(note: str, keys: Sequence[VerifierKey]) -> Checkpoint | None:
    """Read a checkpoint if one of the keys signed it and it names that key as origin; else None."""
    try:
        parsed = parse_note(note)
        checkpoint = Checkpoint.parse(parsed.text)
    except NotANote:
        return None
    for key in keys:
        for signature in parsed.signatures:
            if (
                signature.by(key)
                and checkpoint.origin == key.name
                and _signed(key, signature.signature, parsed.text)
            ):
                return checkpoint
    return None


def verify_copy(folder: Path, against: Path | None = None) -> LedgerReport:
    """Verify an exported ledger in a folder, in one pass and constant memory.

    RegisterError: the folder isn't an export, or the checkpoint file can't be read.
    """
    keys = read_keys(folder)
    audit = Audit(keys)
    audit.expect(_read(folder / CHECKPOINT), CHECKPOINT)
    for file in sorted((folder / CHECKPOINTS).glob("*"), key=lambda each: each.name):
        audit.expect(_read(file), f"{CHECKPOINTS}/{file.name}")
    if against is not None:
        audit.expect_elsewhere(_read(against), str(against))
    for document in _entries(folder / ENTRIES, audit):
        audit.add(document)
    return audit.report()


def verify_proof(proof: Mapping[str, object], keys: Sequence[VerifierKey]) -> bool:
    """Answer whether a receipt (the JSON of `ledger proof`) holds: its entry is in the signed log."""
    entry, index, size, path, note = (
        proof.get(each) for each in ("entry", "index", "size", "path", "checkpoint")
    )
    if not isinstance(index, int) or not isinstance(path, list) or not isinstance(note, str):
        return False
    checkpoint = open_checkpoint(note, keys)
    if checkpoint is None or checkpoint.size != size:
        return False
    try:
        leaf = leaf_hash(canonical(entry))
        hashes = [base64.b64decode(each, validate=True) for each in path]
    except (NotCanonical, ValueError, TypeError):
        return False
    return verify_inclusion(leaf, index, checkpoint.size, hashes, checkpoint.root)


def read_keys(folder: Path) -> tuple[VerifierKey, ...]:
    """Read the public keys of an export. RegisterError: none there, or broken."""
    path = folder / VERIFIER_KEYS
    try:
        keys = tuple(VerifierKey.parse(line) for line in _lines(_read(path)))
    except NotANote as error:
        raise RegisterError(str(error), where=str(path), hint="take an untouched copy") from error
    if not keys:
        raise RegisterError("there is no key in the file", where=str(path), hint="take an untouched copy")
    return keys


def _lines(text: str) -> list[str]:
    """Cut at newlines and nowhere else; what doesn't end with one is kept to be refused."""
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else [*lines[:-1], lines[-1] + "\n"]


def _signed(key: VerifierKey, signature: bytes, text: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _entries(path: Path, audit: Audit) -> Iterator[bytes]:
    """Read entries line by line; the last line ends like every other."""
    try:
        with path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    audit.faults.append(f"{ENTRIES}: the last line is cut off")
                yield line.removesuffix(b"\n")
    except OSError as error:
        raise _unreadable(path, error) from error


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> RegisterError:
    return RegisterError(
        f"the file can't be read: {error.strerror}",
        where=str(path),
        hint="give the folder of a `ledger export`, or the file of a checkpoint",
    )
