"""A person stands behind the rule of a purpose, or puts another in its place: in file, state and ledger."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.register import Basis, Purpose
from varsam.domain.retention import Rule, formal
from varsam.formats import register_yaml
from varsam.formats.register_yaml import ConfirmPurpose
from varsam.services.home import REGISTER, Home
from varsam.services.replacing import write_over
from varsam.store import actors, decisions, ledger
from varsam.store.transaction import writing


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The purpose as it stands now, by which decision in own state, and the file that says so."""

    purpose: Purpose
    decision: str
    written: Path


def confirm(home: Home, purpose_id: str, rule: Rule | None = None, basis: Basis | None = None) -> Confirmed:
    """Let a person stand behind a purpose's rule, or behind another one; the file's comments stay.

    A purpose without a legal basis gets the one that is named here.

    RegisterError: there is no such purpose, it has no rule and none is given, or the file can't be written.
    NotAllowed: it waits for nobody and no other rule is given; it has no basis and none is named, or has one.
    """
    path = home.path / REGISTER
    waiting = {each.id: each for each in home.register.unsettled()}
    known = home.register.purposes()
    if purpose_id not in known:
        raise RegisterError(
            f"there is no purpose {purpose_id}",
            where=str(path),
            hint=f"purposes that wait for you: {', '.join(waiting) or 'none'}",
        )
    if purpose_id not in waiting and rule is None:
        raise NotAllowed(
            "the purpose waits for nobody",
            where=f"purpose {purpose_id}",
            hint="give another rule to change it",
        )
    _must_have_one_basis(known[purpose_id], basis)
    after = register_yaml.edit(home.register_text, [ConfirmPurpose(purpose_id, rule, basis)], str(path))
    purpose = register_yaml.parse(after, str(path)).purposes()[purpose_id]
    now = home.clock()
    with writing():
        actor = actors.find_or_make(home.actor, "os", now)
        said = formal(purpose.rule) if purpose.rule else ""
        decision = decisions.decide(f"purpose {purpose_id}", "accepted", actor.id, now, reason=said)
        ledger.append([{"type": "decision.made", "decision": decision.id, "answer": decision.answer}], now)
        try:
            write_over(path, after, before=home.register_text)
        except OSError as error:
            raise RegisterError(
                f"the register can't be written: {error.strerror}",
                where=str(path),
                hint="give this user the right to write there; nothing was decided",
            ) from error
    return Confirmed(purpose, decision.id, path)


def _must_have_one_basis(purpose: Purpose, basis: Basis | None) -> None:
    undecided = purpose.basis is Basis.UNDECIDED
    where = f"purpose {purpose.id}"
    if undecided and basis is None:
        raise NotAllowed(
            "nobody has decided on which legal basis this is done",
            where=where,
            hint=f"name it with --basis: {', '.join(each for each in Basis if each is not Basis.UNDECIDED)}",
        )
    if basis is not None and (not undecided or basis is Basis.UNDECIDED):
        raise NotAllowed(
            "a legal basis is named only for a purpose that has none yet",
            where=where,
            hint="change it in register.yaml; people must be told of another basis (GDPR 13)",
        )
