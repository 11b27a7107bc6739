"""What the planner wonders about: events missing or open for too long, consents that aren't there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from varsam.domain.calendar import Period, last_day_where, plus, time_zone
from varsam.domain.ownership import Group, Kind, Method
from varsam.domain.planner.events import column_view
from varsam.domain.planner.fate import Fates
from varsam.domain.planner.finding_question import FindingQuestion
from varsam.domain.predicate import Never, Predicate, every, not_true
from varsam.domain.register import Basis, Purpose
from varsam.domain.retention import events_of
from varsam.domain.vocabulary import default_patience


def doubts(fates: Fates) -> Iterator[FindingQuestion]:
    """Ask, for every kind and purpose of a source: whose events are absent, open too long, unconsented."""
    purposes = fates.register.purposes()
    for kind in fates.source.kinds:
        if kind.disposal.method is Method.NEVER:
            continue
        for group in kind.groups:
            if not group.purposes:
                yield _question(fates, kind, "held_for_nothing", kind.where, {"group": group.name})
            for purpose_id in group.purposes:
                purpose = purposes[purpose_id]
                for found in _of_purpose(fates, kind, group, purpose):
                    if not isinstance(found.where, Never):
                        yield found


def _of_purpose(fates: Fates, kind: Kind, group: Group, purpose: Purpose) -> Iterator[FindingQuestion]:
    held = fates.held(purpose, kind, group)
    said = {"group": group.name, "purpose": purpose.id}
    if purpose.basis is Basis.CONSENT:
        goes = fates.group_goes(kind, group)
        unconsented = every([kind.where, goes, fates.covered(purpose, group), not_true(held)])
        yield _question(fates, kind, "consent_missing", unconsented, said, "info")
    if purpose.rule is None or not purpose.settled:
        return
    views = fates.views(purpose, kind, group)
    # A withdrawal that never came is no missing event: the consent stands.
    counted = [view for name, view in views.items() if name != "consent.withdrawn"]
    if counted:
        absent = every([kind.where, held, *(view.absent() for view in counted)])
        yield _question(fates, kind, "events_absent", absent, said)
    patience = purpose.patience or default_patience(purpose.rule)
    if patience is None or kind.collected is None:
        return
    cutoff = _before(fates.today, patience)
    if cutoff is None:
        return
    zone = time_zone(fates.register.controller_of(purpose.id).zone)
    old = column_view(kind.collected, zone).at_most(cutoff)
    for name in events_of(purpose.rule):
        if name != "consent.withdrawn":
            waiting = every([kind.where, held, old, views[name].open()])
            yield _question(fates, kind, "event_open_long", waiting, {**said, "event": name})


def _before(today: date, patience: Period) -> date | None:
    return last_day_where(lambda day: plus(day, patience) < today)


def _question(
    fates: Fates, kind: Kind, code: str, where: Predicate, said: dict[str, str], level: str = "warning"
) -> FindingQuestion:
    return FindingQuestion(code, fates.source.source, kind.name, kind.table, where, said, level)
