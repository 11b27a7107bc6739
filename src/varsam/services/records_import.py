"""An existing record of processing read into a draft register, and that put into a home. Needs no state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from varsam.checks.base import Finding, Hit
from varsam.checks.catalogue import check_register, finding
from varsam.checks.law import check_law
from varsam.checks.silencing import hear
from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.register import Basis
from varsam.domain.silences import Silence
from varsam.formats.records import MAX_BYTES, RecordsImport, import_records
from varsam.services import laws
from varsam.services.checking import silences_of
from varsam.services.policies import REGISTER, put_new

RECORDS_FOLDER = "records"


@dataclass(frozen=True, slots=True)
class DraftedRecords:
    """A draft register with everything that was noticed about it; `document` is the file as it was read.

    `silent` are the findings that the home's silences silence, which aren't among the others.
    """

    imported: RecordsImport
    findings: tuple[Finding, ...]
    document: bytes
    silent: tuple[tuple[Finding, Silence], ...] = ()

    @property
    def undecided(self) -> int:
        """How many purposes have no legal basis."""
        return sum(each.basis is Basis.UNDECIDED for each in self.imported.register.purposes().values())

    def position(self, finding: Finding) -> str:
        """Where in the file a finding stands (`record.xlsx:Sheet!A7`); empty where it says so itself."""
        return self.imported.places.get(finding.where, "")


def draft(path: Path, layout: str, on: date, home: Path) -> DraftedRecords:
    """Read a record; what the reading noticed comes first, then what stands against the draft on a day.

    `home` is the folder whose silences count. RegisterError: the file can't be read, isn't such a record, or
    the silences are faulty.
    """
    document = _document(path)
    imported = import_records(document, str(path), layout)
    noticed = tuple(finding(each.code, Hit(each.where, each.message, each.hint)) for each in imported.noticed)
    register = imported.register
    found = (*check_register(register), *check_law(register, laws.law(on)))
    silent = hear((*noticed, *found), silences_of(home), on).silent
    unheard = {finding for finding, _ in silent}
    heard = tuple(each for each in (*noticed, *found) if each not in unheard)
    return DraftedRecords(imported, heard, document, silent)


def put(
    drafted: DraftedRecords,
    name: str,
    folder: Path,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Path, ...]:
    """Write the draft into a home that has no register yet, and keep the record beside it; name the files.

    NotAllowed: there is a register; it is never overwritten. RegisterError: the folder can't be written.
    """
    register = folder / REGISTER
    if register.exists():
        raise NotAllowed(
            "there is a register already, and it is never overwritten",
            where=str(register),
            hint="name another home, compare the two drafts, and copy what you want",
        )
    kept = folder / RECORDS_FOLDER / name
    return put_new(drafted.imported.register, drafted.document, kept, folder, environment)


def _document(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise RegisterError(
            f"the record can't be read: {error.strerror}", where=str(path), hint="name a file that is there"
        ) from error
