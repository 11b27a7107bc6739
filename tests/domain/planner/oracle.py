"""What goes, told in plain Python from the prose: nothing goes while something keeps it; no predicates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, TypeAlias

from tests.domain.planner.small_worlds import OWNERS, TODAY, ZERO, GroupChoice, SmallWorld
from varsam.domain.calendar import local_date, time_zone
from varsam.domain.facts import FactKind
from varsam.domain.retention import EventState, Missing, evaluate, events_of
from varsam.formats import rule_text

Row: TypeAlias = dict[str, Any]
# A person as a row leads to one: a customer's row, or an address that a column holds.
End: TypeAlias = tuple[str, Any]
PURPOSELESS_BASES = ("consent", "legitimate_interests", "soft_opt_in")


class Oracle:
    """Answers for one small world which groups and rows of `shop` go."""

    def __init__(self, world: SmallWorld) -> None:
        """Index rows and locate the people with facts."""
        self.world = world
        self.rules = {name: rule_text.parse(each.rule) for name, each in world.purposes.items()}
        self.customers = {row["id"]: row for row in world.rows["customers"]}
        self.orders = {row["id"]: row for row in world.rows["orders"]}
        self.sure = {person: self._located(said)[0] for person, said in world.people.items()}
        self.any = {person: self._located(said)[1] for person, said in world.people.items()}

    # -- who is who --------------------------------------------------------------------------------------

    def _located(self, said: list[tuple[str, str]]) -> tuple[set[End], set[End]]:
        """The ends that are surely, and perhaps, this person's."""
        known, sure, perhaps = set(said), set[int](), set[int]()
        shared: set[str] = set()
        size = -1
        while size != len(known):
            size = len(known)
            for kind, value in list(known):
                column = "email" if kind == "email" else "code"
                mine = [row["id"] for row in self.customers.values() if row[column] == value]
                theirs = [row for row in self.world.rows["contacts"] if kind == "email" == column]
                theirs = [row for row in theirs if row["email"] == value]
                if len(mine) == 1:
                    sure.add(mine[0])
                perhaps.update(mine)
                if kind == "email" and (len(mine) > 1 or len(theirs) > 1):
                    shared.add(value)
            known |= {("email", self.customers[each]["email"]) for each in sure}
            known.discard(("email", None))
        addresses = {value for kind, value in known if kind == "email"}
        certain = {("row", each) for each in sure} | {("email", each) for each in addresses - shared}
        return certain, {("row", each) for each in perhaps} | {("email", each) for each in addresses}

    def owners(self, kind: str, row: Row, group: GroupChoice | None) -> list[End]:
        """The distinct persons that a row, or a group of it, leads to."""
        if kind == "customer":
            return [("row", row["id"])]
        if kind == "line":
            order = self.orders.get(row["order_id"])
            return [] if order is None else self.owners("order", order, None)
        choice = group.owner if group is not None and group.owner else self.world.kinds[kind].owner
        _, first, otherwise = OWNERS[kind][choice]
        ends = [end for way in first if (end := self._end(row, way)) is not None]
        ends = ends or [end for way in otherwise if (end := self._end(row, way)) is not None]
        return list(dict.fromkeys(ends))

    def _end(self, row: Row, way: str) -> End | None:
        way, _, word = way.partition(" ")
        if way.startswith("order."):
            order = self.orders.get(row["order_id"])
            return None if order is None else self._end(order, f"{way.removeprefix('order.')} {word}".strip())
        if way in ("customer", "payer"):
            number = row[f"{way}_id"]
            if word == "nonzero" and number == 0:
                return None
            return ("row", number) if number in self.customers else None
        # "" is a value like others, unless the map says that it means nobody.
        unset = (None, "") if word == "set" else (None,)
        return None if row[way] in unset else ("email", row[way])

    # -- events ------------------------------------------------------------------------------------------

    def event(self, name: str, kind: str, row: Row, group: GroupChoice | None) -> EventState:
        """The state of an event, as the nearest place that maps it says."""
        if group is not None and name in group.events:
            return self._mapped(group.events[name], name, kind, row, group)
        if name in self.world.kinds[kind].events:
            return self._mapped(self.world.kinds[kind].events[name], name, kind, row, group)
        if kind == "line":
            order = self.orders.get(row["order_id"])
            return Missing.ABSENT if order is None else self.event(name, "order", order, None)
        return latest(state for end in self.owners(kind, row, group) for state in self._everywhere(name, end))

    def _everywhere(self, name: str, end: End) -> Iterable[EventState]:
        """What all places say of the person at an end."""
        kind, value = end
        address = self.customers[value]["email"] if kind == "row" else value
        if name in self.world.kinds["customer"].events:
            for row in self.customers.values():
                mine = row["id"] == value if kind == "row" else row["email"] == value
                if mine:
                    yield self._mapped(self.world.kinds["customer"].events[name], name, "customer", row, None)
        yield from self._crm(name, address)

    def _crm(self, name: str, address: str | None) -> Iterable[EventState]:
        if name in self.world.contact_events and address:
            for row in self.world.rows["contacts"]:
                if row["email"] == address:
                    yield state(row["ends"])

    def _mapped(self, choice: str, name: str, kind: str, row: Row, group: GroupChoice | None) -> EventState:
        lines = [line for line in self.world.rows["lines"] if line["order_id"] == row["id"]]
        orders = [order for order in self.orders.values() if order["customer_id"] == row["id"]]
        match choice:
            case "ends":
                return state(row["ends"], ZERO)
            case "left" | "closed" | "placed" | "made" | "written":
                return state(row[choice])
            case "closed while done":
                return state(row["closed"]) if row["status"] == "done" else Missing.OPEN
            case "every order":
                return latest(state(order["closed"]) for order in orders)
            case "last order" | "first order":
                return extreme(choice, [state(order["closed"]) for order in orders])
            case "every line":
                return latest(state(line["made"]) for line in lines)
            case "last line":
                return extreme(choice, [state(line["made"], ZERO) for line in lines])
            case "first line":
                return extreme(choice, [state(line["made"]) for line in lines])
            case "first of":
                return state(row["closed"] or row["placed"])
            case "at customer":
                customer = self.customers.get(row["customer_id"])
                return Missing.ABSENT if customer is None else state(customer["ends"])
            case "at order":
                order = self.orders.get(row["order_id"])
                return Missing.ABSENT if order is None else state(order["closed"])
            case "fiscal year":
                found = state(row["placed"])
                return found if isinstance(found, Missing) else _april(found)
            case "from crm":
                ends = self.owners(kind, row, group)
                addresses = [self.customers[value]["email"] if end == "row" else value for end, value in ends]
                return latest(said for each in addresses for said in self._crm(name, each))
            case "from crm by sender":
                return latest(self._crm(name, row["sender"]))
        raise AssertionError(choice)

    # -- facts -------------------------------------------------------------------------------------------

    def _all(self, people: set[str], ends: list[End]) -> bool:
        """Whether the row is nobody's but these people's."""
        certain = {end for person in people for end in self.sure[person]}
        return bool(ends) and all(end in certain for end in ends)

    def _some(self, people: set[str], ends: list[End]) -> bool:
        perhaps = {end for person in people for end in self.any[person]}
        return any(end in perhaps for end in ends)

    def consented(self, purpose: str, *, given: bool) -> set[str]:
        """People whose latest word on a consent is yes (or no); only a consent can be withdrawn."""
        if self.world.purposes[purpose].basis != "consent":
            return set()
        last: dict[str, tuple[Any, bool]] = {}
        for fact in self.world.facts:
            if fact.purpose == purpose and fact.kind in (FactKind.CONSENT_GIVEN, FactKind.CONSENT_WITHDRAWN):
                said = (fact.effective_at, fact.kind is FactKind.CONSENT_WITHDRAWN)
                last[fact.person or ""] = max(last.get(fact.person or "", said), said)
        return {person for person, (_, withdrawn) in last.items() if withdrawn is not given}

    def objected(self, purpose: str) -> set[str]:
        """People whose objection ended the purpose."""
        marketing = self.world.purposes[purpose].marketing
        found = set()
        for fact in self.world.facts:
            about = purpose if fact.purpose is None and marketing else fact.purpose
            if fact.kind is FactKind.OBJECTION and about == purpose:
                decisions = [
                    (each.effective_at, each.details["outcome"])
                    for each in self.world.facts
                    if each.refers_to == fact.id
                ]
                upheld = bool(decisions) and max(decisions)[1] == "upheld"
                if marketing or (upheld and self.world.purposes[purpose].basis != "legal_obligation"):
                    found.add(fact.person or "")
        return found

    def erased(self, purpose: str) -> set[str]:
        """People whose erasure was decided, with nothing upheld for the purpose."""
        return {
            fact.person or ""
            for fact in self.world.facts
            if fact.kind is FactKind.ERASURE_DECIDED
            and purpose not in fact.details.get("upheld", "").split(",")
            and not self._consented_since(purpose, fact.person or "", fact.effective_at)
        }

    def _consented_since(self, purpose: str, person: str, at: Any) -> bool:
        if self.world.purposes[purpose].basis != "consent":
            return False
        return person in self.consented(purpose, given=True) and any(
            fact.kind is FactKind.CONSENT_GIVEN
            and fact.person == person
            and fact.purpose == purpose
            and fact.effective_at > at
            for fact in self.world.facts
        )

    def withheld(self, kind: str, row: Row, group: GroupChoice) -> bool:
        """Whether an open hold or restriction covers the group."""
        ended = {fact.refers_to for fact in self.world.facts}
        for fact in self.world.facts:
            if fact.kind not in (FactKind.HOLD_OPENED, FactKind.RESTRICTION) or fact.id in ended:
                continue
            scope = fact.scope
            assert scope is not None
            if (scope.sources and "shop" not in scope.sources) or (scope.kinds and kind not in scope.kinds):
                continue
            if scope.purposes and not set(scope.purposes) & set(group.purposes):
                continue
            if fact.person is None or self._some({fact.person}, self.owners(kind, row, group)):
                return True
        return False

    # -- what goes ---------------------------------------------------------------------------------------

    def held(self, purpose: str, kind: str, row: Row, group: GroupChoice) -> bool:
        """Whether the purpose is held there: `only:` true or unknown, and a consent is recorded."""
        if self._only(group.only.get(purpose, ""), row) is False:
            return False
        if self.world.purposes[purpose].basis != "consent":
            return True
        given = self.event("consent.given", kind, row, group)
        if not isinstance(given, Missing) and given <= TODAY:
            return True
        return self._some(self.consented(purpose, given=True), self.owners(kind, row, group))

    def _only(self, choice: str, row: Row) -> bool | None:
        match choice:
            case "":
                return True
            case "done":
                return None if row["status"] is None else bool(row["status"] == "done")
            case "not done":
                return bool(row["status"] != "done")
            case "done or new":
                return None if row["status"] is None else row["status"] in ("done", "new")
            case "placed late":
                return None if row["placed"] is None else bool(row["placed"] >= date(2025, 1, 1))
            case "has line":
                return any(line["order_id"] == row["id"] for line in self.world.rows["lines"])
            case "customer ended":
                customer = self.customers.get(row["customer_id"])
                ends = customer["ends"] if customer else None
                # Nobody there, or no date: unknown, so that the purpose is held.
                return None if ends is None else bool(ends <= date(2026, 1, 1))
        raise AssertionError(choice)

    def keeps(self, purpose: str, kind: str, row: Row, group: GroupChoice) -> bool:
        """Whether the purpose keeps the group of the row."""
        said = self.world.purposes[purpose]
        if not self.held(purpose, kind, row, group):
            return False
        if said.assumed or purpose in self.world.undecided:
            return True
        ends = self.owners(kind, row, group)
        withdrawn, objected = self.consented(purpose, given=False), self.objected(purpose)
        since = self._last_days(FactKind.CONSENT_WITHDRAWN, purpose, withdrawn - objected)
        if self._all(withdrawn | objected, ends) and not self._again(purpose, kind, row, group, since):
            return False
        states = {
            name: self._counted(name, purpose, kind, row, group) for name in events_of(self.rules[purpose])
        }
        since = self._last_days(FactKind.ERASURE_DECIDED, None, self.erased(purpose))
        if self._all(self.erased(purpose), ends) and not self._again(purpose, kind, row, group, since):
            if said.basis in PURPOSELESS_BASES:
                return False
            running = [
                each is Missing.OPEN or (not isinstance(each, Missing) and each > TODAY)
                for name, each in states.items()
                if name != "account.closed"
            ]
            if said.basis == "contract" and not any(running):
                return False
        due = evaluate(self.rules[purpose], states)
        return isinstance(due, Missing) or due >= TODAY

    def _last_days(self, kind: FactKind, purpose: str | None, people: set[str]) -> dict[str, date]:
        facts = [each for each in self.world.facts if each.kind is kind and each.person in people]
        days: dict[str, date] = {}
        for fact in sorted(facts, key=lambda each: each.effective_at):
            if fact.purpose == purpose:
                days[fact.person or ""] = local_date(fact.effective_at, time_zone("Europe/Stockholm"))
        return days

    def _again(self, purpose: str, kind: str, row: Row, group: GroupChoice, days: dict[str, date]) -> bool:
        """Whether the source holds a consent given after one of the owners' days."""
        given = self.event("consent.given", kind, row, group)
        if self.world.purposes[purpose].basis != "consent" or isinstance(given, Missing):
            return False
        for end in self.owners(kind, row, group):
            mine = [day for person, day in days.items() if day < TODAY and end in self.sure[person]]
            if mine and given > min(mine):
                return True
        return False

    def _counted(self, name: str, purpose: str, kind: str, row: Row, group: GroupChoice) -> EventState:
        """An event as it counts: a withdrawal in the source is nothing where a consent came after it."""
        found = self.event(name, kind, row, group)
        if name != "consent.withdrawn" or self.world.purposes[purpose].basis != "consent":
            return found
        days = self._last_days(FactKind.CONSENT_GIVEN, purpose, self.consented(purpose, given=True))
        for end in self.owners(kind, row, group):
            mine = [day for person, day in days.items() if end in self.any[person]]
            if mine and not isinstance(found, Missing) and found < max(mine):
                return Missing.ABSENT
        return found

    def group_goes(self, kind: str, row: Row, group: GroupChoice) -> bool:
        """Nothing keeps the group."""
        if not group.purposes or self.withheld(kind, row, group):
            return False
        return not any(self.keeps(purpose, kind, row, group) for purpose in group.purposes)

    def row_goes(self, kind: str, row: Row) -> bool:
        """All groups of the row go; what becomes of a part without groups is a question of references."""
        groups = self.world.kinds[kind].groups.values()
        return bool(groups) and all(self.group_goes(kind, row, group) for group in groups)


def state(value: date | None, *unset: date) -> EventState:
    """A row that is reached with an unset column is open."""
    return Missing.OPEN if value is None or value in unset else value


def latest(states: Iterable[EventState]) -> EventState:
    """The latest of several, open while one is open, absent without any."""
    said = list(states)
    dates = [each for each in said if not isinstance(each, Missing)]
    if Missing.OPEN in said:
        return Missing.OPEN
    return max(dates) if dates else Missing.ABSENT


def extreme(choice: str, states: list[EventState]) -> EventState:
    """The last or first; open ones ignored, all open = open."""
    dates = [each for each in states if not isinstance(each, Missing)]
    if not dates:
        return Missing.OPEN if states else Missing.ABSENT
    return max(dates) if choice.startswith("last") else min(dates)


def _april(day: date) -> date:
    """The end of a fiscal year that ends on 30 April."""
    return date(day.year if day <= date(day.year, 4, 30) else day.year + 1, 5, 1) - timedelta(days=1)
