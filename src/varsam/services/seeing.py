"""Gathers what verifiers look at: files, live sources, what is overdue, facts, ledger, published table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from varsam.checks.base import Finding
from varsam.checks.claims.seen import Chain, Due, Live, Overdue, Part, PublishedTable, Seen, Versions
from varsam.checks.maps import check_map
from varsam.domain.errors import PlanRefused, RegisterError, SourceRejected, SourceUnavailable
from varsam.domain.facts import Fact, FactKind
from varsam.domain.ownership import SourceMap
from varsam.domain.plan import ManualTask, Plan, PlanScope
from varsam.domain.register import Purpose, Register, Statement
from varsam.domain.retention import formal
from varsam.domain.snapshot import Snapshot
from varsam.engine.estate import Estate
from varsam.engine.proposing import Bounds
from varsam.formats.policy import import_document
from varsam.formats.texts import LANGUAGES
from varsam.services import (
    checking,
    evidence,
    laws,
    own_state,
    partners,
    planning,
    policy_archive,
    policy_draft,
    publishing,
    stale,
)
from varsam.services.home import Home
from varsam.services.policies import POLICY_FOLDER
from varsam.sources.base import Source
from varsam.sources.catalogue import open_source
from varsam.store import facts

GRACE = timedelta(days=1)
"""How long what is over may lie there: the night that lets it go must have come by."""

_DOCUMENTS = (".md", ".html", ".htm", ".docx", ".pdf", ".txt")
_SECONDS = 20.0
"""How long the values of one source are looked at; what wasn't is said, and then nothing rests on it."""

Told = Callable[[str, int], None]
_ENDS = {
    "withdrawn": (FactKind.CONSENT_WITHDRAWN,),
    "objected": (FactKind.OBJECTION, FactKind.OBJECTION_DECIDED),
    "erased": (FactKind.ERASURE_DECIDED,),
}
_LETS_GO = frozenset(
    {
        *(kind for kinds in _ENDS.values() for kind in kinds),
        FactKind.HOLD_RELEASED,
        FactKind.RESTRICTION_LIFTED,
    }
)


def see(
    home: Home,
    needs: Collection[Part],
    bound: Mapping[str, tuple[Statement, ...]],
    told: Told = planning.quiet,
) -> Seen:
    """See what is needed. A source that can't be reached is named as silent, and nothing is counted then."""
    day, register = home.today, home.register
    seen = Seen(
        register,
        day,
        home.clock(),
        findings=tuple(each.finding for each in checking.check_files(home)),
        bound=bound,
        law=laws.law(day, home.path),
        partners=home.partners if home.partners.present else None,
        flows=partners.flows(home),
        maps={name: each for name, each in home.maps.items() if name != own_state.SOURCE},
    )
    if Part.FACTS in needs:
        seen = replace(seen, facts=facts.load())
    if Part.LEDGER in needs:
        told("ledger", 1)
        report = evidence.verify()
        seen = replace(seen, ledger=Chain(report.entries, report.ok))
    if Part.TABLE in needs:
        seen = replace(seen, table=_table(home, register))
    if Part.VERSIONS in needs:
        seen = replace(seen, versions=_versions(home))
    if Part.LIVE in needs or Part.DUE in needs:
        # What the program itself stores is planned with the others, and isn't what the policy speaks of.
        looked = home.maps if Part.DUE in needs else seen.maps
        with _reached(home, looked, told) as systems:
            live = _valued(home, systems, told) if Part.VALUES in needs else _live(systems, told)
            due = _due(home, systems, told) if Part.DUE in needs and not live.unreachable else None
            if isinstance(due, str):
                live, due = replace(live, unreachable=(due,)), None
            seen = replace(seen, live=live, due=due)
    return seen


@dataclass
class _Systems:
    """The sources that could be opened, and those that couldn't."""

    estate: Estate
    silent: list[str]


@contextmanager
def _reached(home: Home, maps: Mapping[str, SourceMap], told: Told) -> Iterator[_Systems]:
    """Open each source by itself, so that one which is down leaves the others to be looked at."""
    own_state.refuse_left_behind(home.maps, home.environment)
    silent: list[str] = []
    with ExitStack() as stack:
        sources: dict[str, Source] = {}
        for name, mapped in maps.items():
            told(name, 1)
            try:
                source = open_source(mapped, home=home.path, environment=home.environment)
                sources[name] = stack.enter_context(source)
            except (SourceUnavailable, SourceRejected):
                silent.append(name)
        yield _Systems(Estate(home.register, maps, sources), silent)


def _live(systems: _Systems, told: Told) -> Live:
    snapshots: dict[str, Snapshot] = {}
    findings: list[Finding] = []
    estate = systems.estate
    for name in estate.sources:
        told(name, 1)
        try:
            seen = estate.snapshot(name)
        except (SourceUnavailable, SourceRejected):
            systems.silent.append(name)
            continue
        if name != own_state.SOURCE:
            findings += check_map(estate.maps[name], seen, estate.register)
            if seen.tables:
                snapshots[name] = seen
    return Live(snapshots, tuple(findings), tuple(systems.silent))


def _valued(home: Home, systems: _Systems, told: Told) -> Live:
    """Look at bounded samples of values as well, as `check --online` does; no value is kept."""
    names = [name for name in systems.estate.sources if name != own_state.SOURCE]
    if not names:
        return Live({}, (), tuple(systems.silent), values=True)
    before, home.systems = home.systems, systems.estate
    try:
        online = stale.online_findings(home, names, bounds=Bounds(seconds=_SECONDS), progress=told)
    finally:
        home.systems = before
    systems.silent += online.unreachable
    seen = {each.source: each for each in online.snapshots if each.tables}
    return Live(seen, online.findings, tuple(systems.silent), values=True)


def _due(home: Home, systems: _Systems, told: Told) -> Due | str | None:
    """Count what should have gone; the name of a source that went away, None where no plan can be made."""
    known = facts.load()
    at = planning.planning_of(home, systems.estate).at
    older = [each for each in known if each.kind not in _LETS_GO or each.effective_at <= at - GRACE]
    try:
        plan = _counted(home, systems, older, at, "", told)
        without: dict[str, int] = {}
        for name, kinds in _ENDS.items():
            rest = [each for each in older if each.kind not in kinds]
            worth = plan.rows and len(rest) < len(older)
            less = _counted(home, systems, rest, at, f"{name}.", told).rows if worth else plan.rows
            without[name] = max(0, plan.rows - less)
    except SourceUnavailable as error:
        return str(error.where) or own_state.SOURCE
    except (PlanRefused, SourceRejected, RegisterError):
        return None
    return Due(
        tuple(
            Overdue(
                step.on.source, step.on.kind, step.on.rows, tuple(each.purpose for each in step.on.reasons)
            )
            for step in plan.steps
            if not isinstance(step, ManualTask) and step.on.rows
        ),
        **without,
        withheld=sum(each.rows for each in plan.kept if each.why in ("hold", "restriction")),
        asked=sum(each.rows for each in plan.for_person),
        tasks=len(plan.tasks),
    )


def _counted(
    home: Home, systems: _Systems, known: Sequence[Fact], at: datetime, prefix: str, told: Told
) -> Plan:
    """What a plan for the day before the day of grace selects now. Nothing of it is kept."""
    made = planning.planning_of(home, systems.estate, progress=told)
    made.facts, made.at, made.on, made.prefix = known, at, home.today - GRACE, prefix
    return made.make(PlanScope()).plan


def _versions(home: Home) -> Versions:
    """What the archive of published versions holds, and whether its last one is what would be published."""
    known = policy_archive.versions(home)
    if not known:
        return Versions()
    last = known[-1]
    made = policy_draft.draft(home, tuple(each for each in LANGUAGES if each in last.languages))
    faults = tuple(fault for each in known for fault in each.faults)
    return Versions(last.number, made.content == last.content, faults, publishing.in_ledger(last))


def _table(home: Home, register: Register) -> PublishedTable | None:
    """The policy's table as it is printed, beside the register; None where no document has one."""
    best: Register | None = None
    for path in sorted((home.path / POLICY_FOLDER).glob("*")):
        if path.suffix.lower() not in _DOCUMENTS or not path.is_file():
            continue
        try:
            read = import_document(path.read_bytes(), path.name).register
        except (RegisterError, OSError):
            continue
        if best is None or len(read.activities) > len(best.activities):
            best = read
    if best is None or not best.activities:
        return None
    return PublishedTable(len(best.activities), _differing(best, register))


def _differing(printed: Register, register: Register) -> tuple[str, ...]:
    """The activities of which table and register say different things, or that only one of them has."""
    told = {each.id: each for each in register.activities if not each.unpublished}
    found = []
    for activity in printed.activities:
        held = told.pop(activity.id, None)
        if held is None:
            found.append(activity.id)
            continue
        present = {each.id: each for each in held.purposes}
        for purpose in activity.purposes:
            mine = present.get(purpose.id)
            # What a person settled where the text left it open is no difference.
            open_ = purpose.rule is None or purpose.assumed
            if mine is None or mine.basis is not purpose.basis or not (open_ or _alike(mine, purpose)):
                found.append(activity.id)
                break
    return (*found, *told)


def _alike(one: Purpose, other: Purpose) -> bool:
    """Whether two purposes have the same rule."""
    rules = [formal(each.rule) if each.rule is not None else "" for each in (one, other)]
    return rules[0] == rules[1]
