"""The register's versions: which one plans were computed from, since when, and how it read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from varsam.domain.errors import NotAllowed
from varsam.formats import register_yaml
from varsam.services.home import Home
from varsam.store import actors, decisions, ledger
from varsam.store.decisions import AdoptedRegister
from varsam.store.transaction import writing

SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the register. `since` and `by` are None for a file that no plan was computed from yet."""

    fingerprint: str
    since: datetime | None
    by: str | None
    document: str
    present: bool


def adopt(home: Home, actor: str, at: datetime) -> None:
    """Keep the home's register as the version in use, if it isn't that already; the ledger says so."""
    fingerprint = register_yaml.fingerprint(home.register)
    with writing():
        if decisions.adopt_register(fingerprint, home.register_text.encode(), actor, at):
            ledger.append([{"type": "register.adopted", "fingerprint": fingerprint}], at)


def versions(home: Home) -> tuple[Version, ...]:
    """Every version, the last first; before them the present file, where no plan was computed from it yet."""
    present = register_yaml.fingerprint(home.register)
    found = [_version(each, present) for each in decisions.register_versions()]
    if not found or found[0].fingerprint != present:
        found.insert(0, Version(present, None, None, home.register_text, present=True))
    return tuple(found)


def version(home: Home, fingerprint: str) -> Version:
    """The version of a fingerprint, or of its first digits, as it was adopted last.

    NotAllowed: there is none, several begin so, or too few digits were given.
    """
    found = {
        each.fingerprint: each
        for each in reversed(versions(home))
        if each.fingerprint.startswith(fingerprint)
    }
    if len(fingerprint) < SHORTEST or len(found) != 1:
        raise NotAllowed(
            "several versions of the register begin so"
            if len(found) > 1 and len(fingerprint) >= SHORTEST
            else "there is no such version of the register",
            where=fingerprint,
            hint=f"`varsam register versions` lists them; give at least {SHORTEST} digits",
        )
    return next(iter(found.values()))


def present(home: Home) -> Version:
    """The register's file as it is now, with its comments, and since when plans follow what it means."""
    last = versions(home)[0]
    return replace(last, document=home.register_text)


def _version(adopted: AdoptedRegister, present: str) -> Version:
    return Version(
        adopted.fingerprint,
        adopted.at,
        actors.name_of(adopted.actor),
        adopted.document.decode(),
        present=adopted.fingerprint == present,
    )
