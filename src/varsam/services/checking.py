"""Findings over the files of a home, with the place in the file where each one stands. Needs no state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from varsam.checks.base import Finding, Level
from varsam.checks.beside import BESIDE_CHECKS, Beside, check_beside
from varsam.checks.catalogue import CATALOGUE, check_register
from varsam.checks.law import LAW_CHECKS, check_law
from varsam.checks.maps import ACROSS_CHECKS, COUNT_CHECKS, MAP_CHECKS, check_maps
from varsam.checks.maps.looked import EXCESSIVE_RIGHTS, LOOK_CHECKS
from varsam.checks.partners import PARTNER_CHECKS, not_settled
from varsam.checks.silencing import Heard, hear
from varsam.checks.stale import STALE_CHECKS
from varsam.domain.errors import Position, RegisterError
from varsam.domain.law import Law
from varsam.domain.silences import Silence
from varsam.formats import (
    arrangement_yaml,
    assessments_yaml,
    customers_yaml,
    partners_yaml,
    register_yaml,
    silences_yaml,
)
from varsam.services import laws, partners
from varsam.services.home import Home


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding and where to mend it (`register.yaml:12:3`); empty where only the file is known."""

    finding: Finding
    position: str = ""


def check_files(home: Home) -> tuple[Placed, ...]:
    """All findings over register and source maps as they lie in the home.

    RegisterError(s): a file can't be read at all, with position; mend it first.
    """
    return placed(home, findings(home))


def findings(home: Home) -> tuple[Finding, ...]:
    """The same without the places where they stand."""
    register = home.register
    maps = tuple(home.maps.values())
    law = laws.law(home.today, home.path)
    return (
        *check_register(register),
        *not_settled(check_law(register, law, home.arrangements), home.partners),
        *partners.findings(home),
        *check_beside(_beside(home, law)),
        *check_maps(maps, {}, register),
    )


def _beside(home: Home, law: Law) -> Beside:
    kinds = frozenset(f"{each.source}.{kind.name}" for each in home.maps.values() for kind in each.kinds)
    return Beside(
        register=home.register,
        on=home.today,
        assessments=home.assessments,
        arrangements=home.arrangements,
        customers=home.customers,
        law=law,
        kinds=kinds,
    )


def placed(home: Home, found: Sequence[Finding]) -> tuple[Placed, ...]:
    """Say where in the register, or in the file beside it, each finding stands."""
    path = home.path / "register.yaml"
    try:
        places = register_yaml.places(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise RegisterError("the file can't be read", where=str(path), hint="save it as UTF-8") from error
    return placed_at({**places, **places_beside(home)}, found)


def placed_at(places: Mapping[str, Position], found: Sequence[Finding]) -> tuple[Placed, ...]:
    """Say where each finding stands, by the places of the parts of the files."""
    return tuple(Placed(each, str(places.get(each.where, ""))) for each in found)


def places_beside(home: Home) -> dict[str, Position]:
    """Where things stand in the files beside the register."""
    found: dict[str, Position] = {}
    for file in (partners_yaml, assessments_yaml, arrangement_yaml, customers_yaml):
        text = home.beside(file.FILE)
        if text is not None:
            found |= file.places(text)
    return found


def heard(home: Home, found: Sequence[Placed], *, online: bool = False) -> tuple[tuple[Placed, ...], Heard]:
    """Divide findings by the home's `silences.yaml`: what is heard, with its places, and the whole division.

    `online`: the live sources were looked at as well, so that a silence of what only they show may be idle.
    RegisterErrors: the file is faulty, or silences a check that there isn't.
    """
    silences = silences_of(home.path)
    asked = codes() if online else file_codes()
    divided = hear([each.finding for each in found], silences, home.today, asked)
    positions = {each.finding: each.position for each in found}
    own = {f"silence {each.check} {each.where}": each.position for each in silences}
    return tuple(
        Placed(each, positions.get(each, own.get(each.where, ""))) for each in divided.findings
    ), divided


def silences_text(folder: Path) -> str:
    """A home's `silences.yaml` as it is; empty where there is none. RegisterError: it can't be read."""
    path = folder / silences_yaml.FILE
    try:
        return path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise RegisterError("the file can't be read", where=str(path), hint="save it as UTF-8") from error


def silences_of(folder: Path) -> tuple[Silence, ...]:
    """What a home's `silences.yaml` silences.

    RegisterErrors: the file is faulty, or silences a check that there isn't.
    """
    return silences_yaml.parse(silences_text(folder), codes(), silences_yaml.FILE)


def file_codes() -> frozenset[str]:
    """The codes of the checks that need the home's files only."""
    told = {each.code for each in CATALOGUE}
    told |= {each.code for each in (*LAW_CHECKS, *PARTNER_CHECKS, *BESIDE_CHECKS)}
    return frozenset(told | {each.code for each in ACROSS_CHECKS})


def codes() -> frozenset[str]:
    """The codes of all checks, also of those that need the live sources."""
    live = {each.code for each in MAP_CHECKS} | {each.code for each in COUNT_CHECKS}
    live |= {each.code for each in LOOK_CHECKS} | {each.code for each in STALE_CHECKS}
    return frozenset(file_codes() | live | {EXCESSIVE_RIGHTS[0]})


def stands_against(findings: Sequence[Finding]) -> bool:
    """Answer whether a finding is an error: then the register or a map must be mended."""
    return any(each.level is Level.ERROR for each in findings)
