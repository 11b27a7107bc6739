"""Which tables are people, and whose the rows of the others are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from varsam.checks.maps.names import tokens
from varsam.checks.proposing.columns import Looked
from varsam.checks.proposing.references import alike
from varsam.domain.proposal import ProposedColumn, ProposedOwner, Reference, Saying
from varsam.domain.sampled import Shape

_PEOPLE = frozenset(
    {
        "user", "customer", "kund", "person", "people", "member", "medlem", "client", "contact", "kontakt",
        "employee", "anstalld", "party", "subscriber", "applicant", "patient", "student", "elev", "guest",
        "visitor", "account", "profile", "anvandare", "individual", "donor", "volunteer", "supplier",
        "requester", "requestor", "agent", "staff", "personal", "lead", "prospect", "tenant", "hyresgast",
        "deltagare", "attendee",
    }
)  # fmt: skip
_IDENTIFYING = ("contact.email", "id.personnummer", "contact.phone")
_NEAR_UNIQUE = 0.8
_PERSON = 1.0
_MOST_HOPS = 5
_FILLED = 0.5
_SELDOM = 0.1
_PART = 0.9
_FEW = 5
_MANY_BELOW = 8
_LOOKED_UP = 30


_Reached: TypeAlias = dict[str, tuple[float, ProposedOwner]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that ownership is judged by: tables with their samples, personal columns, references, histories."""

    looked: Mapping[str, Looked]
    personal: Mapping[str, Mapping[str, ProposedColumn]]
    references: Mapping[str, Sequence[Reference]]
    histories: Mapping[str, str] = field(default_factory=dict)

    def ways(self, table: str) -> list[Reference]:
        """The references of a table that may say whose its rows are."""
        rows = self.looked[table].sample.rows
        return [
            one
            for one in self.references.get(table, ())
            if not one.actor and one.other != table and one.filled > 0 and not _same_for_all(one, rows, self)
        ]


def _same_for_all(one: Reference, rows: int, evidence: Evidence) -> bool:
    """All rows lead to the same one: a currency, a company, a list; with few rows that says nothing."""
    cells = evidence.looked[one.table].cells(one.columns[0])
    return cells.distinct == 1 and rows > 2 and cells.filled > 2


def likely_people(
    looked: Mapping[str, Looked], personal: Mapping[str, Mapping[str, ProposedColumn]]
) -> list[str]:
    """Tables that may be people before any reference is known, the likeliest first."""
    scored = {name: _identity(looked[name], columns) for name, columns in personal.items()}
    return sorted(
        (name for name, score in scored.items() if score >= _PERSON), key=lambda name: -scored[name]
    )[:4]


def people(evidence: Evidence) -> dict[str, ProposedOwner]:
    """The tables whose rows are people, with the reason."""
    scored = {
        name: _identity(evidence.looked[name], columns) + _referred(evidence, name)
        for name, columns in evidence.personal.items()
        if name not in evidence.histories
    }
    chosen = {name: score for name, score in scored.items() if score >= _PERSON + 0.3}
    found: dict[str, ProposedOwner] = {}
    for name, score in sorted(chosen.items(), key=lambda item: -item[1]):
        if _belongs_to(evidence, name, set(chosen), chosen):
            continue
        identifying = _telling_columns(evidence.looked[name], evidence.personal[name])
        reason = Saying("is_person", {"columns": ", ".join(identifying) or name})
        found[name] = ProposedOwner("person", round(min(0.95, 0.4 + score / 5), 2), reason)
    return found


def _identity(looked: Looked, columns: Mapping[str, ProposedColumn]) -> float:
    """How much a row of the table is one person: identifiers and names that differ from row to row, and its
    name.
    """
    score = 0.0
    rows = looked.sample.rows
    unique = [each for each in columns.values() if _tells_rows_apart(looked, each.name)]
    categories = {_identifies(looked, each) for each in unique}
    score += 0.6 * len(categories.intersection(_IDENTIFYING))
    score += 0.5 * ("contact.name" in categories)
    score += 0.4 * ("account.login" in {each.category for each in columns.values()})
    called = any(alike(part, word) for part in tokens(looked.table.name) for word in _PEOPLE)
    score += 0.8 * bool(called and score)
    if rows < 2 and not looked.table.foreign_keys and not called:
        score -= 0.5
    return score


def _identifies(looked: Looked, column: ProposedColumn) -> str:
    """The category; a cell of JSON or the like with one person's address in each row counts as it."""
    cells = looked.cells(column.name)
    wrapped = cells.containers and not column.free_text and cells.share(Shape.HOLDS_EMAIL) >= _NEAR_UNIQUE
    return "contact.email" if wrapped else column.category


def _tells_rows_apart(looked: Looked, column: str) -> bool:
    cells = looked.cells(column)
    return (
        cells.filled > 0
        and cells.distinct >= _NEAR_UNIQUE * cells.filled
        and cells.filled >= _FILLED * looked.sample.rows
    )


def _telling_columns(looked: Looked, columns: Mapping[str, ProposedColumn]) -> list[str]:
    wanted = (*_IDENTIFYING, "contact.name", "account.login")
    return [
        each.name
        for each in columns.values()
        if each.category in wanted and _tells_rows_apart(looked, each.name)
    ][:3]


def _referred(evidence: Evidence, name: str) -> float:
    """Other tables' rows lead to it: more so the more there are."""
    tables = {
        one.table
        for many in evidence.references.values()
        for one in many
        if one.other == name and one.table != name and not one.actor
    }
    filled = {
        table for table in tables if evidence.looked[table].sample.rows and table not in evidence.histories
    }
    return min(0.8, 0.3 * len(filled))


def _belongs_to(evidence: Evidence, name: str, candidates: set[str], scores: Mapping[str, float]) -> bool:
    """Whether the rows are somebody's of another table of people: then they are that person's, no person
    themselves.
    """
    for one in evidence.ways(name):
        if one.other in candidates and one.filled >= _FILLED and one.confidence >= _FILLED:
            back = any(other.other == name for other in evidence.ways(one.other))
            if not back or (scores[one.other], one.other) > (scores[name], name):
                return True
    return False


def owners(evidence: Evidence, found: Mapping[str, ProposedOwner]) -> dict[str, ProposedOwner]:
    """Whose the rows of each table are that leads to people; tables that lead nowhere are missing.

    First over references from row to row, or by an address in the row; then what only joining tables lead to
    people; then
    what is seldom set; then rows that are at least part of another table's row.
    """
    reached: _Reached = {name: (0.0, owner) for name, owner in found.items()}
    by_mail = {
        name: owner
        for name in evidence.personal
        if name not in found and (owner := _by_email(evidence, name))
    }
    reached |= {name: (1.5, owner) for name, owner in by_mail.items()}
    _spread(evidence, reached, found, least=_FILLED)
    for name in evidence.looked:
        if name not in reached and (down := _downwards(evidence, name, found)) is not None:
            reached[name] = (3.0, down)
    _spread(evidence, reached, found, least=_FILLED)
    _spread(evidence, reached, found, least=_SELDOM)
    _parts(evidence, reached)
    return {name: owner for name, (_, owner) in reached.items()}


def _spread(
    evidence: Evidence, reached: _Reached, found: Mapping[str, ProposedOwner], *, least: float
) -> None:
    """Reach what leads to what is reached, as cheaply as it goes; a way that was found before stays."""
    fixed = set(reached) - {name for name, (_, owner) in reached.items() if owner.way == "email"}
    for _ in range(_MOST_HOPS):
        changed = False
        for name in evidence.looked:
            if name in fixed or (least < _FILLED and name not in evidence.personal):
                continue
            best = _cheapest(evidence, name, reached, found, least)
            if best is not None and (name not in reached or best[0] < reached[name][0] - 1e-9):
                reached[name] = best
                changed = True
        if not changed:
            return


def _parts(evidence: Evidence, reached: _Reached) -> None:
    """Rows that lead to nobody but belong to another row: its fate is theirs; a person says whose it is."""
    for name in evidence.personal:
        ways = [
            one
            for one in evidence.ways(name)
            if one.filled >= _PART
            and one.confidence >= _FILLED
            and one.fanout < _LOOKED_UP
            and name not in _trail(one.other, reached)
        ]
        if name not in reached and ways:
            one = min(ways, key=lambda each: each.fanout)
            reason = Saying("part_only", {"column": one.columns[0], "other": one.other})
            reached[name] = (9.0, ProposedOwner("part", 0.5, reason, one))


def _cheapest(
    evidence: Evidence,
    name: str,
    reached: _Reached,
    found: Mapping[str, ProposedOwner],
    least: float,
) -> tuple[float, ProposedOwner] | None:
    """The reference by which a row comes to somebody most surely: few rows for each there, often set, sure,
    short.
    """
    best: tuple[float, ProposedOwner] | None = None
    history = evidence.histories.get(name, "")
    for one in evidence.ways(name):
        if one.other not in reached or one.filled < least or name in _trail(one.other, reached):
            continue
        cost = (
            reached[one.other][0]
            + 1
            + math.log2(max(1.0, one.fanout)) / 3
            + 2 * (1 - one.filled)
            + 2 * (1 - one.confidence)
        )
        cost -= 1.5 * (one.other == history)
        if best is None or cost < best[0]:
            direct = one.other in found
            code = "part_of_history" if one.other == history else "owned_by" if direct else "part_of"
            reason = Saying(code, {"column": one.columns[0], "other": one.other})
            best = (
                cost,
                ProposedOwner(
                    "reference" if direct else "part", round(one.confidence * 0.95, 2), reason, one
                ),
            )
    return best


def _trail(name: str, reached: _Reached) -> Iterator[str]:
    """The tables on a table's way to people, so that no way leads through itself."""
    for _ in range(_MOST_HOPS):
        yield name
        owner = reached[name][1] if name in reached else None
        yield from (one.table for one in owner.down) if owner else ()
        reference = owner.reference if owner else None
        if reference is None:
            return
        name = reference.other


def _by_email(evidence: Evidence, name: str) -> ProposedOwner | None:
    """By an address in the row itself, where a column holds little else."""
    for column in evidence.personal[name].values():
        cells = evidence.looked[name].cells(column.name)
        mostly = (
            cells.share(Shape.EMAIL) >= _NEAR_UNIQUE
            and cells.filled >= _FILLED * evidence.looked[name].sample.rows
        )
        if column.category == "contact.email" and mostly:
            reason = Saying(
                "by_email", {"column": column.name, "count": cells.count(Shape.EMAIL), "of": cells.filled}
            )
            return ProposedOwner("email", 0.8, reason, column=column.name)
    return None


def _downwards(evidence: Evidence, name: str, found: Mapping[str, ProposedOwner]) -> ProposedOwner | None:
    """By rows that lead to it and, perhaps over others, to people: a case by those who take part in it.

    Most rows must be reached, by few rows each; else it is a thing that people have in common.
    """
    rows = evidence.looked[name].sample.rows
    below = [
        one
        for many in evidence.references.values()
        for one in many
        if one.other == name and one.table != name
    ]
    for first in below:
        covered = (
            first.filled * evidence.looked[first.table].sample.rows / max(first.fanout, 1.0) / max(rows, 1)
        )
        if first.actor or rows < _FEW or covered < _FILLED or first.fanout > _MANY_BELOW:
            continue
        for person, way in _joins(evidence, first, found):
            reason = Saying("by_rows_below", {"table": first.table, "other": person})
            return ProposedOwner("reference", 0.5, reason, None, down=(first, *way))
    return None


def _joins(
    evidence: Evidence, first: Reference, found: Mapping[str, ProposedOwner]
) -> Iterator[tuple[str, tuple[Reference, ...]]]:
    """From a joining table up to people, or once more down and then up; never back by the column that led
    there.
    """
    table, came = first.table, first.other
    for one in evidence.ways(table):
        if one.other in found and one.other != came and not set(one.columns) & set(first.columns):
            yield one.other, (one,)
    for many in evidence.references.values():
        for down in many:
            if down.other == table and not down.actor and down.table not in (table, came):
                for one in evidence.ways(down.table):
                    if one.other in found and not set(one.columns) & set(down.columns):
                        yield one.other, (down, one)
