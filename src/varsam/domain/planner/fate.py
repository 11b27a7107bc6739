"""What keeps a group of a row, and when a whole row goes: the heart of planning.

A purpose keeps a group where it is held there and isn't over. A group goes when nothing keeps it; a row goes
when all its groups go, unless a row that stays refers to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from varsam.domain.ownership import Group, Kind, Method
from varsam.domain.planner import since
from varsam.domain.planner.events import EventView
from varsam.domain.planner.lookup import Lookup
from varsam.domain.planner.negation import negation
from varsam.domain.planner.rules import kept_predicate, over_predicate, unfinished
from varsam.domain.predicate import ALWAYS, NEVER, Always, Never, Predicate, every, not_true, some
from varsam.domain.register import Basis, Purpose
from varsam.domain.retention import events_of

_ENDED_BY_ERASURE = (Basis.CONSENT, Basis.LEGITIMATE_INTERESTS, Basis.SOFT_OPT_IN)


@dataclass
class Fates(Lookup):
    """Answers, for one source and day, what keeps and what goes."""

    # -- purposes ----------------------------------------------------------------------------------------

    def held(self, purpose: Purpose, kind: Kind, group: Group) -> Predicate:
        """Where the purpose is held: `only:` true or unknown, and for consent that a consent is recorded."""
        held = self.covered(purpose, group)
        if purpose.basis is not Basis.CONSENT:
            return held
        given = self.event("consent.given", kind, group, purpose)
        recorded = self.among(
            kind, group, self.facts.given.get(purpose.id, frozenset()), f"given:{purpose.id}", goes=False
        )
        self.unmapped.discard((kind.name, "consent.given"))
        return every([held, some([given.at_most(self.today), recorded])])

    @staticmethod
    def covered(purpose: Purpose, group: Group) -> Predicate:
        """Where the purpose is for the row: its `only:` is true or unknown, so that doubt keeps."""
        only = group.only.get(purpose.id, ALWAYS)
        # "True or unknown" = its negation isn't true. Negation is pushed to the leaves by `negation`.
        return ALWAYS if isinstance(only, Always) else not_true(negation(only))

    def told(self, purpose: Purpose, kind: Kind, group: Group) -> Predicate:
        """Where the row's owners withdrew their consent or objected, and so ended the purpose outright."""
        people = self.facts.ended.get(purpose.id, frozenset())
        drop = kind.inside is not None and kind.inside.drop
        at = f"{purpose.id}:drop" if drop else purpose.id
        told = self.among(kind, group, people, f"ended:{at}", goes=not drop)
        if purpose.basis is not Basis.CONSENT or isinstance(told, Never):
            return told
        days = self.facts.withdrawn_on.get(purpose.id, {})
        return every([told, not_true(since.consented_again(self, purpose, kind, group, days, "withdrawn"))])

    def ended(self, purpose: Purpose, kind: Kind, group: Group) -> Predicate:
        """Where a fact ended the purpose for the row's owners."""
        # A cache is dropped for anybody in it, also where only a shared name says so: nothing is lost.
        drop = kind.inside is not None and kind.inside.drop
        facts = self.told(purpose, kind, group)
        erased_people = self.facts.erased.get(purpose.id, frozenset())
        at = f"{purpose.id}:drop" if drop else purpose.id
        erased = self.among(kind, group, erased_people, f"erased:{at}", goes=not drop)
        if not isinstance(erased, Never):
            # The decision is about what was held then, not about somebody who came back.
            erased = every([erased, not_true(since.came_back(self, purpose, kind, group))])
        if purpose.basis in _ENDED_BY_ERASURE:
            return some([facts, erased])
        if purpose.basis is Basis.CONTRACT and purpose.rule is not None and not isinstance(erased, Never):
            running = unfinished(purpose.rule, self.today, self.views(purpose, kind, group))
            return some([facts, every([erased, not_true(running)])])
        return facts

    def views(self, purpose: Purpose, kind: Kind, group: Group) -> dict[str, EventView]:
        """The views of every event that the purpose's rule names."""
        if purpose.rule is None:
            return {}
        return {
            name: since.unless_given_again(self, purpose, kind, group, name, view)
            for name in events_of(purpose.rule)
            for view in [self.event(name, kind, group, purpose)]
        }

    def keeps(self, purpose: Purpose, kind: Kind, group: Group) -> Predicate:
        """Where the purpose keeps the group: held, not ended by a fact, its rule not past."""
        held = self.held(purpose, kind, group)
        if not purpose.settled or purpose.rule is None or purpose.id in self.register.undecided():
            return held
        kept = kept_predicate(purpose.rule, self.today, self.views(purpose, kind, group))
        return every([held, not_true(self.ended(purpose, kind, group)), kept])

    def _lets_go(self, purpose: Purpose, kind: Kind, group: Group) -> Predicate:
        keeps = self.keeps(purpose, kind, group)
        if isinstance(keeps, Never | Always) or not purpose.settled or purpose.rule is None:
            return not_true(keeps)
        held, ended = self.held(purpose, kind, group), self.ended(purpose, kind, group)
        if (
            isinstance(held, Always)
            and isinstance(ended, Never)
            and purpose.id not in self.register.undecided()
        ):
            # Nothing but the rule: the positive form lets an index on the event's column serve.
            return over_predicate(purpose.rule, self.today, self.views(purpose, kind, group))
        return not_true(keeps)

    def withheld(self, kind: Kind, group: Group, why: str = "") -> Predicate:
        """Where a hold or an Article 18 restriction (`why`; both if empty) covers the group."""
        found: list[Predicate] = []
        for keeping in self.facts.keeping:
            if why and keeping.why != why:
                continue
            covered = not keeping.scope.purposes or any(
                purpose in keeping.scope.purposes for purpose in group.purposes
            )
            if not covered or not keeping.scope.covers(self.source.source, kind.name):
                continue
            if keeping.people:
                found.append(self.among(kind, group, keeping.people, keeping.id, goes=False))
            else:
                found.append(ALWAYS)
        return some(found)

    def group_goes(self, kind: Kind, group: Group) -> Predicate:
        """Where nothing keeps the group. Held for nothing: never."""
        if not group.purposes:
            return NEVER
        purposes = self.register.purposes()
        lets_go = [self._lets_go(purposes[each], kind, group) for each in group.purposes]
        return every([*lets_go, not_true(self.withheld(kind, group))])

    # -- rows --------------------------------------------------------------------------------------------

    def row_goes(self, kind: Kind) -> Predicate:
        """Where every group of the row goes; never for a kind without groups of its own."""
        if kind.disposal.method is Method.NEVER or not kind.groups:
            return NEVER
        return every(self.group_goes(kind, group) for group in kind.groups)
