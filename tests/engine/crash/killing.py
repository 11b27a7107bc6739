"""Kills a process at the n-th point of its work, for every n; run as a program of its own, one per test.

    python -m tests.engine.crash.killing SPECIFICATION

The program forks a child per run, so that a run costs no start of Python; a child opens its own connections.
A child counts *points*: before each statement on the source while a batch is applied, before and after each
commit on the source, before and after each commit of own state. At point n it sends itself SIGKILL. Nothing
of the product is replaced: the points are listeners around the two database drivers.
The specification and the answers are JSON; an answer is one line per run.
"""

from __future__ import annotations

import gc
import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultDialect

from tests.engine.crash import shop
from tests.store.homes import enter

ACTOR = "anna"
NEVER = 10**9


@dataclass(frozen=True)
class Place:
    """Where a run works: a home, its state (None = SQLite in the home) and its source."""

    home: str
    state: str | None
    source: str


@dataclass
class Specification:
    """What to run: the prepared template, a verb, and which of the points this program is to try."""

    verb: str
    template: Place
    work: str
    plan: str = ""
    points: list[int] = field(default_factory=list)
    seed: int | None = None
    looks: bool = False
    admin: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)


class Points:
    """Counts the points of one run and ends the process at one of them."""

    def __init__(self, deadly: int, seen: int, *, everywhere: bool) -> None:
        """Die at the point of number `deadly`; write each point's name to the descriptor `seen`."""
        self.deadly, self.seen, self.everywhere, self.number = deadly, seen, everywhere, 0
        self.applying = False

    def __call__(self, name: str) -> None:
        """Pass a point, or die at it."""
        os.write(self.seen, f"{name}\n".encode())
        if self.number == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        self.number += 1

    def listen(self) -> None:
        """Put the points around both drivers, in this process only."""
        from django.db.backends.base.base import BaseDatabaseWrapper

        from varsam.sources.sql.session import SqlSource

        @sa.event.listens_for(sa.Engine, "before_cursor_execute")
        def _(*arguments: Any) -> None:
            if self.applying or self.everywhere:
                self(f"source: {' '.join(arguments[2].split()[:3])}")

        self._around_files()
        self._around(DefaultDialect, "do_commit", "source commit", only_applying=True)
        self._around(BaseDatabaseWrapper, "_commit", "state commit", only_applying=False)
        inner = SqlSource.apply

        def apply(source: Any, *arguments: Any, **named: Any) -> Any:
            self.applying = True
            try:
                return inner(source, *arguments, **named)
            finally:
                self.applying = False

        SqlSource.apply = apply  # type: ignore[method-assign]

    def _around_files(self) -> None:
        """Before and after what changes a folder of lists: opening to write, syncing, moving, removing."""
        folder = f"{os.sep}lists{os.sep}"
        watched = {"open", "os.rename", "os.remove", "os.chmod", "os.utime"}

        def happens(event: str, arguments: tuple[Any, ...]) -> None:
            if event not in watched or folder not in str(arguments[0]):
                return
            if event != "open" or arguments[2] & (os.O_WRONLY | os.O_RDWR):
                self(f"file: {event}")

        sys.addaudithook(happens)
        fsync = os.fsync

        def around(handle: int) -> None:
            inside = folder in f"{Path(f'/proc/self/fd/{handle}').readlink()}{os.sep}"
            if inside:
                self("file: sync before")
            fsync(handle)
            if inside:
                self("file: sync after")

        os.fsync = around  # type: ignore[assignment]

    def _around(self, owner: Any, method: str, name: str, *, only_applying: bool) -> None:
        inner = getattr(owner, method)

        def around(*arguments: Any) -> Any:
            counts = not only_applying or self.applying or self.everywhere
            if counts:
                self(f"{name}: before")
            result = inner(*arguments)
            if counts:
                self(f"{name}: after")
            return result

        setattr(owner, method, around)


# -- the verbs ----------------------------------------------------------------------------------------------


def _home(place: Place) -> Any:
    from varsam.services.home import Home

    return Home(Path(place.home), {shop.URL_ENV: place.source}, ACTOR, clock=shop.Clock())


def apply(place: Place, said: Specification) -> dict[str, Any]:
    """Apply the template's plan; tell what applying reported."""
    from varsam.domain.errors import NotAllowed
    from varsam.services import applying

    deadline = time.monotonic() + 20
    while True:
        try:
            applied = applying.apply(_home(place), said.plan)
        except NotAllowed as error:
            # A database server may need a moment to notice that the killed holder of the lock is gone.
            if "another run" not in error.message or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            break
    steps = {name: [total.rows, total.gone, total.out] for name, total in applied.steps.items()}
    return {"steps": steps, "batches": applied.batches}


def make_plan(place: Place, said: Specification) -> dict[str, Any]:
    """Make a plan; tell its rows."""
    from varsam.services import planning

    return {"rows": planning.make_plan(_home(place)).rows}


def erase(place: Place, said: Specification) -> dict[str, Any]:
    """Decide that one person is erased, and plan it."""
    from varsam.services import people
    from varsam.store.people import TypedIdentifier

    return {"rows": people.erase(_home(place), [TypedIdentifier("email", said.arguments["email"])]).rows}


def rotate(place: Place, said: Specification) -> dict[str, Any]:
    """Seal everything under a new key."""
    from varsam.services import keys

    return {"generation": keys.rotate(_home(place), lambda _what, _rows: None).generation}


VERBS: dict[str, Callable[[Place, Specification], dict[str, Any]]] = {
    "apply": apply,
    "make_plan": make_plan,
    "erase": erase,
    "rotate": rotate,
}


def look(place: Place, plan: str) -> dict[str, Any]:
    """What a home looks like: plans, sums of the journal, ledger, facts, keys."""
    from varsam.services import applying, evidence, planning
    from varsam.store import facts, journal, key_sets, ledger, plans
    from varsam.store.models import Identifier, PlanKeys

    home = _home(place)
    found: dict[str, Any] = {
        "plans": sorted((each.id, str(each.state)) for each in plans.listing()),
        "source": shop.dump(place.source) | shop.tree(Path(place.home)),
        "ledger_ok": evidence.verify().ok,
        "ledger": [ledger.entry(index) for index in range(ledger.size())],
        "facts": len(facts.load()),
        "identifiers": Identifier.objects.count(),
        "key_rows": sorted(set(PlanKeys.objects.values_list("plan", flat=True))),
    }
    for each in found["plans"]:
        planning.load_plan(each[0])
    if plan and (state := dict(found["plans"]).get(plan)) in ("applied", "applying", "failed"):
        found["outcomes"] = [
            [record.batch, json.loads(json.dumps(record.document))]
            for record in journal.records(plan, "outcome")
        ]
        found["open_intents"] = [each.batch for each in journal.open_intents(plan)]
        found["approved"] = sum(keys.count for _, _, keys in key_sets.plan_key_batches(plan))
        if state == "applied":
            verified = applying.verify(home, plan)
            found["verified"], found["checked"] = verified.verified, verified.checked
    return found


# -- processes ----------------------------------------------------------------------------------------------


@contextmanager
def copied(said: Specification) -> Iterator[Place]:
    """A copy of the template that one run may spoil."""
    home = Path(said.work) / f"run-{os.getpid()}-{time.monotonic_ns()}"
    shutil.copytree(said.template.home, home)
    made: list[str] = []

    def clone(url: str | None) -> str | None:
        if url is None or url.startswith("sqlite"):
            return url
        name = f"varsam_kill_{os.getpid()}_{time.monotonic_ns()}"
        parts = sa.make_url(url)
        _administer(said.admin, f'CREATE DATABASE "{name}" TEMPLATE "{parts.database}"')
        made.append(name)
        return parts.set(database=name).render_as_string(hide_password=False)

    source = clone(said.template.source)
    if source is not None and source.startswith("sqlite"):
        source = f"sqlite:///{home / 'shop.db'}"
    try:
        yield Place(str(home), clone(said.template.state), str(source))
    finally:
        for name in made:
            _administer(said.admin, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(home)


def _administer(url: str, statement: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@dataclass
class Ended:
    """How a child ended: its answer (None: killed), and the names of the points that it reached."""

    answer: dict[str, Any] | None
    points: list[str]


def child(
    work: Callable[[], dict[str, Any]], place: Place, deadly: int = NEVER, *, everywhere: bool = False
) -> Ended:
    """Run work in a process of its own that is killed at a point."""
    answers, answering = os.pipe()
    names, naming = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(answers)
        os.close(names)
        _child(work, place, Points(deadly, naming, everywhere=everywhere), answering)
    os.close(answering)
    os.close(naming)
    with os.fdopen(names) as stream:
        points = stream.read().split("\n")[:-1]
    with os.fdopen(answers) as stream:
        text = stream.read()
    _, status = os.waitpid(process, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return Ended(None, points)
    return Ended(json.loads(text), points)


def _child(work: Callable[[], dict[str, Any]], place: Place, points: Points, answering: int) -> None:
    try:
        enter(Path(place.home), place.state)
        points.listen()
        answer = work()
    except BaseException as error:  # noqa: BLE001 - the parent must hear of everything
        answer = {"error": f"{type(error).__name__}: {error}", "trace": traceback.format_exc()}
    with os.fdopen(answering, "w") as stream:
        stream.write(json.dumps(answer))
    os._exit(0)


def run(said: Specification, deadly: int) -> dict[str, Any]:
    """Kill one run at a point, look at the source, run it again to its end, look at everything."""
    verb = VERBS[said.verb]

    def to_the_end() -> dict[str, Any]:
        from varsam.domain.errors import VarsamError

        try:
            answer = verb(place, said)
        except VarsamError as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        return {"answer": answer, "after": look(place, said.plan)}

    with copied(said) as place:
        killed = child(lambda: verb(place, said), place, deadly)
        result: dict[str, Any] = {"deadly": deadly, "points": killed.points, "killed": killed.answer is None}
        if killed.answer is not None:
            after = child(lambda: look(place, said.plan), place).answer
            return result | {"answer": killed.answer, "after": after}
        result["between"] = shop.dump(place.source) | shop.tree(Path(place.home))
        if said.looks:
            result["looked"] = child(lambda: look(place, said.plan), place).answer
        ended = child(to_the_end, place).answer
    return result | (ended or {})


def run_again_and_again(said: Specification) -> dict[str, Any]:
    """Kill the run and each of its resumptions at a random point, until one gets to the end."""
    dice = random.Random(said.seed)
    verb = VERBS[said.verb]
    kills: list[str] = []
    with copied(said) as place:
        while True:
            # Later and later: a run that dies before its first batch gets nowhere.
            deadly = dice.randrange(10, 100 + 30 * len(kills))
            ended = child(lambda: verb(place, said), place, deadly, everywhere=True)
            if ended.answer is not None:
                break
            kills.append(ended.points[-1])
        after = child(lambda: look(place, said.plan), place).answer
        return {"kills": kills, "killed": bool(kills), "answer": ended.answer, "after": after}


def main() -> None:
    """Run what the specification says, one line of JSON per run."""
    given = json.loads(sys.argv[1])
    said = Specification(**{**given, "template": Place(**given["template"])})
    enter(Path(said.template.home), said.template.state)
    _warm_up(said)
    if said.seed is not None:
        sys.stdout.write(json.dumps(run_again_and_again(said)) + "\n")
        return
    for deadly in said.points:
        sys.stdout.write(json.dumps(run(said, deadly)) + "\n")


def _warm_up(said: Specification) -> None:
    """Import, parse and compile once, before any fork; every connection is closed again."""
    from django.db import connections

    from varsam.services import evidence, keys, people  # noqa: F401

    with copied(said) as place:
        enter(Path(place.home), place.state)
        VERBS[said.verb](place, said)
        look(place, said.plan)
        connections["default"].close()
    # Children that live for a tenth of a second needn't collect what their parent made.
    gc.collect()
    gc.freeze()
    gc.disable()


def as_text(said: Specification) -> str:
    """A specification as the program's argument."""
    return json.dumps(asdict(said))


if __name__ == "__main__":
    main()
