"""A policy document read into a draft register, and that draft put into a home. Needs no state."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from varsam.checks.base import Finding, Hit
from varsam.checks.catalogue import check_register, finding
from varsam.checks.law import check_law
from varsam.checks.silencing import hear
from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.register import Register
from varsam.domain.silences import Silence
from varsam.formats import register_yaml
from varsam.formats.policy import PolicyImport, import_document
from varsam.formats.register_yaml import AcceptProposal
from varsam.services import claim_bindings, laws, own_state, schemas
from varsam.services.checking import silences_of
from varsam.services.replacing import write_over
from varsam.services.starting import IGNORED

REGISTER = "register.yaml"
POLICY_FOLDER = "policy"
_LARGEST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft register with everything that was noticed about it; `document` is the file as it was read.

    `silent` are the findings that the home's silences silence, which aren't among the others.
    """

    imported: PolicyImport
    findings: tuple[Finding, ...]
    document: bytes
    silent: tuple[tuple[Finding, Silence], ...] = ()

    def position(self, finding: Finding) -> str:
        """Where in the document a finding stands (`policy.md:12:3`); empty where it says so itself."""
        return str(self.imported.places.get(finding.where, ""))


def draft(path: Path, accepted: Sequence[str], decided_on: date, home: Path | None = None) -> Drafted:
    """Read a policy document, with the named proposals accepted; `home` is the folder whose silences count.

    RegisterError: the file can't be read as a policy, or there is no such proposal (valid ones are listed);
    or the home's silences are faulty.
    """
    document = _document(path)
    # What pypdf mends in silence is no business of whoever imports; what it can't read is an error.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    imported = import_document(document, str(path)).accept(accepted, decided_on)
    remarks = tuple(
        finding(each.code, Hit(str(each.where), each.message, each.hint)) for each in imported.remarks
    )
    register = imported.register
    found = (*remarks, *check_register(register), *check_law(register, laws.law(decided_on)))
    # Of silences that are over or idle `check` tells: most are about files that no import reads.
    silences = silences_of(home) if home is not None else ()
    silent = hear(found, silences, decided_on).silent
    unheard = {finding for finding, _ in silent}
    return Drafted(imported, tuple(each for each in found if each not in unheard), document, silent)


def put(
    drafted: Drafted,
    name: str,
    folder: Path,
    accepted: Sequence[str],
    decided_on: date,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Path, ...]:
    """Write the draft into a home that has no register yet, and keep the policy beside it; name the files.

    What Varsam itself stores joins it, as an activity and a map, in the database that `environment` names.
    A home that has a register keeps it: only the accepted proposals join, with its comments left alone.
    NotAllowed: there is a register, and nothing to accept. RegisterError: the folder can't be written.
    """
    register = folder / REGISTER
    try:
        if register.exists():
            return (_accept(register, accepted, decided_on),)
    except OSError as error:
        raise _unwritable(folder, error) from error
    kept = folder / POLICY_FOLDER / name
    return put_new(drafted.imported.register, drafted.document, kept, folder, environment)


def put_new(
    drafted: Register, document: bytes, kept: Path, folder: Path, environment: Mapping[str, str]
) -> tuple[Path, ...]:
    """Write a drafted register into a home without one, and keep what it was read from; name the files.

    RegisterError: the folder can't be written.
    """
    register = folder / REGISTER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with register.open("x", encoding="utf-8") as file:
            written = own_state.joined(drafted)
            file.write(schemas.modeline("register") + register_yaml.write(written))
        described = schemas.file_in(folder, "register")
        schemas.write("register", described)
        return (
            register,
            described,
            *_keep_document(document, kept),
            *own_state.put_map(folder, environment),
            *claim_bindings.put_proposed(folder, written),
            *_put_ignored(folder),
        )
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> RegisterError:
    return RegisterError(
        f"the draft can't be written: {error.strerror}",
        where=str(folder),
        hint="give this user the right to write there, or name another home",
    )


def _put_ignored(folder: Path) -> tuple[Path, ...]:
    """Keep the key and the state out of git, as `varsam init` does."""
    path = folder / ".gitignore"
    if path.exists() or path.is_symlink():
        return ()
    path.write_text(IGNORED, encoding="utf-8")
    return (path,)


def _accept(register: Path, accepted: Sequence[str], decided_on: date) -> Path:
    """Let accepted proposals join a register that is there already."""
    if not accepted:
        raise NotAllowed(
            "there is a register already, and it is never overwritten",
            where=str(register),
            hint="name another home, or accept proposals into it with --accept",
        )
    before = register.read_text(encoding="utf-8")
    changes = [AcceptProposal(each, decided_on) for each in accepted]
    write_over(register, register_yaml.edit(before, changes, str(register)))
    return register


def _keep_document(document: bytes, path: Path) -> tuple[Path, ...]:
    """Keep the published text, unless the home has a file of that name."""
    path.parent.mkdir(exist_ok=True)
    if path.exists():
        return ()
    path.write_bytes(document)
    return (path,)


def _document(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            document = file.read(_LARGEST_BYTES + 1)
    except OSError as error:
        raise RegisterError(
            f"the policy can't be read: {error.strerror}", where=str(path), hint="name a file that is there"
        ) from error
    if len(document) > _LARGEST_BYTES:
        raise RegisterError(
            "the file is too large for a policy", where=str(path), hint="give the policy as text or HTML"
        )
    return document
