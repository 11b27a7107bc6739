"""A controller in a folder: own state, register, source maps, a clock that tests turn; the chain in verbs."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

from varsam.domain.facts import Fact, FactKind, Scope
from varsam.domain.plan import Plan
from varsam.engine.applying import Applied
from varsam.engine.verifying import Verified
from varsam.services import applying, people, planning, recording
from varsam.services.home import Home
from varsam.store import actors, snapshots
from varsam.store.people import TypedIdentifier

TODAY = date(2026, 11, 22)
HEAD = """\
register: Test
entities:
  test: {name: Test AB, org_no: 556968-7857}
"""


def noon(day: date) -> datetime:
    """Twelve o'clock UTC, which is the same day in Stockholm."""
    return datetime.combine(day, time(12), UTC)


def email(address: str) -> TypedIdentifier:
    """An e-mail address as a typed identifier."""
    return TypedIdentifier("email", address)


def register(purposes: Mapping[str, str], *, extra: str = "", head: str = HEAD) -> str:
    """A register with one activity: purposes by id, each a YAML flow mapping without its braces."""
    lines = [f"      {name}: {{title: {name}, {said}}}" for name, said in purposes.items()]
    activity = (
        "activities:\n  all:\n    title: All\n    role: controller\n    controllers: [test]\n    purposes:\n"
    )
    return head + activity + "\n".join(lines) + "\n" + textwrap.dedent(extra)


@dataclass
class House:
    """One controller's folder at one moment. `turn` sets the day; the files are read anew each time."""

    path: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    now: datetime = field(default_factory=lambda: noon(TODAY))
    actor: str = "tester"

    def write(self, register_text: str, maps: Mapping[str, str]) -> House:
        """Write register.yaml and sources/*.yaml; every source may be changed."""
        (self.path / "sources").mkdir(parents=True, exist_ok=True)
        (self.path / "register.yaml").write_text(register_text, encoding="utf-8")
        for name, text in maps.items():
            (self.path / "sources" / f"{name}.yaml").write_text(text, encoding="utf-8")
        actor = actors.find_or_make("tester", "os", self.now)
        for name in self.home.maps:
            snapshots.switch(name, "apply", actor.id, self.now)
        return self

    @property
    def home(self) -> Home:
        """The home as services take it."""
        return Home(self.path, self.environment, self.actor, clock=lambda: self.now)

    def turn(self, day: date) -> None:
        """Make it noon of a day."""
        self.now = noon(day)

    def plan(self, person: str = "") -> Plan:
        """Plan what the promises demand now."""
        return planning.make_plan(self.home, person=person)

    def approve(self, plan: Plan) -> None:
        """Approve a plan by as many people as it needs."""
        for number in range(plan.approvals_needed):
            self.actor = f"tester {number}"
            planning.approve(self.home, plan.plan)
        self.actor = "tester"

    def apply(self, plan: Plan) -> Applied:
        """Approve and apply a plan."""
        self.approve(plan)
        return applying.apply(self.home, plan.plan)

    def verify(self, plan: Plan) -> Verified:
        """Look again."""
        return applying.verify(self.home, plan.plan)

    def erase(self, *identifiers: TypedIdentifier) -> Plan:
        """Decide to erase a person, and plan it."""
        return people.erase(self.home, identifiers)

    def record(
        self,
        kind: FactKind,
        *identifiers: TypedIdentifier,
        purpose: str | None = None,
        scope: Scope | None = None,
        at: datetime | None = None,
        refers_to: str | None = None,
        **details: str,
    ) -> Fact:
        """Record a fact."""
        return recording.record(
            self.home,
            kind,
            identifiers=identifiers,
            purpose=purpose,
            scope=scope,
            at=at,
            refers_to=refers_to,
            details=details,
        )
