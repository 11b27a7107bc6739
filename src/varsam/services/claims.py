"""Whether what the policy says is true: every sentence asked, the answer kept, and how it was before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from varsam.checks.claims.catalogue import BY_ID
from varsam.checks.claims.verifier import run
from varsam.domain.claims import Claim, Result, Summary, Verdict, claims_of, summary
from varsam.domain.errors import RegisterError
from varsam.domain.register import Statement
from varsam.domain.said import say
from varsam.formats.canonical_json import canonical
from varsam.services import claim_bindings, planning
from varsam.services.home import Home
from varsam.services.seeing import Told, see
from varsam.store import claim_runs, ledger
from varsam.store.transaction import writing


@dataclass(frozen=True, slots=True)
class Checked:
    """What a run found. `kept`: it stands in state and ledger; a run for another day or of a part doesn't."""

    on: date
    at: datetime
    claims: tuple[Claim, ...]
    summary: Summary
    unreachable: tuple[str, ...]
    left_over: tuple[str, ...]
    kept: bool


@dataclass(frozen=True, slots=True)
class Was:
    """What a run found of one statement: its verdict, what the verifiers showed, and what decided."""

    at: datetime
    on: date
    verdict: Verdict
    shown: Verdict
    verifiers: Mapping[str, Verdict]


def check(home: Home, verifiers: Sequence[str] = (), told: Told = planning.quiet) -> Checked:
    """Ask every sentence whether it is true as of the home's day, or those that these verifiers are bound to.

    A run over all of them on the real day is kept, with a ledger entry of its counts and its digest.
    RegisterError(s): a file is faulty, or there is no such verifier.
    """
    for each in verifiers:
        if each not in BY_ID:
            raise RegisterError(
                say("there is no verifier {name}", name=each),
                where="--verifier",
                hint="S1 to S63; see docs/claims.md",
            )
    statements = home.register.statements
    bindings = claim_bindings.bindings(home)
    if verifiers:
        wanted = {name for name, each in bindings.items() if set(each.verifiers) & set(verifiers)}
        statements = tuple(each for each in statements if each.id in wanted)
    bound: dict[str, tuple[Statement, ...]] = {}
    for statement in statements:
        for name in bindings[statement.id].verifiers if statement.id in bindings else ():
            bound[name] = (*bound.get(name, ()), statement)
    needs = {part for name in bound for part in BY_ID[name].needs}
    seen = see(home, needs, bound, told)
    claims = claims_of(statements, bindings, lambda name, statement: run(BY_ID[name], seen, statement.id))
    found = Checked(
        seen.on,
        seen.at,
        claims,
        summary(claims),
        seen.live.unreachable if seen.live is not None else (),
        claim_bindings.left_over(home),
        kept=not verifiers and seen.on == home.real_today,
    )
    if found.kept:
        _keep(found)
    return found


def history(home: Home, statement: str) -> tuple[Statement, tuple[Was, ...]]:
    """How a sentence was, run by run, the first one first; runs in which nothing of it changed are left out.

    RegisterError: there is no such statement.
    """
    found = claim_bindings.statement(home, statement)
    was: list[Was] = []
    for each in claim_runs.runs():
        said = json.loads(each.report)["claims"].get(found.id)
        if said is None:
            continue
        now = Was(
            each.at,
            each.on,
            Verdict(said["verdict"]),
            Verdict(said["shown"]),
            {name: Verdict(one["verdict"]) for name, one in said["verifiers"].items()},
        )
        if not was or (was[-1].verdict, was[-1].verifiers) != (now.verdict, now.verifiers):
            was.append(now)
    return found, tuple(was)


def _keep(found: Checked) -> None:
    """Keep the run with its ledger entry, both or neither; the ledger holds counts and a digest only."""
    report = canonical({"claims": {each.statement.id: _reported(each) for each in found.claims}})
    digest = sha256(report).hexdigest()
    counts = found.summary
    entry = {
        "type": "claims.checked",
        "true": counts.true,
        "false": counts.false,
        "unknown": counts.unknown,
        "report": digest,
    }
    with writing():
        claim_runs.save(found.at, found.on, digest, report)
        ledger.append([entry], found.at)


def _reported(claim: Claim) -> dict[str, object]:
    return {
        "verdict": claim.verdict.value,
        "shown": claim.shown.value,
        "verifiers": {each.verifier: _answered(each) for each in claim.results},
    }


def _answered(result: Result) -> dict[str, object]:
    evidence = {
        name: list(value) if isinstance(value, tuple) else value for name, value in result.evidence.items()
    }
    return {"verdict": result.verdict.value, "reason": str(result.reason), "evidence": evidence}
