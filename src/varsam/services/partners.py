"""What stands in `partners.yaml` of a home, held against its register, its maps and its documents."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from varsam.checks.base import Finding
from varsam.checks.partners import check_partners
from varsam.checks.partners.view import View, role_of
from varsam.domain import transfers
from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.partners import (
    Agreement,
    AgreementKind,
    Document,
    Location,
    NoticeOutcome,
    Partner,
    PartnerRole,
    Partners,
)
from varsam.domain.transfers import Flow
from varsam.formats import partners_yaml
from varsam.services import laws
from varsam.services.home import Home
from varsam.services.replacing import write_over

FOLDER: Final = "agreements"
_BLOCK = 1 << 20
_COUNTRY = re.compile("[A-Z]{2}")


def view(home: Home) -> View:
    """A home's partners as of its day, with what they are held against.

    RegisterError(s): a file can't be read, with its position.
    """
    names = {name for partner in home.partners.all for _, each in partner.documents() if (name := each.name)}
    return View(
        home.register,
        home.partners,
        laws.law(home.today, home.path),
        frozenset(home.maps),
        documents(home.path, names),
    )


def findings(home: Home) -> tuple[Finding, ...]:
    """What stands against a home's partners on its day."""
    return check_partners(view(home))


def flows(home: Home) -> tuple[Flow, ...]:
    """Where data of partners goes on the home's day, and on what.

    Of recipients that only the register names the country counts alone: nothing is known of a tool.
    """
    return tuple(transfers.flows(_everybody(home), laws.law(home.today, home.path)))


def unlocated(home: Home) -> tuple[str, ...]:
    """The ids of those of whom nobody says where data lies, so that no flow shows them."""
    return tuple(each.id for each in _everybody(home).active(home.today) if not each.locations)


def unknown_recipients(home: Home) -> tuple[str, ...]:
    """The ids of the register's recipients that `partners.yaml` doesn't know."""
    return tuple(each.id for each in home.register.recipients if home.partners.get(each.id) is None)


def _everybody(home: Home) -> Partners:
    """The partners, and after them the recipients that only the register names."""
    known = home.partners
    more = []
    for each in home.register.recipients:
        if known.get(each.id) is None:
            code = each.location.strip().upper()
            places = (Location(code),) if _COUNTRY.fullmatch(code) else ()
            more.append(Partner(each.id, each.name, role_of(each) or PartnerRole.OTHER, locations=places))
    return Partners((*known.all, *more), known.present)


def documents(home: Path, names: set[str]) -> Mapping[str, str]:
    """The SHA-256 of those of the named files in the folder `agreements` that are there.

    A link that leads out of the folder counts as no document. RegisterError: one is there and can't be read.
    """
    folder = (home / FOLDER).resolve()
    found = {}
    for name in sorted(names):
        path = (folder / name).resolve()
        if path.is_relative_to(folder) and path.is_file():
            found[name] = sha256(path)
    return MappingProxyType(found)


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex. RegisterError: it can't be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise RegisterError(
            "the document can't be read",
            where=str(path),
            hint="give this user the right to read it, or name another file",
        ) from error
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Standing:
    """A partner on a day: how deep it stands below us, what was agreed, and what stands against it.

    `agreement`: the one that the law demands and that holds longest; None: none holds, or none is demanded.
    """

    partner: Partner
    depth: int
    parent: str
    active: bool
    agreement: Agreement | None
    flows: tuple[Flow, ...]
    findings: tuple[Finding, ...]


def overview(home: Home) -> tuple[Standing, ...]:
    """All partners as a tree, in the order of the file; a sub-processor stands below each of its parents."""
    seen = view(home)
    found: dict[str, list[Finding]] = {}
    for each in check_partners(seen):
        found.setdefault(_subject(each), []).append(each)

    def below(partners: Sequence[Partner], depth: int, parent: str) -> Iterator[Standing]:
        for partner in partners:
            yield Standing(
                partner,
                depth,
                parent,
                partner.active(seen.on),
                _longest(partner, seen.on),
                tuple(each for each in seen.flows if each.partner is partner),
                tuple(found.get(partner.id, ())),
            )
            yield from below(seen.partners.below(partner.id), depth + 1, partner.id)

    return tuple(below(seen.partners.roots(), 0, ""))


def standing(home: Home, partner_id: str) -> Standing:
    """One partner on the home's day. RegisterError: there is none of that id."""
    found = overview(home)
    for each in found:
        if each.partner.id == partner_id:
            return each
    known = ", ".join(dict.fromkeys(each.partner.id for each in found))
    raise RegisterError(
        f"there is no partner {partner_id}",
        where=str(home.path / partners_yaml.FILE),
        hint=f"partners: {known or 'none'}",
    )


def decide(
    home: Home, partner: str, notice: str, outcome: NoticeOutcome, *, by: str = "", reason: str = ""
) -> Path:
    """Write into `partners.yaml` what was decided on a change that a processor announced.

    `by`: the office that decided; else the operating system's user. RegisterError(s) and NotAllowed as from
    `partners_yaml.edit`; RegisterError: the file can't be written.
    """
    change = partners_yaml.DecideNotice(partner, notice, outcome, home.real_today, by or home.actor, reason)
    return _write(home, change)


def sign(
    home: Home,
    partner: str,
    agreement: str,
    document: Path,
    *,
    kind: AgreementKind | None = None,
    signed_on: date | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    signatories: Sequence[str] = (),
) -> tuple[Path, Path]:
    """Keep a signed document in the folder `agreements`, and write it down with its hash and days.

    Gives the document's place and the file. NotAllowed: another document lies there under that name, or the
    agreement is signed already. RegisterError(s): as from `decide`, or the document can't be read.
    """
    digest = sha256(document)
    place = home.path / FOLDER / document.name
    change = partners_yaml.SignAgreement(
        partner,
        agreement,
        signed_on or home.real_today,
        Document(document.name, digest),
        kind,
        valid_from,
        valid_to,
        tuple(signatories),
    )
    path = home.path / partners_yaml.FILE
    edited = partners_yaml.edit(_text(path), [change], str(path), home.register)
    if place.exists() and sha256(place) != digest:
        raise NotAllowed(
            "another document lies there under that name, and it is never overwritten",
            where=str(place),
            hint="give the new document a name of its own",
        )
    try:
        place.parent.mkdir(exist_ok=True)
        if not place.exists():
            shutil.copyfile(document, place)
        write_over(path, edited)
    except OSError as error:
        raise _unwritable(path, error) from error
    return place, path


def _write(home: Home, change: partners_yaml.Change) -> Path:
    path = home.path / partners_yaml.FILE
    edited = partners_yaml.edit(_text(path), [change], str(path), home.register)
    try:
        write_over(path, edited)
    except OSError as error:
        raise _unwritable(path, error) from error
    return path


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise RegisterError(
            "there is no such file", where=str(path), hint="write it; docs/partners.md shows how"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise RegisterError("the file can't be read", where=str(path), hint="save it as UTF-8") from error


def _unwritable(path: Path, error: OSError) -> RegisterError:
    return RegisterError(
        f"the file can't be written: {error.strerror}",
        where=str(path),
        hint="give this user the right to write there",
    )


def _subject(finding: Finding) -> str:
    """The id of the partner that a finding is about: `agreement hall/dpa` is about hall."""
    return finding.where.partition(" ")[2].partition("/")[0]


def _longest(partner: Partner, on: date) -> Agreement | None:
    current = partner.current(partner.demanded, on) if partner.demanded is not None else ()
    return max(current, key=lambda each: each.valid_to or date.max, default=None)
