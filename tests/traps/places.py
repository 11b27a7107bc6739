"""A controller with one database that holds a trap, and plain SQL that looks past Varsam."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.engine.houses import House, register
from tests.store.homes import open_home
from varsam.domain.plan import DeleteRows, ManualTask, OverwriteColumns, Plan
from varsam.domain.planner.schema_faults import SchemaRefused
from varsam.services import people, residue
from varsam.store.people import TypedIdentifier

PURPOSES = {
    "orders": "basis: contract, rule: contract.end + 1 year",
    "cases": 'basis: contract, rule: "case.closed + 30 days"',
    "books": 'basis: legal_obligation, law: 7 kap. 2 §, rule: "year_end(voucher.day + 7 years)"',
}
HEAD = "source: shop\nconnector: sql\nurl_env: SHOP\n"


@dataclass
class Place:
    """One controller, one database. `house` is the chain in verbs."""

    path: Path
    url: str

    def __post_init__(self) -> None:
        """Make the home ready."""
        open_home(self.path, None)
        self.house = House(self.path, {"SHOP": self.url})

    @property
    def dialect(self) -> str:
        """sqlite, postgresql or mysql."""
        return sa.make_url(self.url).get_backend_name()

    def execute(self, *statements: str) -> None:
        """Change the database past Varsam."""
        engine = sa.create_engine(self.url, poolclass=sa.NullPool)
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(sa.text(statement.replace(":", r"\:")))

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Read past Varsam."""
        engine = sa.create_engine(self.url, poolclass=sa.NullPool)
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.text(statement.replace(":", r"\:")))]

    def column(self, statement: str) -> list[Any]:
        """Read the first column past Varsam."""
        return [row[0] for row in self.rows(statement)]

    def mapped(self, kinds: str, *, more: str = "") -> Place:
        """Give the home its register and a map with these kinds."""
        self.house.write(register(PURPOSES), {"shop": f"{HEAD}{more}kinds:\n{kinds}"})
        return self

    def copied(self, address: str) -> list[tuple[str, dict[str, Any]]]:
        """What the access copy of somebody holds: kinds with their data."""
        rows = people.copy(self.house.home, [TypedIdentifier("email", address)])
        return sorted(((row.kind, dict(row.data)) for row in rows), key=repr)

    def carry_out(self, plan: Plan) -> None:
        """Approve, apply and verify; then planning the same again finds nothing."""
        self.house.apply(plan)
        assert self.house.verify(plan).verified
        assert counted(self.house.plan(plan.scope.person)) == {}

    def erased(self, address: str) -> Plan:
        """Decide to erase somebody, and carry it out."""
        plan = self.house.erase(TypedIdentifier("email", address))
        self.carry_out(plan)
        return plan

    def refused(self) -> set[tuple[str, str, tuple[str, ...], str]]:
        """Why no plan can be made: code, table, columns, detail."""
        with pytest.raises(SchemaRefused) as refused:
            self.house.plan()
        return {(each.code, each.table, each.columns, each.detail) for each in refused.value.faults}

    def searched(self, plan: Plan) -> Sequence[tuple[str, str]]:
        """Where the search before applying finds somebody beyond what the plan takes: table, column."""
        return [(each.table, each.column) for each in residue.control(self.house.home, plan.plan).beyond]

    def left(self, plan: Plan) -> Sequence[tuple[str, str]]:
        """Where the search after applying finds somebody; it must be one that can be trusted."""
        found = residue.search(self.house.home, plan.plan)
        assert found.doubt == ""
        return [(each.table, each.column) for each in found.found]


def counted(plan: Plan) -> dict[str, int]:
    """The plan's steps with their rows."""
    return {step.on.step: step.on.rows for step in plan.steps if not isinstance(step, ManualTask)}


def written(plan: Plan) -> dict[str, dict[str, Any]]:
    """What a plan says that it will write, step by step."""
    return {step.on.step: dict(step.values) for step in plan.steps if isinstance(step, OverwriteColumns)}


def deleted(plan: Plan) -> dict[str, int]:
    """The kinds of which a plan deletes rows, and how many."""
    return {step.on.kind: step.on.rows for step in plan.steps if isinstance(step, DeleteRows)}


def asked(plan: Plan) -> dict[tuple[str, str], int]:
    """What is left to a person: rows by kind and fault."""
    return {(each.kind, each.fault): each.rows for each in plan.for_person}
