"""Changes a register file as a person would: everything else, and every comment, stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from varsam.domain.errors import RegisterError
from varsam.domain.register import Basis, Outcome, Proposal, Purpose
from varsam.domain.retention import Rule, formal, formal_period
from varsam.formats.register_yaml.reading import parse
from varsam.formats.register_yaml.writing import scalar
from varsam.formats.yaml_comments import append_comment, dump, load, take_lines, take_tail


@dataclass(frozen=True, slots=True)
class AcceptProposal:
    """The proposal's purpose joins its activity."""

    proposal: str
    decided_on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WaiveProposal:
    """The proposal isn't followed, for a reason."""

    proposal: str
    decided_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class ConfirmPurpose:
    """A person stands behind the purpose's rule, or another one given here, and may name its legal basis."""

    purpose: str
    rule: Rule | None = None
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class AddPurpose:
    """Another purpose for an activity."""

    activity: str
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class AddProposal:
    """A proposal that a check made and the file doesn't have yet; it may be decided in the same edit."""

    proposal: Proposal


Change: TypeAlias = AddProposal | AcceptProposal | WaiveProposal | ConfirmPurpose | AddPurpose


def edit(text: str, changes: Sequence[Change], path: str = "register.yaml") -> str:
    """Give the register file's text with the changes made, comments and the rest of the layout kept.

    The file must be sound before and is checked after: RegisterErrors as from `parse`. RegisterError when a
    change names what isn't there, confirms a purpose that has no rule, decides a proposal twice, or
    waives one without a reason.
    """
    register = parse(text, path)
    document = load(text)
    proposals = {each.id: each for each in register.proposals}
    for change in changes:
        _make(document, proposals, change, path)
    edited = dump(document)
    parse(edited, path)
    return edited


def _make(document: CommentedMap, proposals: dict[str, Proposal], change: Change, path: str) -> None:
    match change:
        case AddProposal(proposal):
            _propose(document, proposal, path)
            proposals[proposal.id] = proposal
        case AcceptProposal(proposal_id, decided_on, reason):
            proposal = _open_proposal(proposals, document, proposal_id, path)
            _decide(document["proposals"][proposal_id], Outcome.ACCEPTED, decided_on, reason)
            _add(document, proposal.activity, proposal.purpose, path)
        case WaiveProposal(proposal_id, decided_on, reason):
            _open_proposal(proposals, document, proposal_id, path)
            if not reason.strip():
                raise RegisterError(
                    f"the proposal {proposal_id} can't be waived without a reason", where=path
                )
            _decide(document["proposals"][proposal_id], Outcome.WAIVED, decided_on, reason)
        case ConfirmPurpose(purpose_id, rule, basis):
            _confirm(document, purpose_id, rule, basis, path)
        case AddPurpose(activity, purpose):
            _add(document, activity, purpose, path)
        case _:
            assert_never(change)


def _propose(document: CommentedMap, proposal: Proposal, path: str) -> None:
    if not isinstance(document.get("proposals"), CommentedMap) or not document["proposals"]:
        document["proposals"] = CommentedMap()
    proposals = document["proposals"]
    if proposal.id in proposals:
        raise RegisterError(f"there is a proposal {proposal.id} already", where=path)
    tail = take_tail(proposals)
    purpose = CommentedMap({"id": _text(proposal.purpose.id), **_entry(proposal.purpose)})
    concerns = CommentedSeq(_text(each) for each in proposal.concerns)
    concerns.fa.set_flow_style()
    proposals[proposal.id] = CommentedMap(
        {
            "activity": _text(proposal.activity),
            "concerns": concerns,
            "outcome": proposal.outcome.value,
            "purpose": purpose,
        }
    )
    append_comment(purpose, list(purpose)[-1], tail)


def _open_proposal(
    proposals: Mapping[str, Proposal], document: CommentedMap, proposal_id: str, path: str
) -> Proposal:
    proposal = proposals.get(proposal_id)
    if proposal is None:
        valid = ", ".join(proposals) or "none"
        raise RegisterError(f"there is no proposal {proposal_id}", where=path, hint=f"proposals: {valid}")
    outcome = document["proposals"][proposal_id].get("outcome", Outcome.PROPOSED.value)
    if outcome != Outcome.PROPOSED:
        raise RegisterError(f"the proposal {proposal_id} is already {outcome}", where=path)
    return proposal


def _decide(entry: CommentedMap, outcome: Outcome, decided_on: date, reason: str) -> None:
    position = list(entry).index("outcome") if "outcome" in entry else len(entry)
    given = {"outcome": outcome.value, "reason": _text(reason), "decided_on": decided_on}
    for name, value in given.items():
        if value == "":
            continue
        if name in entry:
            entry[name] = value
        else:
            entry.insert(min(position, len(entry)), name, value)
        position += 1


def _confirm(
    document: CommentedMap, purpose_id: str, rule: Rule | None, basis: Basis | None, path: str
) -> None:
    for activity in document["activities"].values():
        purposes = activity.get("purposes") or {}
        if purpose_id in purposes:
            entry = purposes[purpose_id]
            break
    else:
        raise RegisterError(f"there is no purpose {purpose_id}", where=path)
    if basis is not None:
        entry["basis"] = basis.value
    if rule is not None:
        if "rule" in entry:
            entry["rule"] = _text(formal(rule))
        else:
            entry.insert(list(entry).index("basis") + 1, "rule", _text(formal(rule)))
    elif entry.get("rule") is None:
        raise RegisterError(
            f"the purpose {purpose_id} has no rule to confirm", where=path, hint="give the rule with it"
        )
    for name in ("assumed", "question", "needs_person"):
        if name in entry:
            _drop(entry, name)


def _add(document: CommentedMap, activity_id: str, purpose: Purpose, path: str) -> None:
    activity = document["activities"].get(activity_id)
    if activity is None:
        raise RegisterError(f"there is no activity {activity_id}", where=path)
    if any(purpose.id in (each.get("purposes") or {}) for each in document["activities"].values()):
        raise RegisterError(f"there is a purpose {purpose.id} already", where=path)
    if not isinstance(activity.get("purposes"), CommentedMap) or not activity["purposes"]:
        activity["purposes"] = CommentedMap()
    purposes = activity["purposes"]
    tail = take_tail(purposes)
    entry = _entry(purpose)
    purposes[purpose.id] = entry
    append_comment(entry, list(entry)[-1], tail)


def _entry(purpose: Purpose) -> CommentedMap:
    entry = CommentedMap({"title": _text(purpose.title), "basis": purpose.basis.value})
    optional: dict[str, object] = {
        "rule": _text(formal(purpose.rule)) if purpose.rule else "",
        "assumed": purpose.assumed,
        "question": _text(purpose.question or ""),
        "needs_person": _text(purpose.needs_person or ""),
        "interest": _text(purpose.interest),
        "law": _text(purpose.law),
        "marketing": purpose.marketing,
        "patience": formal_period(purpose.patience) if purpose.patience else "",
    }
    entry.update({name: value for name, value in optional.items() if value})
    return entry


def _text(text: str) -> str:
    return DoubleQuotedScalarString(text) if scalar(text).startswith('"') and text else text


def _drop(entry: CommentedMap, name: str) -> None:
    names = list(entry)
    place = names.index(name)
    lines = take_lines(entry, name)
    del entry[name]
    entry.ca.items.pop(name, None)
    if place > 0:
        append_comment(entry, names[place - 1], lines)
    elif lines.strip():
        following = "\n".join(line.strip().removeprefix("#").strip() for line in lines.strip().splitlines())
        entry.yaml_set_comment_before_after_key(names[1], before=following, indent=entry.lc.col)
