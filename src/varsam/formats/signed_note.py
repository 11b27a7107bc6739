"""Signed notes and checkpoints as plain text: what a witness, an auditor or a printed receipt can carry.

A note is a text, an empty line and one line per signature. A checkpoint is a note whose text is the log's
origin, its size and its root. This module reads and writes the text; whoever holds keys signs and verifies.

Source: C2SP signed-note, C2SP tlog-checkpoint (signature type 0x01, Ed25519).
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from hashlib import sha256

ED25519 = b"\x01"
_KEY_ID_BYTES = 4
_SIGNATURE = re.compile(r"— (?P<name>\S+) (?P<value>[A-Za-z0-9+/]+={0,2})")
_NAME = re.compile(r"[^\s+]+")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class NotANote(ValueError):
    """The text isn't a signed note, a checkpoint or a verifier key; take an untouched copy."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of a signing key, under the name that its signatures carry. `public` is 32 bytes."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        """Refuse what the format can't carry."""
        if not _NAME.fullmatch(self.name) or len(self.public) != 32:
            raise NotANote("a key has a name without spaces or plus signs, and 32 bytes")

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature line names its key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:_KEY_ID_BYTES]

    def __str__(self) -> str:
        """Print the key as others expect it: `name+id+base64`."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read `name+id+base64`. NotANote: another form, another algorithm, or the id doesn't fit."""
        parts = text.split("+", 2)
        if len(parts) != 3:
            raise NotANote("a verifier key is name+id+base64")
        raw = _decode(parts[2])
        if raw[:1] != ED25519 or len(raw) != 33:
            raise NotANote("the verifier key isn't an Ed25519 key")
        key = cls(parts[0], raw[1:])
        if key.key_id.hex() != parts[1]:
            raise NotANote("the verifier key's id doesn't fit its name and bytes")
        return key


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: the signer's name, the id of its key, the signature's bytes."""

    name: str
    key_id: bytes
    signature: bytes

    def by(self, key: VerifierKey) -> bool:
        """Answer whether the line claims to be made by this key (nothing is verified)."""
        return self.name == key.name and self.key_id == key.key_id


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a newline, and its signature lines."""

    text: str
    signatures: tuple[NoteSignature, ...] = field(default=())

    def __str__(self) -> str:
        """Print the note as it is stored and sent."""
        lines = "".join(
            f"— {each.name} {base64.b64encode(each.key_id + each.signature).decode()}\n"
            for each in self.signatures
        )
        return f"{self.text}\n{lines}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log at one size: who keeps it, how many entries, the root over them."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read a checkpoint's text; further lines are allowed and kept out.

        NotANote: fewer than three lines, or a size or root that can't be.
        """
        lines = text.split("\n")
        if len(lines) < 4 or not lines[0] or not _SIZE.fullmatch(lines[1]) or not all(lines[3:-1]):
            raise NotANote("a checkpoint has an origin, a size and a root, one per line")
        root = _decode(lines[2])
        if len(root) != 32:
            raise NotANote("a checkpoint's root has 32 bytes")
        return cls(lines[0], int(lines[1]), root)


def parse_note(text: str) -> Note:
    """Read a note and its signature lines, without verifying any.

    NotANote: control characters, no empty line before the signatures, no signature, or a broken one.
    """
    if any(char < " " and char != "\n" for char in text) or not text.endswith("\n"):
        raise NotANote("a note is plain lines and ends with a newline")
    body, found, tail = text.rpartition("\n\n")
    if not found or not body or not tail:
        raise NotANote("a note has an empty line before its signatures")
    return Note(body + "\n", tuple(_signature(line) for line in tail[:-1].split("\n")))


def _signature(line: str) -> NoteSignature:
    """Read one signature line."""
    match = _SIGNATURE.fullmatch(line)
    if match is None:
        raise NotANote("a signature line is a dash, a name and base64")
    raw = _decode(match["value"])
    if len(raw) <= _KEY_ID_BYTES or not _NAME.fullmatch(match["name"]):
        raise NotANote("a signature line is too short")
    return NoteSignature(match["name"], raw[:_KEY_ID_BYTES], raw[_KEY_ID_BYTES:])


def _decode(text: str) -> bytes:
    """Decode base64 that has exactly one spelling."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotANote("a part isn't base64") from error
    if base64.b64encode(raw).decode() != text:
        raise NotANote("a part isn't canonical base64")
    return raw
