"""Findings over the files of a home, with the place in the file where each one stands. Needs no state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from varsam.checks.base import Finding, Level
from varsam.checks.catalogue import check_register
from varsam.checks.law import check_law
from varsam.checks.maps import check_maps
from varsam.domain.errors import RegisterError
from varsam.formats import register_yaml
from varsam.services import laws
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
    register = home.register
    maps = tuple(home.maps.values())
    return placed(
        home,
        (
            *check_register(register),
            *check_law(register, laws.law(home.today, home.path)),
            *check_maps(maps, {}, register),
        ),
    )


def placed(home: Home, findings: Sequence[Finding]) -> tuple[Placed, ...]:
    """Say where in the register each finding stands."""
    path = home.path / "register.yaml"
    try:
        places = register_yaml.places(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise RegisterError("the file can't be read", where=str(path), hint="save it as UTF-8") from error
    return tuple(Placed(each, str(places.get(each.where, ""))) for each in findings)


def stands_against(findings: Sequence[Finding]) -> bool:
    """Answer whether a finding is an error: then the register or a map must be mended."""
    return any(each.level is Level.ERROR for each in findings)
