"""`worker`: the night's work, and how it went."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.domain.errors import RegisterError, VarsamError
from varsam.domain.notices import DECIDE, FOUND, UNREACHED, Matter
from varsam.faces.cli import crews, exits
from varsam.faces.cli.crews import Places
from varsam.faces.cli.invocation import Invocation, verb
from varsam.faces.cli.stopping import stop_on_interrupt
from varsam.formats.texts import counted

if TYPE_CHECKING:
    from varsam.services.home import Home
    from varsam.services.night_report import SourceReport
    from varsam.services.worker import Round, Status

_CODES = ((FOUND, exits.FOUND), (UNREACHED, exits.SOURCE), (DECIDE, exits.DECIDE))


@verb
def worker(
    invocation: Invocation,
    once: Annotated[bool, typer.Option("--once")] = False,
    status: Annotated[bool, typer.Option("--status")] = False,
    report: Annotated[bool, typer.Option("--report")] = False,
) -> int:
    """Do what is due, night after night."""
    output = invocation.output
    if once + status + report > 1:
        raise RegisterError(output.say("talk.worker_one_of"))
    home = invocation.home(needs_state=True)
    if status:
        return _status(invocation, home)
    if report:
        return _report(invocation, home)
    return _work(invocation, once=once)


# -- working -------------------------------------------------------------------------------------------------


def _work(invocation: Invocation, *, once: bool) -> int:
    from varsam.services.worker import Worker

    output = invocation.output
    with stop_on_interrupt() as stop:
        work = Worker(lambda: invocation.home(needs_state=True), stop, _waiting(stop))
        places = Places(invocation)
        if once:
            one = work.round()
            work.leave()
            places.say(one)
            _say(invocation, one)
            return _code_of_round(one)
        output.note(output.say("talk.worker_started"))
        if not _somebody_is_told(invocation.home()):
            output.note(output.say("talk.nobody_is_told"))

        def say(one: Round) -> None:
            places.say(one)
            _say(invocation, one, quiet=True)

        work.run(say)
    output.note(output.say("talk.worker_stopped"))
    return exits.DONE


def _somebody_is_told(home: Home) -> bool:
    from varsam.services import night

    try:
        wanted = night.settings(home)
    except VarsamError:
        return True  # each round says so
    return wanted.mail is not None or wanted.webhook is not None


def _waiting(stop: Callable[[], bool]) -> Callable[[float], None]:
    def wait(seconds: float) -> None:
        """Sleep in short pieces, so that a signal is obeyed at once."""
        until = time.monotonic() + seconds
        while not stop() and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.5))

    return wait


def _say(invocation: Invocation, one: Round, *, quiet: bool = False) -> None:
    """Say what a round did; in the long run only what is new, a line each, for the journal."""
    output = invocation.output
    for error in one.troubles:
        exits.report(error, sys.stderr, output.lang, as_json=output.as_json)
    if output.as_json:
        if one.runs or not quiet:
            output.document(_round_document(invocation, one))
        return
    for run in one.runs:
        outcome = output.say(f"outcome.{run.outcome}")
        output.line(
            counted("talk.worker_ran", run.rows, output.lang, source=run.source or "-", outcome=outcome)
        )
    if quiet:
        return
    if not one.runs and not one.troubles:
        output.line(output.say("talk.worker_nothing_due"))
    _matters(invocation, one.matters)


def _round_document(invocation: Invocation, one: Round) -> dict[str, object]:
    return {
        "runs": [
            {
                "source": run.source,
                "night": run.night.isoformat(),
                "outcome": str(run.outcome),
                "reason": run.reason.split(),
                "plan": run.plan,
                "rows": run.rows,
            }
            for run in one.runs
        ],
        "notices": _documents(invocation, one.matters),
        "next": _instant(one.next_at),
    } | ({"worker": one.worker, "leader": one.leader, "batches": one.batches} if one.worker else {})


def _code_of_round(one: Round) -> int:
    if one.troubles and one.next_at is None and not one.leader:  # it didn't come to looking
        return exits.code_of(one.troubles[0])
    return _code(one.matters)


def _code(found: tuple[Matter, ...]) -> int:
    """The gravest of what stands against the night, for whoever watches."""
    urgencies = {each.urgency for each in found}
    return next((code for urgency, code in _CODES if urgency in urgencies), exits.DONE)


# -- showing -------------------------------------------------------------------------------------------------


def _status(invocation: Invocation, home: Home) -> int:
    from varsam.services import worker as service

    found = service.status(home)
    output = invocation.output
    if output.as_json:
        output.document(_status_document(invocation, found))
    else:
        _show_status(invocation, found)
    return _code(found.matters) if found.alive and not found.vanished else exits.FOUND


def _show_status(invocation: Invocation, found: Status) -> None:
    output, beat = invocation.output, found.beat
    at = "-" if beat is None else _instant(beat.at) or "-"
    if found.alive and beat is not None:
        output.line(output.say("talk.worker_lives", at=at, next=_instant(beat.next_at) or "-"), style="green")
    else:
        output.line(output.say("talk.worker_silent", at=at), style="bold red")
    for trouble in () if beat is None else beat.troubles:
        output.line(trouble)
    rows = [
        (
            each.source,
            "" if each.last is None else each.last.night.isoformat(),
            ""
            if each.last is None or each.last.outcome is None
            else output.say(f"outcome.{each.last.outcome}"),
            "" if each.last is None else each.last.rows,
            _instant(each.next_at) or "",
        )
        for each in found.sources
    ]
    output.table(("source", "night", "outcome", "rows", "next"), rows)
    crews.show(invocation, found.workers)
    _matters(invocation, found.matters)


def _status_document(invocation: Invocation, found: Status) -> dict[str, object]:
    beat = found.beat
    return {
        "alive": found.alive,
        "at": None if beat is None else _instant(beat.at),
        "next": None if beat is None else _instant(beat.next_at),
        "doing": "" if beat is None else beat.doing,
        "troubles": [] if beat is None else list(beat.troubles),
        "sources": [
            {
                "source": each.source,
                "night": None if each.last is None else each.last.night.isoformat(),
                "outcome": None if each.last is None or each.last.outcome is None else str(each.last.outcome),
                "reason": [] if each.last is None else each.last.reason.split(),
                "plan": "" if each.last is None else each.last.plan,
                "rows": 0 if each.last is None else each.last.rows,
                "overdue": 0 if each.last is None else each.last.overdue,
                "next": _instant(each.next_at),
            }
            for each in found.sources
        ],
        "notices": _documents(invocation, found.matters),
        "workers": crews.documents(found.workers),
    }


def _matters(invocation: Invocation, found: tuple[Matter, ...]) -> None:
    from varsam.services import notices

    output = invocation.output
    for each in found:
        output.line(notices.said(each, output.lang))
        output.line(f"  → {notices.advice(each, output.lang)}")


def _documents(invocation: Invocation, found: tuple[Matter, ...]) -> list[dict[str, object]]:
    from varsam.services import notices

    return [notices.document_of(each, invocation.output.lang) for each in found]


def _report(invocation: Invocation, home: Home) -> int:
    from varsam.services import night, night_report

    found = night_report.would_go(home, night.settings(home))
    output = invocation.output
    if output.as_json:
        output.document({"sources": [_report_document(each) for each in found]})
        return exits.DONE
    if not any(each.rows for each in found):
        output.line(output.say("talk.report_empty"))
    for each in found:
        if each.rows:
            _show_report(invocation, each)
    return exits.DONE


def _show_report(invocation: Invocation, each: SourceReport) -> None:
    output = invocation.output
    outcome = output.say(f"outcome.{each.outcome}")
    output.heading(
        counted(
            "talk.report_source",
            each.rows,
            output.lang,
            source=each.source,
            night=each.night.isoformat(),
            outcome=outcome,
        )
    )
    for reason in each.reasons:
        output.line(output.say(f"night_reason.{reason}"))
    rows = [
        (
            line.kind,
            line.table,
            output.say(f"action.{line.action}"),
            ", ".join(line.purposes),
            "" if line.before is None else line.before,
            line.rows,
        )
        for line in each.lines
    ]
    output.table(("kind", "table", "action", "purpose", "before", "now"), rows)
    if each.overdue:
        output.line(counted("talk.report_overdue", each.overdue, output.lang))


def _report_document(each: SourceReport) -> dict[str, object]:
    return {
        "source": each.source,
        "night": each.night.isoformat(),
        "outcome": str(each.outcome),
        "reason": list(each.reasons),
        "plan": each.plan,
        "rows": each.rows,
        "overdue": each.overdue,
        "lines": [
            {
                "kind": line.kind,
                "table": line.table,
                "action": line.action,
                "purposes": list(line.purposes),
                "rows": line.rows,
                "before": line.before,
            }
            for line in each.lines
        ],
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat(timespec="seconds")
