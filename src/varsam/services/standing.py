"""Standing approvals: two persons say what the night may apply by itself, one is enough to take it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.plan import Plan
from varsam.domain.standing import (
    PERSONS_NEEDED,
    Limits,
    StandingApproval,
    Terms,
    check_terms,
    terms_of,
)
from varsam.formats import source_map
from varsam.services.home import Home
from varsam.store import actors, ledger, plans, standing
from varsam.store.transaction import writing


@dataclass(frozen=True, slots=True)
class Shown:
    """A standing approval as a person sees it: who approved by name, and where it stands.

    `state`: stands, or why it doesn't: one_person, ended, revoked.
    """

    standing: StandingApproval
    by: tuple[str, ...]
    state: str

    @property
    def missing(self) -> int:
        """How many more persons must approve."""
        return max(0, PERSONS_NEEDED - len(self.by))


def draft(home: Home, source: str, until: date, limits: Limits, kinds: frozenset[str] = frozenset()) -> Terms:
    """Write down the terms of a standing approval, by the map and the rules as they are now. Nothing is kept.

    RegisterError: no such source or kind, or a value that can't be meant. NotAllowed: without a limit, or for
    more than a year.
    """
    check_terms(until, limits, home.real_today)
    terms = replace(_terms(home, source, until, limits), kinds=kinds)
    known = {kind.name for kind in home.maps[source].kinds}
    if unknown := sorted(kinds - known):
        raise RegisterError(
            f"the source “{source}” has no kind “{unknown[0]}”",
            where="--kind",
            hint=f"one of: {', '.join(sorted(known))}",
        )
    return terms


def propose(home: Home, terms: Terms) -> Shown:
    """Propose terms and approve them as the home's actor; another person must approve them too.

    NotAllowed: another proposal for this source waits.
    """
    with writing():
        proposed = standing.propose(terms, home.clock())
        return _approve(home, proposed)


def approve(home: Home, source: str) -> Shown:
    """Approve the proposal that waits for the second person, exactly as it was proposed.

    NotAllowed: none waits, or the same person approves twice, or the map or a rule has changed since.
    """
    waiting = waiting_for(home, source)
    if waiting is None:
        raise NotAllowed(
            "no standing approval of this source waits for a second person",
            where=f"source {source}",
            hint="propose one with --until and --limit",
        )
    terms = waiting.terms
    now = replace(_terms(home, source, terms.until, terms.limits), kinds=terms.kinds)
    if now != terms:
        raise NotAllowed(
            "the source's map or a retention rule has changed since it was proposed",
            where=f"standing approval {waiting.id}",
            hint="revoke it and propose a new one, so that both persons approve the same",
        )
    with writing():
        return _approve(home, waiting)


def _approve(home: Home, proposed: StandingApproval) -> Shown:
    now = home.clock()
    actor = actors.find_or_make(home.actor, "os", now)
    terms = proposed.terms
    before = standing.current(terms.source)
    approved, by = standing.approve(proposed.id, actor.id, now)
    entry = {
        "type": "standing.approved",
        "approval": proposed.id,
        "source": terms.source,
        "until": terms.until.isoformat(),
        "by": by.digest,
        "terms": standing.terms_print(terms),
    }
    ledger.append([entry], now)
    if approved.is_complete and before is not None:
        _end(home, before, actor.id, standing.REPLACED)
    return _shown(home, approved)


def revoke(home: Home, source: str) -> tuple[Shown, ...]:
    """End what stands or waits for a source. NotAllowed: nothing does."""
    _must_be_mapped(home, source)
    found = [each for each in standing.listing(source) if each.revoked_at is None]
    found = [each for each in found if each.terms.until >= home.real_today]
    if not found:
        raise NotAllowed("nothing stands or waits for this source", where=f"source {source}")
    actor = actors.find_or_make(home.actor, "os", home.clock())
    with writing():
        for each in found:
            _end(home, each, actor.id, standing.REVOKED)
    return tuple(_shown(home, standing.load(each.id)) for each in found)


def _end(home: Home, ended: StandingApproval, actor: str, said: str) -> None:
    now = home.clock()
    by = standing.end(ended.id, actor, now, said=said)
    entry = {
        "type": "standing.ended",
        "approval": ended.id,
        "source": ended.terms.source,
        "reason": said,
        "by": by.digest,
    }
    ledger.append([entry], now)


def waiting_for(home: Home, source: str) -> StandingApproval | None:
    """The proposal of a source that waits for its second person."""
    _must_be_mapped(home, source)
    return standing.waiting(source, home.real_today)


def listing(home: Home, source: str | None = None) -> tuple[Shown, ...]:
    """All standing approvals (of a source), newest first."""
    return tuple(_shown(home, each) for each in standing.listing(source))


def show(home: Home, found: StandingApproval) -> Shown:
    """A standing approval as a person sees it."""
    return _shown(home, found)


def _shown(home: Home, found: StandingApproval) -> Shown:
    by = tuple(actors.name_of(each) for each in found.approvers)
    return Shown(found, by, found.ended_by(home.real_today) or "stands")


def _terms(home: Home, source: str, until: date, limits: Limits) -> Terms:
    _must_be_mapped(home, source)
    mapped = home.maps[source]
    return terms_of(mapped, home.register, source_map.fingerprint(mapped), until, limits)


def _must_be_mapped(home: Home, source: str) -> None:
    if source not in home.maps:
        raise RegisterError(
            f"there is no source “{source}”", where="sources", hint=f"one of: {', '.join(home.maps)}"
        )


# -- plans under one -----------------------------------------------------------------------------------------


def approve_plan(home: Home, plan: Plan, under: StandingApproval) -> None:
    """Approve a plan under a standing approval, in its name and nobody's. Whether it may is decided before.

    NotAllowed: the plan doesn't stand for approval (any more).
    """
    now = home.clock()
    with writing():
        approval, _ = plans.approve(plan.plan, under.id, now, needed=1)
        entry = {
            "type": "plan.approved",
            "plan": plan.plan,
            "fingerprint": plan.fingerprint,
            "by": approval.by.digest,
            "standing": under.id,
        }
        ledger.append([entry], now)


def ended_since(home: Home, plan_id: str) -> str:
    """Say by a code why the standing approval that a plan was approved under doesn't stand any more.

    Empty: it stands, or persons approved the plan.
    """
    for approval in plans.approvals(plan_id):
        if approval.actor.startswith(standing.PREFIX):
            return standing.load(approval.actor).ended_by(home.real_today)
    return ""


def must_stand(home: Home, plan_id: str) -> None:
    """Refuse to apply a plan whose standing approval was taken back or has ended. NotAllowed says which."""
    if code := ended_since(home, plan_id):
        raise NotAllowed(
            f"the standing approval of this plan doesn't stand any more ({code})",
            where=f"plan {plan_id}",
            hint="plan again; a person approves that plan, or two persons a new standing approval",
        )
