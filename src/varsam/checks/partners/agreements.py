"""Checks of what was agreed with processors and joint controllers."""

from __future__ import annotations

from collections.abc import Iterator

from varsam.checks.base import Hit
from varsam.checks.partners.clauses import CLAUSES
from varsam.checks.partners.view import View, partner_at
from varsam.domain.partners import Agreement, AgreementKind, Partner, PartnerRole, cited
from varsam.domain.said import say


def none_current(view: View) -> Iterator[Hit]:
    """A processor serves an activity without a signed agreement that holds on the day.

    An agreement that isn't signed, begins later or has ended doesn't count. A processor that serves nothing
    is left out.
    """
    for partner in view.active:
        if partner.role is not PartnerRole.PROCESSOR or partner.current(AgreementKind.PROCESSING, view.on):
            continue
        served = view.served(partner)
        if served or partner.sources:
            yield Hit(
                partner_at(partner),
                say(
                    "no signed processing agreement holds on {day}, and it serves: {served}",
                    day=view.on.isoformat(),
                    served=", ".join((*(each.id for each in served), *partner.sources)),
                ),
                "sign one and put its days, document and clauses under agreements, or end the processing",
            )


def clause_missing(view: View) -> Iterator[Hit]:
    """An agreement with a processor doesn't say something that the law demands of it.

    There are eight things that it must describe and nine duties that the processor takes on. Each is ticked
    off by the place where the document says it; what has no place counts as missing.
    """
    for partner, agreement in view.agreements():
        if agreement.kind is AgreementKind.PROCESSING:
            yield from missing(partner, agreement)


def missing(partner: Partner, agreement: Agreement) -> Iterator[Hit]:
    """What an agreement lacks: one hit where nobody went through it at all, else one for each clause."""
    where = f"agreement {partner.id}/{agreement.id}"
    if not agreement.clauses and agreement.missing:
        yield Hit(
            where,
            "nobody has gone through its clauses",
            "write under clauses where the document says each thing that GDPR 28(3) demands",
        )
        return
    for clause in agreement.missing:
        yield Hit(
            where,
            say("it says nothing on {clause} ({law})", clause=CLAUSES[clause], law=cited(clause)),
            say("agree on it, then write where the document says it: clauses: {name}", name=clause.value),
        )


def ends_soon(view: View) -> Iterator[Hit]:
    """An agreement ends within sixty days, and none follows on it."""
    for partner, agreement in view.agreements():
        ends = agreement.valid_to
        if not view.soon(ends) or (partner.until is not None and ends is not None and partner.until <= ends):
            continue
        later = [
            each
            for each in partner.agreements
            if each.kind is agreement.kind and each.id != agreement.id and _lasts_longer(each, agreement)
        ]
        if not later and ends is not None:
            yield Hit(
                f"agreement {partner.id}/{agreement.id}",
                say("it ends on {day}, and none follows", day=ends.isoformat()),
                "renew it, or end the processing by then",
            )


def _lasts_longer(other: Agreement, agreement: Agreement) -> bool:
    if other.signed_on is None or agreement.valid_to is None:
        return False
    return other.valid_to is None or other.valid_to > agreement.valid_to


def nothing_to_show(view: View) -> Iterator[Hit]:
    """An agreement that is relied on can't be shown: its document, its hash or who signed it isn't said.

    It must be in writing, which includes electronic form, and the controller has to be able to show it.
    """
    for partner, agreement in view.agreements():
        lacking = [
            name
            for name, given in (
                ("document", agreement.document.name),
                ("sha256", agreement.document.sha256),
                ("signatories", agreement.signatories),
            )
            if not given
        ]
        if lacking:
            yield Hit(
                f"agreement {partner.id}/{agreement.id}",
                say("what shows it is missing: {names}", names=", ".join(lacking)),
                "put the document into the folder agreements, and write its name, hash and signatories",
            )


def controller_unbound(view: View) -> Iterator[Hit]:
    """A controller of an activity isn't party to any agreement with the processor that serves it.

    Each controller needs an agreement of its own, also where companies of a group share a processor.
    """
    for partner in view.active:
        current = partner.current(AgreementKind.PROCESSING, view.on)
        if partner.role is not PartnerRole.PROCESSOR or not current:
            continue
        served = view.served(partner)
        entities = dict.fromkeys(entity for activity in served for entity in activity.controllers)
        unbound = [entity for entity in entities if not any(each.binds(entity) for each in current)]
        if unbound:
            yield Hit(
                partner_at(partner),
                say("no agreement binds: {names}", names=", ".join(unbound)),
                "sign one for each controller, or name it under entities if it is party already",
            )


def arrangement_missing(view: View) -> Iterator[Hit]:
    """Somebody decides together with the controller, and no arrangement between them holds on the day."""
    for partner in view.active:
        if partner.role is PartnerRole.JOINT_CONTROLLER and not partner.current(AgreementKind.JOINT, view.on):
            yield Hit(
                partner_at(partner),
                say("no signed arrangement holds on {day}", day=view.on.isoformat()),
                "agree on who informs and who answers requests, and put it under agreements as kind: joint",
            )
