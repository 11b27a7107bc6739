"""A home over systems of the landscape, and a plain connection that looks past Varsam."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tests.landscape.restoring import HERE
from varsam.domain.plan import ManualTask, Plan
from varsam.engine.applying import Applied
from varsam.services import applying, people, planning, systems
from varsam.services.home import Home
from varsam.store.people import TypedIdentifier

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass
class Company:
    """A home over some of the landscape's systems, and a plain connection that looks past Varsam."""

    home: Home
    urls: dict[str, str] = field(default_factory=dict)

    @property
    def today(self) -> str:
        """The landscape's today."""
        return self.home.today.isoformat()

    def rows(self, source: str, statement: str) -> list[tuple[Any, ...]]:
        """Read past Varsam, in plain SQL."""
        engine = sa.create_engine(self.urls[source], poolclass=sa.NullPool)
        with engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(statement.replace("%", "%%")).all()]

    def one(self, source: str, statement: str) -> Any:
        """Read one value past Varsam."""
        ((value,),) = self.rows(source, statement)
        return value

    def change(self, source: str, statement: str) -> None:
        """Do what somebody does in the application: change rows past Varsam."""
        engine = sa.create_engine(self.urls[source], poolclass=sa.NullPool)
        with engine.begin() as connection:
            connection.exec_driver_sql(statement.replace("%", "%%"))

    def contract(self, person: str, end: str) -> None:
        """Write when somebody's contract ended into the list of contracts."""
        path = self.home.path / "data" / "contracts.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        changed = [
            line.rsplit(",", 1)[0] + f",{end}" if line.startswith(f"{person},") else line for line in lines
        ]
        assert changed != lines
        path.write_text("\n".join(changed) + "\n", encoding="utf-8")

    def plan(self, *sources: str) -> Plan:
        """Plan by rule."""
        return planning.make_plan(self.home, sources=sources)

    def erase(self, type_: str, value: str) -> Plan:
        """Decide to erase one person, and plan it."""
        return people.erase(self.home, [TypedIdentifier(type_, value)], evidence="letter 1")

    def carry_out(self, plan: Plan, *, again: bool = True) -> Applied:
        """Approve, apply, verify; then planning the same again gives nothing to do (`again`: look)."""
        planning.approve(self.home, plan.plan)
        for source in {step.on.source for step in plan.steps if not isinstance(step, ManualTask)}:
            systems.switch_mode(self.home, source, "apply")
        applied = applying.apply(self.home, plan.plan)
        verified = applying.verify(self.home, plan.plan)
        assert verified.remaining == []
        assert verified.checked == plan.rows > 0
        if again:
            rest = planning.make_plan(self.home, sources=plan.scope.sources, person=plan.scope.person)
            assert counted(rest) == {}
        return applied


def counted(plan: Plan) -> dict[str, int]:
    """The plan's steps with their rows."""
    return {step.on.step: step.on.rows for step in plan.steps if not isinstance(step, ManualTask)}


def asked(plan: Plan) -> dict[tuple[str, str], int]:
    """What is left to a person: rows by kind and fault."""
    return {(each.kind, each.fault): each.rows for each in plan.for_person}


def kept(plan: Plan, kind: str, purpose: str) -> dict[str, int]:
    """What a purpose keeps of a kind: rows by last day, over all groups."""
    found: dict[str, int] = {}
    for each in plan.kept:
        if each.kind == kind and each.purpose == purpose:
            day = each.until.isoformat() if each.until is not None else ""
            found[day] = found.get(day, 0) + each.rows
    return found


def make_home(path: Path, landscape: Path, maps: Sequence[str], environment: Mapping[str, str]) -> Home:
    """Fill a home with the register, the list of contracts and the maps of some systems."""
    (path / "sources").mkdir()
    (path / "data").mkdir()
    shutil.copy(HERE / "register.yaml", path / "register.yaml")
    shutil.copyfile(landscape / "contracts.csv", path / "data" / "contracts.csv")
    for name in maps:
        shutil.copy(HERE / "maps" / f"{name}.yaml", path / "sources" / f"{name}.yaml")
    return Home(path, dict(environment), "tester", clock=lambda: NOW)
