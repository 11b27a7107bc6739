"""Seals and looks up with keys that are derived from one root key per generation.

A ring holds one root key per generation; the newest one seals, all of them open. Each use has a key of its
own: sealing (AES-256-GCM; the record's name is bound in), look-up (HMAC-SHA256 per identifier type and
controller). Source: RFC 5869 (HKDF), NIST SP 800-38D.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from varsam.domain.errors import RegisterError, SourceRejected

ROOT_BYTES = 32
Sealed: TypeAlias = "bytes | memoryview[int]"
_NONCE_BYTES = 12
_GENERATION_BYTES = 4
_FORM = b"\x01"
_HEAD = len(_FORM) + _GENERATION_BYTES
_ENTRY = re.compile(r"(?P<generation>[1-9][0-9]{0,8}):(?P<key>[A-Za-z0-9+/]{43}=)")
_HEADER = """\
# Varsam's root key, one line per generation. Whoever has it can read sealed identifiers;
# without it nobody can.
# Keep a copy where the backups of the data are not.
"""


class UnknownGeneration(SourceRejected):
    """A record is sealed under a generation that this ring doesn't hold."""


@dataclass(frozen=True, slots=True)
class Ring:
    """The root keys by generation. Never shows a secret when printed."""

    roots: Mapping[int, bytes] = field(repr=False)
    _derived: dict[tuple[int, str], bytes] = field(default_factory=dict, repr=False, compare=False)
    _ciphers: dict[int, AESGCM] = field(default_factory=dict, repr=False, compare=False)

    @property
    def current(self) -> int:
        """The generation that seals."""
        return max(self.roots)

    def seal(self, record: str, plain: bytes) -> bytes:
        """Encrypt for one record; the result opens under the same record name only."""
        head = _FORM + self.current.to_bytes(_GENERATION_BYTES)
        nonce = os.urandom(_NONCE_BYTES)
        return head + nonce + self._cipher(self.current).encrypt(nonce, plain, head + record.encode())

    def unseal(self, record: str, sealed: Sealed) -> bytes:
        """Decrypt what was sealed for this record.

        UnknownGeneration: the ring lacks the key. SourceRejected: the bytes were changed or belong to another
        record; restore the row from a copy.
        """
        sealed = bytes(sealed)
        generation = generation_of(sealed)
        if generation not in self.roots:
            raise UnknownGeneration(
                f"a record is sealed with generation {generation} of the root key, which isn't here",
                where=record,
                hint="put that generation back into the key file",
            )
        head, nonce, body = (
            sealed[:_HEAD],
            sealed[_HEAD : _HEAD + _NONCE_BYTES],
            sealed[_HEAD + _NONCE_BYTES :],
        )
        try:
            return self._cipher(generation).decrypt(nonce, body, head + record.encode())
        except InvalidTag:
            raise _damaged(record) from None

    def lookup(self, controller: str, type_: str, value: str, generation: int | None = None) -> bytes:
        """The keyed hash by which an identifier is found: one key per controller, type and generation."""
        key = self._key(generation or self.current, f"look-up\0{controller}\0{type_}")
        return hmac.digest(key, value.encode(), "sha256")

    def lookups(self, controller: str, type_: str, value: str) -> tuple[bytes, ...]:
        """The keyed hashes under every generation, for a search while a rotation is under way."""
        return tuple(self.lookup(controller, type_, value, each) for each in sorted(self.roots))

    def check_value(self, generation: int) -> bytes:
        """A value that tells this root key from any other, and nothing else about it."""
        return sha256(self._key(generation, "check")).digest()

    def with_new_generation(self) -> Ring:
        """The same ring with one more, freshly drawn root key."""
        return Ring({**self.roots, self.current + 1: os.urandom(ROOT_BYTES)})

    def without(self, generations: frozenset[int]) -> Ring:
        """The same ring without these generations: what they sealed can't be opened any more."""
        return Ring({number: root for number, root in self.roots.items() if number not in generations})

    def text(self) -> str:
        """The ring as the key file holds it. Secret."""
        lines = (
            f"{number}:{base64.b64encode(root).decode()}\n" for number, root in sorted(self.roots.items())
        )
        return _HEADER + "".join(lines)

    def _cipher(self, generation: int) -> AESGCM:
        if generation not in self._ciphers:
            self._ciphers[generation] = AESGCM(self._key(generation, "seal"))
        return self._ciphers[generation]

    def _key(self, generation: int, use: str) -> bytes:
        if (generation, use) not in self._derived:
            kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"varsam/v1/" + use.encode())
            self._derived[generation, use] = kdf.derive(self.roots[generation])
        return self._derived[generation, use]


def new_ring() -> Ring:
    """Draw a ring of one generation."""
    return Ring({1: os.urandom(ROOT_BYTES)})


def parse_ring(text: str, where: str) -> Ring:
    """Read a key file or the environment's text: `GENERATION:BASE64` entries between spaces, commas or lines.

    RegisterError: no entry, a broken one, or a generation twice. The text itself isn't repeated.
    """
    bare = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    roots: dict[int, bytes] = {}
    for entry in re.split(r"[\s,]+", bare.strip()):
        match = _ENTRY.fullmatch(entry)
        try:
            root = base64.b64decode(match["key"], validate=True) if match else b""
        except binascii.Error:
            root = b""
        if match is None or len(root) != ROOT_BYTES or int(match["generation"]) in roots:
            raise RegisterError(
                "the root key can't be read",
                where=where,
                hint="one GENERATION:BASE64 per line, 32 random bytes each, as `varsam init` writes it",
            )
        roots[int(match["generation"])] = root
    return Ring(roots)


def generation_of(sealed: bytes) -> int:
    """The generation that sealed these bytes. SourceRejected: they aren't sealed bytes."""
    if len(sealed) < _HEAD + _NONCE_BYTES or sealed[:1] != _FORM:
        raise _damaged("sealed record")
    return int.from_bytes(sealed[1:_HEAD])


def _damaged(record: str) -> SourceRejected:
    return SourceRejected(
        "a sealed record was changed, or belongs to another place",
        where=record,
        hint="restore the state from a copy; nothing was overwritten",
    )
