"""What stands in `partners.yaml` of a home, held against its register, its maps and its documents."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from varsam.checks.base import Finding
from varsam.checks.partners import check_partners
from varsam.checks.partners.view import View
from varsam.domain.errors import RegisterError
from varsam.domain.transfers import Flow
from varsam.services import laws
from varsam.services.home import Home

FOLDER: Final = "agreements"
_BLOCK = 1 << 20


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
    """Where the partners' data goes on the home's day, and on what."""
    return view(home).flows


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
