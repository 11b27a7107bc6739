"""How the search for residue is started and shown; `verify --residue`, and the control before applying."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation
from varsam.formats.texts import counted, has

if TYPE_CHECKING:
    from varsam.domain.plan import Plan
    from varsam.services.home import Home
    from varsam.services.residue import Control, Residue, Spot

_BEFORE = ("drafted", "waiting", "approved")


def control_first(invocation: Invocation, home: Home, plan: Plan) -> None:
    """Search before a person is erased, once: afterwards nobody could tell what the search is worth."""
    from varsam.services import planning, residue

    [state] = [each.state for each in planning.stored_plans(home) if each.id == plan.plan]
    if state not in _BEFORE or residue.has_control(plan.plan) or not residue.of_an_erasure(home, plan):
        return
    output = invocation.output
    with output.progress(output.say("talk.searching_before")) as progress:
        done = residue.control(home, plan.plan, progress=progress)
    show_control(invocation, done)


def control(invocation: Invocation, home: Home, plan_id: str) -> int:
    """Search before applying, and show it."""
    from varsam.services import residue

    output = invocation.output
    with output.progress(output.say("talk.searching_before")) as progress:
        done = residue.control(home, plan_id, progress=progress)
    if output.as_json:
        output.document(
            {"plan": plan_id, "verified": False, "remaining": [], "residue": None, "control": _control(done)}
        )
    show_control(invocation, done)
    return exits.DONE if done.trusted else exits.FOUND


def is_before(home: Home, plan_id: str) -> bool:
    """Whether the plan isn't applied yet, so that a search would be its control."""
    from varsam.services import planning

    return any(each.id == plan_id and each.state in _BEFORE for each in planning.stored_plans(home))


def search(invocation: Invocation, home: Home, plan_id: str) -> Residue:
    """Search after applying, with progress."""
    from varsam.services import residue

    output = invocation.output
    with output.progress(output.say("talk.searching")) as progress:
        return residue.search(home, plan_id, progress=progress)


def searched_at() -> dict[str, str]:
    """When plans were last searched after, by plan."""
    from varsam.services import residue

    return residue.searched_at()


def last(plan_id: str) -> Residue | None:
    """The last search of a plan."""
    from varsam.services import residue

    return residue.result(plan_id)


def document(found: Residue | None) -> dict[str, object] | None:
    """A search as JSON; null while there was none."""
    if found is None:
        return None
    return {
        "done_at": found.done_at,
        "found": [_spot(each) for each in found.found],
        "expected": [_spot(each) for each in found.expected],
        "searched": {
            "tables": found.tables,
            "columns": found.columns,
            "by_type": found.by_type,
            "rows": found.rows,
            "identifiers": found.identifiers,
            "people": found.searched_people,
        },
        "not_searched": [
            {
                "source": each.source,
                "table": each.table,
                "column": each.column,
                "reason": each.reason,
                "cells": each.cells,
            }
            for each in found.not_searched
        ],
        "left_out": _left_out(found.left_out),
        "people": found.people,
        "trusted": not found.doubt,
        "doubt": found.doubt or None,
        "missed": [".".join(place) for place in found.missed],
        "control_at": found.control_at or None,
    }


def _control(done: Control) -> dict[str, object]:
    return {
        "done_at": done.done_at,
        "trusted": done.trusted,
        "goes": done.goes,
        "stays": done.stays,
        "beyond": [_spot(each) for each in done.beyond],
        "missed": [".".join(place) for place in done.missed],
        "identifiers": done.identifiers,
        "left_out": _left_out(done.left_out),
        "people": done.people,
        "searched_people": done.searched_people,
    }


def _spot(spot: Spot) -> dict[str, object]:
    said: dict[str, object] = {
        "source": spot.source,
        "table": spot.table,
        "column": spot.column,
        "rows": spot.rows,
    }
    if spot.why:
        said["why"] = spot.why
    if spot.proposal:
        said["proposal"] = spot.proposal
    return said


def _left_out(left_out: Iterable[tuple[str, str, int]]) -> list[dict[str, object]]:
    return [{"type": type_, "reason": reason, "count": count} for type_, reason, count in left_out]


def show_control(invocation: Invocation, done: Control) -> None:
    """Say what the search before applying found."""
    output = invocation.output
    output.line(
        output.say("talk.control_done", goes=output.number(done.goes), stays=output.number(done.stays))
    )
    _show_who(invocation, done.left_out, done.people, done.searched_people)
    _show_missed(invocation, done.missed)
    if not done.trusted:
        code = "missed" if done.missed else "nobody" if done.identifiers else "no_identifiers"
        output.line(output.say(f"doubt.{code}"), style="bold red")
    if done.beyond:
        output.line(output.say("talk.control_beyond"), style="yellow")
        _show_spots(invocation, done.beyond)


def show(invocation: Invocation, found: Residue) -> None:
    """Say what the search found, what was expected, and what wasn't searched."""
    output = invocation.output
    numbers = {
        "tables": output.number(found.tables),
        "columns": output.number(found.columns),
    }
    if found.found:
        places = output.number(len(found.found))
        output.line(output.say("talk.residue_found", places=places), style="bold red")
        _show_spots(invocation, found.found)
    else:
        output.line(output.say("talk.residue_none", day=found.done_at[:10], **numbers), style="green")
    if found.doubt:
        _show_missed(invocation, found.missed)
        output.line(output.say(f"doubt.{found.doubt}"), style="bold red")
    output.line(
        output.say(
            "talk.residue_searched",
            rows=output.number(found.rows),
            by_type=output.number(found.by_type),
            **numbers,
        )
    )
    _show_who(invocation, found.left_out, found.people, found.searched_people)
    if found.expected:
        output.heading(output.say("talk.residue_expected"))
        rows = [
            (each.source, each.table, each.column, each.rows, _why(invocation, each.why))
            for each in found.expected
        ]
        output.table(("source", "table", "column", "rows", "why"), rows)
    if found.not_searched:
        output.heading(output.say("talk.residue_unsearched"))
        left = [
            (each.source, each.table, each.column, each.cells, output.say(f"unsearched.{each.reason}"))
            for each in found.not_searched
        ]
        output.table(("source", "table", "column", "cells", "why"), left)


def _show_spots(invocation: Invocation, spots: Iterable[Spot]) -> None:
    output = invocation.output
    listed = list(spots)
    rows = [(each.source, each.table, each.column, each.rows) for each in listed]
    output.table(("source", "table", "column", "rows"), rows)
    for each in listed:
        if each.proposal:
            place = f"{each.source}.{each.table}.{each.column}"
            output.line(output.say("talk.residue_proposal", place=place))
            output.line(each.proposal.rstrip())


def _show_who(
    invocation: Invocation, left_out: Iterable[tuple[str, str, int]], people: int, searched: int
) -> None:
    output = invocation.output
    if searched < people:
        numbers = {"people": output.number(people), "searched": output.number(searched)}
        output.line(output.say("talk.residue_people", **numbers))
    for type_, reason, count in left_out:
        why = output.say(f"left_out.{reason}")
        output.line(counted("talk.residue_left_out", count, output.lang, type=type_, why=why))


def _show_missed(invocation: Invocation, missed: Iterable[tuple[str, str, str]]) -> None:
    for place in missed:
        invocation.output.line(invocation.output.say("talk.residue_missed", place=".".join(place)))


def _why(invocation: Invocation, why: str) -> str:
    for family in ("kept", "for_person", "expected"):
        if has(f"{family}.{why}"):
            return invocation.output.say(f"{family}.{why}")
    return why
