"""A proposed statutory floor accepted or waived in a home with a register: in its file, state and ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from varsam.domain import floors
from varsam.domain.errors import RegisterError
from varsam.domain.register import Outcome, Proposal
from varsam.formats import register_yaml
from varsam.formats.register_yaml import AcceptProposal, AddProposal, Change, WaiveProposal
from varsam.services.home import REGISTER, Home
from varsam.services.replacing import write_over
from varsam.store import actors, decisions, ledger
from varsam.store.transaction import writing


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, when, by which decision in own state, and the file that says so."""

    proposal: Proposal
    decision: str
    written: Path


def decide(home: Home, proposal_id: str, outcome: Outcome, *, reason: str = "") -> Decided:
    """Accept or waive a proposal that the register holds, or that the checks make for it.

    The register's comments stay. RegisterError: there is no such proposal (valid ones are listed), or the
    file can't be written. NotAllowed: it is decided already, or waived without a reason.
    """
    path = home.path / REGISTER
    register = home.register
    made = {each.id: each for each in floors.missing_floors(register)}
    known = {each.id: each for each in register.proposals}
    if proposal_id not in known and proposal_id not in made:
        open_ones = [each.id for each in register.proposals if each.outcome is Outcome.PROPOSED]
        raise RegisterError(
            f"there is no proposal {proposal_id}",
            where=str(path),
            hint=f"proposals: {', '.join([*open_ones, *made]) or 'none is open'}",
        )
    day = home.real_today
    changes: list[Change] = []
    if proposal_id not in known:
        register = floors.proposed(register, made[proposal_id])
        changes.append(AddProposal(made[proposal_id]))
    floors.decide(register, proposal_id, outcome, reason=reason, decided_on=day)
    changes.append(_change(proposal_id, outcome, day, reason))
    after = register_yaml.edit(home.register_text, changes, str(path))
    return _kept(home, path, after, proposal_id, outcome, reason)


def _change(proposal_id: str, outcome: Outcome, day: date, reason: str) -> Change:
    if outcome is Outcome.WAIVED:
        return WaiveProposal(proposal_id, day, reason)
    return AcceptProposal(proposal_id, day, reason)


def _kept(home: Home, path: Path, after: str, proposal_id: str, outcome: Outcome, reason: str) -> Decided:
    """Note the decision, and write the file last: what can't be written isn't noted either."""
    now = home.clock()
    with writing():
        actor = actors.find_or_make(home.actor, "os", now)
        decision = decisions.decide(proposal_id, outcome.value, actor.id, now, reason=reason)
        ledger.append([{"type": "decision.made", "decision": decision.id, "answer": outcome.value}], now)
        try:
            write_over(path, after, before=home.register_text)
        except OSError as error:
            raise RegisterError(
                f"the register can't be written: {error.strerror}",
                where=str(path),
                hint="give this user the right to write there; nothing was decided",
            ) from error
    decided = next(each for each in register_yaml.parse(after, str(path)).proposals if each.id == proposal_id)
    return Decided(decided, decision.id, path)
