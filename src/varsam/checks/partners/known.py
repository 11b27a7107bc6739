"""Checks of partners against the register, the maps and the documents that are kept."""

from __future__ import annotations

from collections.abc import Iterator

from varsam.checks.base import Hit
from varsam.checks.partners.view import View, partner_at, role_of
from varsam.domain.partners import PartnerRole
from varsam.domain.said import say

_ENGAGED = (PartnerRole.PROCESSOR, PartnerRole.SUB_PROCESSOR)


def unknown_recipient(view: View) -> Iterator[Hit]:
    """The register names a recipient that the file of partners doesn't know."""
    for recipient in view.register.recipients if view.partners.present else ():
        if view.partners.get(recipient.id) is None:
            yield Hit(
                f"recipient {recipient.id}",
                "partners.yaml doesn't know it",
                "add it there under the same id, with its role and location",
            )


def processor_without_agreement(view: View) -> Iterator[Hit]:
    """The register calls a recipient a processor, and no agreement with it is known.

    That there is no file of partners at all changes nothing: an agreement that nobody can show is none.
    """
    for recipient in view.register.recipients:
        if role_of(recipient) not in _ENGAGED:
            continue
        partner = view.partners.get(recipient.id)
        if partner is None:
            yield Hit(
                f"recipient {recipient.id}",
                "it is called a processor, and no agreement with it is known",
                "add it to partners.yaml with its agreement: `varsam partner list`",
            )
        elif partner.role not in _ENGAGED:
            yield Hit(
                f"recipient {recipient.id}",
                say("the register calls it a processor, and partners.yaml: {role}", role=partner.role.value),
                "write the same role in both",
            )


def unknown_source(view: View) -> Iterator[Hit]:
    """A partner is said to host a source that no map describes."""
    for partner in view.active if view.sources is not None else ():
        unknown = [each for each in partner.sources if each not in (view.sources or ())]
        if unknown:
            yield Hit(
                partner_at(partner),
                say("there is no map of: {names}", names=", ".join(unknown)),
                "write sources as the maps call themselves, or map what it hosts",
            )


def document_changed(view: View) -> Iterator[Hit]:
    """A document isn't in the folder agreements, or isn't the one whose hash was written down.

    What was signed must be there unchanged. The hash tells one document from another, and nothing of whether
    it is valid.
    """
    for partner in view.partners.all if view.documents is not None else ():
        for where, document in partner.documents():
            if not document.name:
                continue
            found = (view.documents or {}).get(document.name)
            if found is None:
                yield Hit(
                    where,
                    say("agreements/{name} isn't there", name=document.name),
                    "put the document there, or correct its name",
                )
            elif document.sha256 and found != document.sha256:
                yield Hit(
                    where,
                    say("agreements/{name} isn't the document whose hash stands here", name=document.name),
                    "bring the signed one back; if a new one was signed, write it down as such",
                )


def location_missing(view: View) -> Iterator[Hit]:
    """Nobody says where a partner's data lies, so nobody can tell whether it leaves the EEA."""
    for partner in view.active:
        if not partner.locations:
            yield Hit(
                partner_at(partner),
                "it has no location",
                "write locations: [SE], and every country from which its staff reach the data",
            )


def serves_nothing(view: View) -> Iterator[Hit]:
    """A partner serves no activity, purpose or source, so nothing says why data reaches it."""
    for partner in view.active:
        if partner.role is not PartnerRole.SUB_PROCESSOR and not (view.served(partner) or partner.sources):
            yield Hit(
                partner_at(partner),
                "it serves nothing",
                "write activities, or name it under recipients of an activity; or write until",
            )


def told_otherwise(view: View) -> Iterator[Hit]:
    """The register says another country of a recipient than the file of partners.

    People are told of transfers by the register and the policy that is made of it.
    """
    for recipient in view.register.recipients:
        partner = view.partners.get(recipient.id)
        told = recipient.location.strip().upper()
        if partner is None or not told or not partner.locations:
            continue
        countries = sorted({each.country for each in partner.locations})
        if told not in countries:
            yield Hit(
                f"recipient {recipient.id}",
                say(
                    "the register says {told}, partners.yaml {countries}",
                    told=told,
                    countries=", ".join(countries),
                ),
                "write the same in both, and tell people if data leaves the EEA",
            )
