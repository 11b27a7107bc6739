"""`demo`: the example controller built in a folder of its own, and the main job done on it, step by step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.domain.errors import NotAllowed
from varsam.faces.cli import exits, plans
from varsam.faces.cli.invocation import Invocation, verb
from varsam.faces.cli.plan_view import Reading
from varsam.formats.texts import counted

if TYPE_CHECKING:
    from varsam.domain.plan import Plan
    from varsam.services.home import Home

FOLDER = "demo"
MARK = ".varsam-demo"
POLICY = "policy/softmore-integritetspolicy.md"


@verb
def demo(
    invocation: Invocation, folder: Annotated[Path, typer.Argument(metavar="DIR")] = Path(FOLDER)
) -> int:
    """Build an example controller in a folder of its own, and run the main job on it."""
    show = Demonstration(invocation, folder)
    show.build()
    show.read_the_policy()
    home = show.connect()
    if not show.run(home, "demo.tonight", lambda: show.retention(home)):
        return exits.DECIDE
    if not show.run(home, "demo.person", lambda: show.one_person(home)):
        return exits.DECIDE
    show.proof(home)
    return exits.DONE


class Demonstration:
    """The steps of the demonstration, each with a heading, in the language of the call."""

    def __init__(self, invocation: Invocation, folder: Path) -> None:
        """Remember where to build and how to speak."""
        self.invocation, self.folder, self.output = invocation, folder, invocation.output
        self.number = 0

    def heading(self, key: str) -> None:
        """Number the step and say what it is about."""
        self.number += 1
        self.output.line()
        self.output.line(f"── {self.number}. {self.output.say(key)}", style="bold cyan")

    def say(self, key: str, **values: str | int) -> None:
        """Say a sentence of the catalogue."""
        self.output.line(self.output.say(key, **values))

    def ask(self, question: str) -> bool:
        """Ask somebody who is there; else print the question and its answer, and go on."""
        if not self.invocation.yes and self.invocation.somebody_is_there:
            return self.invocation.confirm(question)
        self.output.line(f"{question} → {self.output.say('word.yes')}")
        return True

    def build(self) -> None:
        """Make the folder anew. NotAllowed: it holds something that isn't a former demonstration."""
        from varsam import app
        from varsam.services.example import make_example

        self.heading("demo.build")
        if (self.folder / MARK).is_file():
            shutil.rmtree(self.folder)
        elif self.folder.exists() and any(self.folder.iterdir()):
            raise NotAllowed(
                self.output.say("demo.not_ours"),
                where=str(self.folder),
                hint=self.output.say("demo.not_ours_hint"),
            )
        make_example(self.folder, app.today(), environment=os.environ)
        (self.folder / MARK).touch()
        self.say("demo.built", folder=str(self.folder))

    def read_the_policy(self) -> None:
        """Import the published document and say what was understood and what a person must settle."""
        from varsam import app
        from varsam.services import policies

        self.heading("demo.policy")
        drafted = policies.draft(self.folder / POLICY, (), app.today())
        register = drafted.imported.register
        purposes = [purpose for activity in register.activities for purpose in activity.purposes]
        self.say(
            "demo.read",
            activities=len(register.activities),
            purposes=len(purposes),
            statements=len(register.statements),
            assumed=sum(purpose.assumed for purpose in purposes),
        )
        for proposal in register.proposals:
            self.say("demo.floor", law=proposal.purpose.law, concerns=len(proposal.concerns))
        self.say("demo.settled")
        levels = [str(finding.level) for finding in drafted.findings]
        self.say("demo.findings", errors=levels.count("error"), warnings=levels.count("warning"))

    def connect(self) -> Home:
        """Open the home, look at its systems, and let plans change them."""
        from varsam import app

        self.heading("demo.connect")
        home = app.open_home(self.folder, needs_state=True)

        from varsam.services import systems

        seen = systems.inspect(home)
        tables = sum(len(snapshot.tables) for snapshot, _ in seen)
        self.say("demo.seen", sources=len(seen), tables=tables)
        for name in home.maps:
            systems.switch_mode(home, name, "apply")
        self.say("demo.modes")
        return home

    def run(self, home: Home, heading: str, make: Callable[[], Plan]) -> bool:
        """Plan, show, ask, approve, apply and look again; False when the answer was no."""
        from varsam.services import applying, planning

        self.heading(heading)
        made = make()
        Reading(self.output, home.register).show(made, brief=True)
        if not self.ask(counted("demo.question", made.rows, self.output.lang)):
            self.say("talk.nothing_done")
            return False
        approved = planning.approve(home, made.plan)
        self.say("demo.approved", by=approved.approved_by)
        applied = applying.apply(home, made.plan)
        rows = sum(step.rows for step in applied.steps.values())
        self.output.line(counted("demo.applied", rows, self.output.lang, batches=applied.batches))
        found = applying.verify(home, made.plan)
        plans.show_verified(self.invocation, made.plan, found)
        return found.verified

    def retention(self, home: Home) -> Plan:
        """The plan for everything that is due today."""
        from varsam.services import planning

        return planning.make_plan(home)

    def one_person(self, home: Home) -> Plan:
        """The erasure of one person who has an old and a recent invoice."""
        from varsam.services import people
        from varsam.services.example import SHOWN
        from varsam.store.people import TypedIdentifier

        who = [TypedIdentifier(*SHOWN)]
        found = people.find(home, who)
        rows = sum(each.rows for each in found.found)
        places = len({each.source for each in found.found})
        self.output.line(counted("demo.found", rows, self.output.lang, sources=places))
        return people.erase(home, who, evidence="demo")

    def proof(self, home: Home) -> None:
        """Verify the ledger, sign it, and say how to go on."""
        from varsam.services import evidence, planning

        self.heading("demo.proof")
        self.say("demo.empty", rows=planning.make_plan(home).rows)
        report = evidence.verify()
        self.output.line(counted("demo.ledger", report.entries, self.output.lang, root=report.root[:16]))
        evidence.checkpoint(home)
        self.heading("demo.next")
        folder = str(self.folder)
        for key in ("demo.next_plan", "demo.next_copy", "demo.next_ledger", "demo.next_own"):
            self.say(key, folder=folder)
