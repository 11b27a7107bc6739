"""Times for which the law wants data kept although no row of the register says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from varsam.domain.calendar import Period, Unit
from varsam.domain.errors import NotAllowed
from varsam.domain.register import Activity, Basis, Outcome, Proposal, Purpose, Register, Role
from varsam.domain.retention import EventRef, Plus, Rule, YearEnd, events_of
from varsam.domain.vocabulary import ALL, BILLING, touches

FISCAL_YEAR_END = "fiscal_year.end"
BOOKKEEPING_LAW = "BFL 7 kap. 2 §"
BOOKKEEPING_RULE: Rule = YearEnd(Plus(EventRef(FISCAL_YEAR_END), Period(7, Unit.YEAR)))
_TITLE = {"sv": "Bevara räkenskapsinformation", "en": "Keep accounting information"}


def missing_floors(register: Register) -> tuple[Proposal, ...]:
    """Propose the bookkeeping purpose where billing data has only shorter times and nobody has decided yet.

    One proposal for all activities concerned, on the first of them. People are told apart: a floor for
    suppliers' vouchers doesn't keep the customers'. A proposal that is in the register, whatever became of
    it, isn't proposed again for the purposes that it names.
    Law: bokföringslagen (1999:1078) 7 kap. 2 §; GDPR 17(3)(b).
    """
    kept = [activity.subjects for activity in register.activities if _keeps_books(activity)]
    known = {purpose for proposal in register.proposals for purpose in proposal.concerns}
    uncovered = [
        activity
        for activity in register.activities
        if activity.role is Role.CONTROLLER
        and touches(activity.categories, BILLING)
        and not _keeps_books(activity)
        and not _is_covered(activity.subjects, kept)
        and any(purpose.id not in known for purpose in activity.purposes)
    ]
    if not uncovered:
        return ()
    concerns = tuple(
        purpose.id for activity in uncovered for purpose in activity.purposes if purpose.id not in known
    )
    home = uncovered[0]
    purpose_id = _unused(f"{home.id}-bookkeeping", register.purposes())
    purpose = Purpose(
        id=purpose_id,
        title=_TITLE.get(register.language, _TITLE["en"]),
        basis=Basis.LEGAL_OBLIGATION,
        rule=BOOKKEEPING_RULE,
        law=BOOKKEEPING_LAW,
    )
    proposal_id = _unused(f"bookkeeping-{home.id}", {each.id: each for each in register.proposals})
    return (Proposal(proposal_id, home.id, purpose, concerns),)


def proposed(register: Register, proposal: Proposal) -> Register:
    """Put a proposal that was made for the register into it, undecided."""
    return replace(register, proposals=(*register.proposals, proposal))


def decide(
    register: Register,
    proposal_id: str,
    outcome: Outcome,
    *,
    reason: str = "",
    decided_on: date | None = None,
) -> Register:
    """Accept or waive a proposal; accepted, its purpose joins the activity.

    KeyError when there is no such proposal. NotAllowed when it is decided already, or is waived without a
    reason: say why the law doesn't want the data kept.
    """
    proposal = next((each for each in register.proposals if each.id == proposal_id), None)
    if proposal is None:
        raise KeyError(proposal_id)
    if proposal.outcome is not Outcome.PROPOSED:
        raise NotAllowed(
            f"the proposal {proposal_id} is already {proposal.outcome}",
            where=proposal_id,
            hint="a decision that was wrong is mended in the register, under proposals",
        )
    if outcome is Outcome.PROPOSED:
        raise NotAllowed("a decision accepts or waives", where=proposal_id)
    if outcome is Outcome.WAIVED and not reason.strip():
        raise NotAllowed(
            f"the proposal {proposal_id} can't be waived without a reason",
            where=proposal_id,
            hint="say why the law doesn't want the data kept here",
        )
    decided = replace(proposal, outcome=outcome, reason=reason, decided_on=decided_on)
    proposals = tuple(decided if each.id == proposal_id else each for each in register.proposals)
    activities = register.activities
    if outcome is Outcome.ACCEPTED:
        activities = tuple(
            replace(each, purposes=(*each.purposes, proposal.purpose))
            if each.id == proposal.activity
            else each
            for each in activities
        )
    return replace(register, activities=activities, proposals=proposals)


def _keeps_books(activity: Activity) -> bool:
    return touches(activity.categories, BILLING) and any(
        purpose.basis is Basis.LEGAL_OBLIGATION
        and purpose.rule is not None
        and FISCAL_YEAR_END in events_of(purpose.rule)
        for purpose in activity.purposes
    )


def _is_covered(subjects: tuple[str, ...], kept: list[tuple[str, ...]]) -> bool:
    covered = {subject for each in kept for subject in each}
    return ALL in covered or (bool(subjects) and set(subjects) <= covered)


def _unused(wanted: str, taken: Mapping[str, object]) -> str:
    number, found = 2, wanted
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    return found
