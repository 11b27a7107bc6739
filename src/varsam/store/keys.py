"""The ring of keys of this home: made once, checked against the state, never lost by a crash.

The root keys lie in a file outside `state/` (0600), or in the environment. The database knows of each
generation only a check value, so that a missing key or another home's key is told from a damaged state.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from varsam.domain.errors import NotAllowed, RegisterError
from varsam.formats.signed_note import VerifierKey
from varsam.store.ids import new_id
from varsam.store.models import HashKey, KeyGeneration, SigningKey
from varsam.store.ring import ROOT_BYTES, Ring, Sealed, UnknownGeneration, new_ring, parse_ring
from varsam.store.transaction import serialise, share, writing

FROM_ENVIRONMENT = "VARSAM_ROOT_KEY"
GENERATIONS = "key-generations"


@dataclass(slots=True)
class _Loaded:
    """The ring that this process has read, and whence."""

    source: tuple[Path, str | None] | None = None
    ring: Ring | None = field(default=None, repr=False)


_loaded = _Loaded()


@dataclass(frozen=True, slots=True)
class SignerKey:
    """The key that signs checkpoints. Never shows its private half when printed."""

    verifier: VerifierKey
    private: Ed25519PrivateKey = field(repr=False)


def establish(at: datetime) -> bool:
    """Make this home's keys if it has none: root key, generation 1, signing key. True if something was made.

    A root key that is already there (a file or the environment) is taken. RegisterError: the state has keys
    but the root key is missing, unreadable, open to others or another home's; put the right one back.
    """
    if KeyGeneration.objects.exists():
        ring()
        return False
    with writing():
        serialise(GENERATIONS)
        if KeyGeneration.objects.exists():
            return False
        if _key_text() is None and not key_file().exists():
            write_key_file(new_ring())
        first = _read()
        for number in sorted(first.roots):
            register_generation(first, number, at)
        _make_signing_key(first, at)
        HashKey.objects.create(
            id="states",
            sealed=first.seal("hash_key:states", os.urandom(ROOT_BYTES)),
            generation=first.current,
        )
    return True


def ring() -> Ring:
    """The ring of this home, as the state knows it now (one small query).

    NotAllowed: this home has no keys yet. RegisterError: as `establish` says.
    """
    known = dict(
        KeyGeneration.objects.filter(dropped_at=None).values_list("number", "check_value").order_by("number")
    )
    if not known:
        raise NotAllowed(
            "this home has no keys yet", where=str(settings.VARSAM_HOME), hint="run `varsam init`"
        )
    source = (key_file(), _key_text())
    if _loaded.ring is None or _loaded.source != source or set(_loaded.ring.roots) != set(known):
        read = _read()
        for number, check in known.items():
            if number not in read.roots:
                raise _missing(f"generation {number} of the root key is missing")
            if read.check_value(number) != bytes(check):
                raise _missing("the root key belongs to another home")
        _loaded.ring = read.without(frozenset(read.roots) - set(known))
        _loaded.source = source
    return _loaded.ring


def sealing() -> Ring:
    """The ring for writing inside a transaction: no rotation can pass between this and the commit."""
    share(GENERATIONS)
    return ring()


def unseal(record: str, sealed: Sealed) -> bytes:
    """Open a sealed record, reading the ring again if a rotation came in between. Raises as `Ring.unseal`."""
    loaded = _loaded.ring if _loaded.source == (key_file(), _key_text()) else None
    try:
        return (loaded or ring()).unseal(record, sealed)
    except UnknownGeneration:
        return ring().unseal(record, sealed)


def signer() -> SignerKey:
    """The key that signs this home's checkpoints. NotAllowed: there are no keys yet."""
    row = SigningKey.objects.order_by("-created_at").first()
    if row is None:
        raise NotAllowed("this home has no signing key yet", hint="run `varsam init`")
    raw = ring().unseal(f"signing_key:{row.id}", row.sealed)
    return SignerKey(VerifierKey(row.name, bytes(row.public)), Ed25519PrivateKey.from_private_bytes(raw))


def verifiers() -> tuple[VerifierKey, ...]:
    """The public halves of all keys that have signed here; needs no root key."""
    rows = SigningKey.objects.order_by("created_at").values_list("name", "public")
    return tuple(VerifierKey(name, bytes(public)) for name, public in rows)


def hash_key(name: str = "states") -> bytes:
    """A secret for keyed hashes that stay the same through rotations."""
    row = HashKey.objects.get(id=name)
    return unseal(f"hash_key:{row.id}", row.sealed)


def register_generation(known: Ring, number: int, at: datetime) -> None:
    """Let the state know a generation; from then on it is required."""
    serialise(GENERATIONS)
    KeyGeneration.objects.create(number=number, check_value=known.check_value(number), created_at=at)


def key_file() -> Path:
    """Where the root key lies unless the environment holds it."""
    return Path(settings.VARSAM_KEY_FILE)


def in_environment() -> bool:
    """Whether the root key comes from the environment, so that this program can't write it."""
    return _key_text() is not None


def stored_ring() -> Ring:
    """What the key file or the environment holds, whatever the state says. RegisterError: as `establish`."""
    return _read()


def write_key_file(new: Ring) -> None:
    """Replace the key file as a whole: after a crash either the old or the new one is there, on the disk."""
    path = key_file()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        try:
            os.write(descriptor, new.text().encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        draft.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise RegisterError(
            f"the root key can't be written: {error.strerror}",
            where=str(path),
            hint="free some space, or give this user the right to write there; the old key is untouched",
        ) from error


def _key_text() -> str | None:
    text: str | None = settings.VARSAM_KEY_TEXT
    return text


def _read() -> Ring:
    """Read the root keys, refusing a file that others may read."""
    text = _key_text()
    if text is not None:
        return parse_ring(text, FROM_ENVIRONMENT)
    path = key_file()
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        raise _missing("the root key is missing") from None
    except OSError as error:
        raise _missing(f"the root key can't be read: {error.strerror}") from error
    with os.fdopen(descriptor, encoding="utf-8", errors="replace") as file:
        if stat.S_IMODE(os.fstat(descriptor).st_mode) & 0o077:
            raise RegisterError(
                "the root key is open to other users",
                where=str(path),
                hint="chmod 600 it, and think of who may have read it (`varsam keys rotate`)",
            )
        return parse_ring(file.read(), str(path))


def _missing(what: str) -> RegisterError:
    return RegisterError(
        what,
        where=FROM_ENVIRONMENT if _key_text() is not None else str(key_file()),
        hint="put this home's key back from its copy; without it nothing sealed can be read",
    )


def _make_signing_key(first: Ring, at: datetime) -> None:
    """Draw the signing key; its name is the ledger's origin in every checkpoint."""
    private = Ed25519PrivateKey.generate()
    id_ = new_id()
    SigningKey.objects.create(
        id=id_,
        name=f"varsam/{id_}",
        public=private.public_key().public_bytes_raw(),
        sealed=first.seal(f"signing_key:{id_}", private.private_bytes_raw()),
        generation=first.current,
        created_at=at,
    )
