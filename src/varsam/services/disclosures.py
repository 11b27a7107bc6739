"""Disclosures, recorded as facts and listed: to whom, of what, when and on what ground."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from varsam.domain.disclosures import Disclosure, DisclosureGround, details, disclosures
from varsam.domain.errors import PlanRefused, RegisterError
from varsam.domain.facts import Fact, FactKind, Scope
from varsam.domain.vocabulary import CATEGORIES
from varsam.services.home import Home
from varsam.services.partners import sha256
from varsam.services.recording import record, typed
from varsam.store import facts, people
from varsam.store.people import TypedIdentifier


def disclose(
    home: Home,
    partner: str,
    ground: DisclosureGround,
    *,
    categories: Sequence[str] = (),
    identifiers: Sequence[TypedIdentifier] = (),
    scope: Scope | None = None,
    at: datetime | None = None,
    law: str = "",
    document: Path | None = None,
    evidence: str = "",
) -> Fact:
    """Record that data of a person, or of a scope, was disclosed; the ledger gets a commitment to it.

    Of a document only its SHA-256 is kept. RegisterError: unknown partner or category, an identifier that
    can't be read, a ground that nothing shows, or a document that can't be read. NotAllowed: a future day.
    """
    known = {each.id for each in home.partners.all} | {each.id for each in home.register.recipients}
    if partner not in known:
        raise RegisterError(
            f"there is no partner {partner}",
            where="partners.yaml",
            hint=f"one of: {', '.join(sorted(known)) or 'none yet; add it to partners.yaml'}",
        )
    words = {*CATEGORIES, *(each.code for each in home.register.categories)}
    for each in categories:
        if each not in words:
            raise RegisterError(
                f"there is no category {each!r}",
                where="--category",
                hint=f"one of: {', '.join(sorted(words))}",
            )
    digest = sha256(document) if document is not None else ""
    kept = details(partner, ground, categories, law=law, document=digest, evidence=evidence)
    return record(
        home,
        FactKind.DISCLOSED,
        identifiers=identifiers,
        scope=scope,
        at=at,
        evidence=evidence,
        details=kept,
    )


def listed(
    home: Home, identifiers: Sequence[TypedIdentifier] = (), *, partner: str | None = None
) -> tuple[Disclosure, ...]:
    """The disclosures that stand, oldest first: all, those to a partner, or those of one person.

    Identifiers that lead to nobody who is known give none. PlanRefused: they lead to several people.
    """
    person = None
    if identifiers:
        given = typed(identifiers)
        found = people.find(home.register.entities[0].id, given)
        if len(found) > 1:
            raise PlanRefused(
                f"the identifiers lead to {len(found)} people",
                where=", ".join(sorted({each.type for each in given})),
                hint="give an identifier that is one person's alone",
            )
        if not found:
            return ()
        person = found[0]
    known = facts.load(kinds=(FactKind.DISCLOSED,), person=person)
    return tuple(
        each
        for each in disclosures(known, home.clock(), person=person)
        if partner is None or each.partner == partner
    )
