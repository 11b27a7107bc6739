"""`claims`, `claims confirm`, `claims drop`: the policy sentence by sentence, and whether it is true."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.domain.errors import RegisterError
from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation, verb
from varsam.faces.cli.output import Output
from varsam.formats.texts import counted, day_of, in_words

if TYPE_CHECKING:
    from varsam.domain.claims import Binding, Claim, Result
    from varsam.domain.register import Statement
    from varsam.services.claims import Checked, Was

_STYLES = {"true": "green", "false": "bold red", "unknown": "yellow"}
_SHOWN = 100
StatementsArgument = Annotated[list[str] | None, typer.Argument(metavar="STATEMENT…", show_default=False)]
VerifierOption = Annotated[list[str] | None, typer.Option("--verifier", metavar="ID")]


@verb
def claims(
    invocation: Invocation,
    only: Annotated[str | None, typer.Option("--only", metavar="true|false|unknown")] = None,
    verifier: VerifierOption = None,
    history: Annotated[str | None, typer.Option("--history", metavar="STATEMENT")] = None,
) -> int:
    """Ask every sentence of the policy whether it is true today, and say why."""
    from varsam.domain.claims import Verdict

    if only is not None and only not in list(Verdict):
        raise RegisterError("there is no such verdict", where="--only", hint="one of: true, false, unknown")
    home = invocation.home(needs_state=True)

    from varsam.services import claims as service

    output = invocation.output
    if history is not None:
        return _history(output, *service.history(home, history))
    with output.progress(output.say("talk.claims_asking")) as told:
        checked = service.check(home, tuple(verifier or ()), told)
    shown = [each for each in checked.claims if only in (None, each.verdict)]
    if output.as_json:
        output.document(_document(checked, shown))
    else:
        _show(output, checked, shown)
    if checked.summary.false:
        return exits.FOUND
    return exits.SOURCE if checked.unreachable else exits.DONE


@verb
def confirm(
    invocation: Invocation,
    statement: StatementsArgument = None,
    verifier: VerifierOption = None,
    nothing: Annotated[bool, typer.Option("--nothing")] = False,
    all_proposed: Annotated[bool, typer.Option("--all-proposed")] = False,
) -> int:
    """Stand behind what was proposed for a sentence, or say what shows whether it is true."""
    from varsam.services import claim_bindings

    named = tuple(statement or ())
    if bool(named) is all_proposed or (nothing and verifier) or (all_proposed and (nothing or verifier)):
        raise RegisterError(
            "name either statements or --all-proposed",
            where="claims confirm",
            hint="with statements also --verifier or --nothing",
        )
    home = invocation.home()
    if all_proposed:
        bound = claim_bindings.confirm_all(home)
    else:
        bound = claim_bindings.confirm(home, named, tuple(verifier or ()), nothing=nothing)
    output = invocation.output
    if output.as_json:
        output.document({"confirmed": [_bound(each) for each in bound]})
    for each in bound:
        output.line(
            output.say(
                "talk.claim_confirmed", statement=each.statement, verifiers=", ".join(each.verifiers) or "–"
            )
        )
    if not bound:
        output.line(output.say("talk.claims_nothing_waits"))
    return exits.DONE


@verb
def drop(
    invocation: Invocation,
    statement: Annotated[list[str], typer.Argument(metavar="STATEMENT…")],
) -> int:
    """Let a sentence be bound to nothing: it is unknown until somebody says what shows it."""
    from varsam.services import claim_bindings

    dropped = claim_bindings.drop(invocation.home(), tuple(statement))
    output = invocation.output
    if output.as_json:
        output.document({"dropped": list(dropped)})
    for each in dropped:
        output.line(output.say("talk.claim_dropped", statement=each))
    return exits.DONE


# -- for people ----------------------------------------------------------------------------------------------


def _show(output: Output, checked: Checked, shown: Sequence[Claim]) -> None:
    for section, claims_of in groupby(shown, key=lambda each: each.statement.section):
        rows, styles = [], []
        for each in claims_of:
            rows.append(_row(output, each))
            styles.append(_STYLES[each.verdict])
        output.heading(section or output.say("talk.claims_no_section"))
        columns = ("verdict", "sentence", "because", "remedy", "verifier", "statement")
        if output.on_terminal:  # six columns are for programs; people find both beside the sentence
            rows = [(row[0], f"{row[1]} ({' '.join(filter(None, row[4:]))})", *row[2:4]) for row in rows]
        output.table(columns[: len(rows[0])], rows, styles=styles)
    counts = checked.summary
    output.line()
    output.line(
        output.say(
            "talk.claims_counted",
            true=counts.true,
            false=counts.false,
            unknown=counts.unknown,
            day=day_of(checked.on),
        )
    )
    if counts.would_be_false:
        output.line(counted("talk.claims_would_be_false", counts.would_be_false, output.lang))
    waiting = sum(each.would_be is not None for each in checked.claims)
    if waiting:
        output.line(counted("talk.claims_waiting", waiting, output.lang))
    if checked.unreachable:
        output.line(output.say("talk.claims_unreachable", sources=", ".join(checked.unreachable)))
    if checked.left_over:
        output.line(output.say("talk.claims_left_over", statements=", ".join(checked.left_over)))
    if not checked.kept:
        output.line(output.say("talk.claims_not_kept"))


def _row(output: Output, claim: Claim) -> tuple[str, ...]:
    state = output.say(f"claim_verdict.{claim.verdict}")
    if claim.would_be not in (None, claim.verdict):
        state = output.say("talk.claim_would_be", verdict=output.say(f"claim_verdict.{claim.would_be}"))
    text = claim.statement.text
    return (
        state,
        text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…",
        in_words(claim.reason, output.lang),
        in_words(claim.remedy, output.lang),
        " ".join(each.verifier for each in claim.results),
        claim.statement.id,
    )


def _history(output: Output, statement: Statement, runs: Sequence[Was]) -> int:
    if output.as_json:
        documents = [
            {
                "at": each.at.astimezone(UTC).isoformat(timespec="seconds"),
                "on": each.on.isoformat(),
                "verdict": each.verdict.value,
                "shown": each.shown.value,
                "verifiers": {name: one.value for name, one in each.verifiers.items()},
            }
            for each in runs
        ]
        output.document({"statement": statement.id, "text": statement.text, "history": documents})
        return exits.DONE
    output.line(statement.text, style="bold")
    if not runs:
        output.line(output.say("talk.claims_never_asked"))
        return exits.DONE
    rows = [
        (
            each.at.astimezone(UTC).isoformat(timespec="seconds"),
            output.say(f"claim_verdict.{each.verdict}"),
            ", ".join(
                f"{name}: {output.say(f'claim_verdict.{one}')}" for name, one in each.verifiers.items()
            ),
        )
        for each in runs
    ]
    output.table(("since", "verdict", "verifier"), rows)
    return exits.DONE


# -- for programs --------------------------------------------------------------------------------------------


def _document(checked: Checked, shown: Sequence[Claim]) -> dict[str, object]:
    counts = checked.summary
    return {
        "on": checked.on.isoformat(),
        "checked_at": checked.at.astimezone(UTC).isoformat(timespec="seconds"),
        "claims": [_claim(each) for each in shown],
        "summary": {
            "true": counts.true,
            "false": counts.false,
            "unknown": counts.unknown,
            "would_be_false": counts.would_be_false,
        },
        "unreachable": list(checked.unreachable),
        "left_over": list(checked.left_over),
        "kept": checked.kept,
    }


def _claim(claim: Claim) -> dict[str, object]:
    binding = claim.binding
    return {
        "statement": claim.statement.id,
        "section": claim.statement.section,
        "text": claim.statement.text,
        "verdict": claim.verdict.value,
        "would_be": claim.would_be.value if claim.would_be is not None else None,
        "reason": claim.reason,
        "remedy": claim.remedy,
        "verifiers": [_result(each) for each in claim.results],
        "confirmed_by": binding.confirmed_by or None if binding is not None else None,
        "confirmed_on": day_of(binding.confirmed_on) or None if binding is not None else None,
    }


def _result(result: Result) -> dict[str, object]:
    return {
        "verifier": result.verifier,
        "verdict": result.verdict.value,
        "reason": result.reason,
        "remedy": result.remedy,
        "evidence": dict(result.evidence),
    }


def _bound(binding: Binding) -> dict[str, object]:
    return {
        "statement": binding.statement,
        "verifiers": list(binding.verifiers),
        "confirmed_by": binding.confirmed_by,
        "confirmed_on": day_of(binding.confirmed_on),
    }
