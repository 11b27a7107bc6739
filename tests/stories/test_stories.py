"""Runs the stories beside this file: what a lawyer can read is what runs.

Tables under a **label** before the first day are the data. After a day come the things that happen and the
tables that must be there at its end: all rows, in the columns shown; an empty cell is an empty column. The
labels *Kept* and *For a person* speak of the last plan of the day.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.houses import House, email
from tests.store.homes import Home
from tests.stories.reading import Scene, Story, Table, read, rows
from varsam.domain.facts import FactKind, Scope
from varsam.domain.plan import Plan
from varsam.formats import register_yaml, rule_text
from varsam.store.people import TypedIdentifier

HERE = Path(__file__).parent
STORIES = [story for path in sorted(HERE.glob("*.md")) for story in read(path)]
TABLES = {
    "customer": "customers",
    "address": "addresses",
    "invoice": "invoices",
    "case": "cases",
    "file": "files",
    "visit": "visits",
    "subscriber": "subscribers",
    "applicant": "applicants",
}


class Stage:
    """A story being played: the database, the home, and the last plan."""

    def __init__(self, story: Story, home: Path) -> None:
        """Make the shop with the given data."""
        self.story = story
        self.database = home / "shop.db"
        self.plan: Plan | None = None
        self.hold = ""
        with sqlite3.connect(self.database) as connection:
            connection.executescript((HERE / "schema.sql").read_text(encoding="utf-8"))
            for label, table in story.given.items():
                for row in rows(table):
                    columns = ", ".join(f'"{_column(name)}"' for name in row)
                    marks = ", ".join("?" for _ in row)
                    values = [value or None for value in row.values()]
                    connection.execute(f"INSERT INTO {TABLES[label]} ({columns}) VALUES ({marks})", values)
        register = (HERE / "register.yaml").read_text(encoding="utf-8")
        self.house = House(home).write(register, {"shop": (HERE / "shop.yaml").read_text(encoding="utf-8")})

    def play(self, scene: Scene) -> None:
        """Let everything of a day happen, then look."""
        self.house.turn(scene.day)
        for line in scene.happens:
            for pattern, act in ACTS.items():
                if found := re.fullmatch(pattern, line):
                    act(self, *found.groups())
                    break
            else:
                raise AssertionError(f"{self.story.name}: nobody knows what this means: {line}")
        for label, table in scene.tables.items():
            match label:
                case "Kept":
                    self._kept(table)
                case "For a person":
                    self._for_person(table)
                case _:
                    self._data(label, table)

    def _carry_out(self, plan: Plan) -> None:
        self.plan = plan
        self.house.apply(plan)
        assert self.house.verify(plan).verified

    def erase(self, address: str) -> None:
        """Decide an erasure and carry it out."""
        self._carry_out(self.house.erase(email(address)))

    def run(self) -> None:
        """Carry out the nightly retention run."""
        self._carry_out(self.house.plan())

    def fact(self, address: str, kind: FactKind, purpose: str) -> None:
        """Record what a person said."""
        self.house.record(kind, email(address), purpose=purpose)

    def hold_on(self, kinds: str) -> None:
        """Open a hold on kinds of row."""
        self._hold(Scope(kinds=tuple(kinds.split(", "))))

    def hold_for(self, address: str) -> None:
        """Open a hold for a person."""
        self._hold(Scope(), email(address))

    def _hold(self, scope: Scope, *who: TypedIdentifier) -> None:
        kind = FactKind.HOLD_OPENED
        self.hold = self.house.record(kind, *who, scope=scope, ground="dispute", review_on="2030-01-01").id

    def release(self) -> None:
        """Release the hold."""
        self.house.record(FactKind.HOLD_RELEASED, refers_to=self.hold)

    def change(self, label: str, number: str, column: str, value: str) -> None:
        """The controller's staff change a cell."""
        with sqlite3.connect(self.database) as connection:
            changed = connection.execute(
                f'UPDATE {TABLES[label]} SET "{_column(column)}" = ? WHERE id = ?',
                (None if value == "empty" else value, int(number)),
            )
            assert changed.rowcount == 1

    def enter(self, address: str, number: str, name: str) -> None:
        """The controller's staff enter a new customer that day."""
        with sqlite3.connect(self.database) as connection:
            connection.execute(
                "INSERT INTO customers (id, name, email, registered) VALUES (?, ?, ?, ?)",
                (int(number), name, address, self.house.now.date().isoformat()),
            )

    def undecided(self) -> None:
        """The register says that the law may want the data longer, and nobody has decided."""
        text = (HERE / "register.yaml").read_text(encoding="utf-8")
        floor = (
            "proposals:\n  longer:\n    activity: shop\n    concerns: [orders]\n    purpose: {id: longer,"
            " title: Longer, basis: legal_obligation, law: a statute, rule: contract.end + 10 years}\n"
        )
        (self.house.path / "register.yaml").write_text(text + floor, encoding="utf-8")

    # -- looking -----------------------------------------------------------------------------------------

    def _data(self, label: str, table: Table) -> None:
        columns = list(table[0]) if table else ["id"]
        listed = ", ".join(f'"{_column(name)}"' for name in columns)
        with sqlite3.connect(self.database) as connection:
            found = connection.execute(f"SELECT {listed} FROM {TABLES[label]} ORDER BY id").fetchall()
        seen = [["" if value is None else str(value) for value in row] for row in found]
        assert seen == [list(row.values()) for row in rows(table)], f"{self.story.name}: {label}"

    def _kept(self, table: Table) -> None:
        assert self.plan is not None
        said = sorted(tuple(row.values()) for row in rows(table))
        asked = {row[0] for row in said}
        found = sorted(
            (name, str(kept.rows), kept.purpose or kept.why, kept.until.isoformat() if kept.until else "open")
            for kept in self.plan.kept
            if (name := f"{kept.kind} {kept.group}") in asked
        )
        assert found == said, f"{self.story.name}: kept"

    def _for_person(self, table: Table) -> None:
        assert self.plan is not None
        found = sorted((each.kind, str(each.rows), each.fault) for each in self.plan.for_person)
        assert found == sorted(tuple(row.values()) for row in rows(table)), self.story.name


def _column(name: str) -> str:
    return name.replace(" ", "_")


ACTS: dict[str, Callable[..., None]] = {
    r"the retention run is carried out": Stage.run,
    r"the erasure of (\S+) is decided and carried out": Stage.erase,
    r"(\S+) consents to (\w+)": lambda stage, who, what: stage.fact(who, FactKind.CONSENT_GIVEN, what),
    r"(\S+) withdraws the consent to (\w+)": (
        lambda stage, who, what: stage.fact(who, FactKind.CONSENT_WITHDRAWN, what)
    ),
    r"(\S+) objects to (\w+)": lambda stage, who, what: stage.fact(who, FactKind.OBJECTION, what),
    r"a hold is opened for (\S+@\S+)": Stage.hold_for,
    r"a hold is opened on ([\w, ]+)": Stage.hold_on,
    r"the hold is released": Stage.release,
    r"staff change (\w+) (\d+): (.+) is now (.+)": Stage.change,
    r"(\S+) is entered as customer (\d+), (\w+)": Stage.enter,
    r"the register asks whether orders must be kept longer": Stage.undecided,
}


@pytest.mark.parametrize("story", STORIES, ids=[f"{story.file}: {story.name}" for story in STORIES])
def test_story(story: Story, sqlite_state: Home) -> None:
    assert story.given, "a story needs data"
    assert any(scene.tables for scene in story.scenes), "a story says what must be there"
    stage = Stage(story, sqlite_state.path)
    for scene in story.scenes:
        stage.play(scene)
    assert stage.plan is not None
    assert stage.house.plan(stage.plan.scope.person).steps == (), "the last plan again must be empty"


def test_the_promises_that_stories_print_are_those_of_the_register() -> None:
    register = register_yaml.parse((HERE / "register.yaml").read_text(encoding="utf-8"), "register.yaml")
    printed = re.findall(
        r"^\| (\w+) \| (\w+) \| `(.+)` \|$", (HERE / "README.md").read_text(encoding="utf-8"), re.M
    )
    assert len(printed) == len(register.purposes()) == 8
    for name, basis, line in printed:
        purpose = register.purposes()[name]
        assert (purpose.basis, purpose.rule) == (basis, rule_text.parse(line))
