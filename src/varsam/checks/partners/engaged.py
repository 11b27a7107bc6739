"""Checks of whom a processor engages in turn, and of the changes that it announces."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from varsam.checks.base import Hit
from varsam.checks.partners.agreements import missing
from varsam.checks.partners.view import View, partner_at
from varsam.domain.partners import (
    AgreementKind,
    AuthorisationKind,
    ChangeKind,
    ChangeNotice,
    NoticeOutcome,
    PartnerRole,
)
from varsam.domain.register import Role
from varsam.domain.said import say

_SOON = timedelta(days=14)
_US = "-"


def unauthorised(view: View) -> Iterator[Hit]:
    """A processor engages another one that the controller hasn't authorised.

    The authorisation is specific, for this sub-processor, or general, for its processor; it counts from the
    day on which it was given. Of a sub-processor that we engage for our customers, the customers must have
    authorised it: that stands with the sub-processor itself.
    """
    for partner in view.active:
        if partner.role is not PartnerRole.SUB_PROCESSOR:
            continue
        for parent in partner.parents or (_US,):
            if view.partners.authorisation(partner, parent, view.on) is None:
                yield Hit(
                    partner_at(partner),
                    say("nobody authorised {parent} to engage it", parent=parent)
                    if parent != _US
                    else "no customer authorised us to engage it",
                    "give it a specific authorisation, or its processor a general one, or object",
                )


def no_agreement(view: View) -> Iterator[Hit]:
    """No signed agreement holds between a processor and the sub-processor that it engages.

    Where several processors engage it, each needs one; its agreements say under `between` with whom they are.
    """
    for partner in view.active:
        if partner.role is not PartnerRole.SUB_PROCESSOR:
            continue
        without = [each for each in partner.parents or (_US,) if not partner.agreed_with(each, view.on)]
        if without:
            yield Hit(
                partner_at(partner),
                say(
                    "no signed sub-processing agreement with {names} holds on {day}",
                    names=", ".join(without),
                    day=view.on.isoformat(),
                )
                if without != [_US]
                else say("no signed sub-processing agreement holds on {day}", day=view.on.isoformat()),
                "ask the processor for it, and put its days and document under agreements",
            )


def duty_missing(view: View) -> Iterator[Hit]:
    """A sub-processor isn't bound to what its processor is bound to.

    The same duties must be laid on it by its agreement: those of the law's letters (a) to (h), and to tell of
    instructions against the law.
    """
    for partner, agreement in view.agreements():
        if agreement.kind is AgreementKind.SUB_PROCESSING:
            yield from missing(partner, agreement)


def window_open(view: View) -> Iterator[Hit]:
    """A processor announced a change, and the days to object to it run out within two weeks."""
    for where, notice in _pending(view):
        if view.on <= notice.window_end <= view.on + _SOON:
            yield Hit(
                where,
                say("undecided, and the days to object end on {day}", day=notice.window_end.isoformat()),
                "look at the change, then `varsam partner accept-change` or `varsam partner object`",
            )


def window_passed(view: View) -> Iterator[Hit]:
    """The days to object to a processor's change passed without a decision.

    Silence counts as consent to most processors. Somebody must say whether the change was acceptable.
    """
    for where, notice in _pending(view):
        if notice.window_end < view.on:
            yield Hit(
                where,
                say("undecided since the days to object ended on {day}", day=notice.window_end.isoformat()),
                "decide all the same: `varsam partner accept-change` or `varsam partner object`",
            )


def _pending(view: View) -> Iterator[tuple[str, ChangeNotice]]:
    for partner in view.active:
        for notice in partner.notices:
            if notice.outcome is NoticeOutcome.PENDING:
                yield f"notice {partner.id}/{notice.id}", notice


def against_objection(view: View) -> Iterator[Hit]:
    """A sub-processor is in use though the controller objected to it."""
    for partner in view.active:
        for notice in partner.notices:
            added = notice.change in (ChangeKind.ADD, ChangeKind.REPLACE)
            used = view.partners.get(notice.partner)
            if (
                added
                and notice.outcome is NoticeOutcome.OBJECTED
                and used is not None
                and used.active(view.on)
                and partner.id in used.parents
            ):
                yield Hit(
                    f"notice {partner.id}/{notice.id}",
                    say("{partner} is in use all the same", partner=used.id),
                    "have the processor stop using it, or end the processing",
                )


def role_unfit(view: View) -> Iterator[Hit]:
    """A partner serves an activity that we do as a processor, and stands here as our processor.

    Then it is the customers' sub-processor: they must authorise it, and it must be bound to what we are bound
    to. A sub-processor that we engaged for an activity that we decide on is a processor.
    """
    for partner in view.active:
        served = view.served(partner)
        ours = [each.id for each in served if each.role is Role.CONTROLLER]
        customers = [each.id for each in served if each.role is Role.PROCESSOR]
        if partner.role is PartnerRole.PROCESSOR and customers:
            yield Hit(
                partner_at(partner),
                say("we are a processor ourselves in: {names}", names=", ".join(customers)),
                "add an entry with role: sub_processor and no parents for what it does there",
            )
        elif partner.role is PartnerRole.SUB_PROCESSOR and not partner.parents and ours:
            yield Hit(
                partner_at(partner),
                say("we are the controller in: {names}", names=", ".join(ours)),
                "write role: processor for that, or name under parents who engaged it",
            )


def unannounced(view: View) -> Iterator[Hit]:
    """A sub-processor was engaged under a general authorisation, and nobody was told before.

    A general authorisation holds for changes only that were announced, so that there was time to object. What
    was in use when it was given needs no notice.
    """
    for partner in view.active:
        for parent in partner.parents:
            given = view.partners.authorisation(partner, parent, view.on)
            if given is None or given.kind is not AuthorisationKind.GENERAL or given is partner.authorisation:
                continue
            above = view.partners.get(parent)
            told = above is not None and any(each.partner == partner.id for each in above.notices)
            if partner.since is not None and partner.since > given.granted_on and not told:
                yield Hit(
                    partner_at(partner),
                    say("{parent} engaged it on {day}", parent=parent, day=partner.since.isoformat()),
                    "ask the processor for its notice and put it under notices, or object",
                )


def window_unsaid(view: View) -> Iterator[Hit]:
    """A general authorisation doesn't say how many days there are to object to a change."""
    for partner in view.active:
        given = partner.authorisation
        if given is not None and given.kind is AuthorisationKind.GENERAL and given.objection_days is None:
            yield Hit(
                partner_at(partner),
                "the general authorisation gives no days to object",
                "agree on them and write objection_days",
            )
