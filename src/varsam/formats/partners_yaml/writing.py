"""Writes partners as a file that the person in charge of data protection can read and edit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from varsam.domain.partners import (
    Agreement,
    Authorisation,
    Certification,
    ChangeNotice,
    Document,
    Location,
    NoticeOutcome,
    Partner,
    Partners,
    Transfer,
    TransferAssessment,
)
from varsam.formats.register_yaml.writing import scalar

_HEAD = """\
# The partners: whom data reaches, what was agreed with them, and on what it goes outside the EEA.
# A recipient of register.yaml has the same id here; sub-processors have parents.
# The documents lie in the folder agreements. After a change run: varsam check
"""


def write(partners: Partners) -> str:
    """Write partners as commented YAML; `parse` gives the same partners back."""
    lines = [_HEAD, "partners:" + ("" if partners.all else " {}")]
    for each in partners.all:
        lines += [f"  {scalar(each.id)}:", *_indented(_partner(each), 4), ""]
    return "\n".join(lines).rstrip() + "\n"


def _partner(partner: Partner) -> list[str]:
    lines = [f"name: {scalar(partner.name)}", f"role: {partner.role.value}"]
    lines += _list("parents", partner.parents)
    if partner.locations:
        lines += ["locations:", *(f"  - {_location(each)}" for each in partner.locations)]
    for name in ("services", "activities", "purposes", "sources"):
        lines += _list(name, getattr(partner, name))
    lines += _flags({"employees": partner.employees})
    lines += _days({"since": partner.since, "until": partner.until})
    lines += _section("agreements", {each.id: _agreement(each) for each in partner.agreements})
    if partner.authorisation is not None:
        lines += ["authorisation:", *_indented(_authorisation(partner.authorisation), 2)]
    lines += _section("notices", {each.id: _notice(each) for each in partner.notices})
    return lines + _section("transfers", {each.id: _transfer(each) for each in partner.transfers})


def _location(location: Location) -> str:
    if not location.remote and not location.about:
        return scalar(location.country)
    about = [f"about: {_inside(location.about)}"] if location.about else []
    inner = [f"country: {scalar(location.country)}", *_flags({"remote": location.remote}), *about]
    return "{" + ", ".join(inner) + "}"


def _agreement(agreement: Agreement) -> list[str]:
    lines = [f"kind: {agreement.kind.value}", *_document(agreement.document)]
    days = {
        "signed_on": agreement.signed_on,
        "valid_from": agreement.valid_from,
        "valid_to": agreement.valid_to,
    }
    lines += _days(days) + _list("signatories", agreement.signatories) + _list("entities", agreement.entities)
    lines += _texts({"between": agreement.between})
    if agreement.clauses:
        lines.append("clauses:")
        lines += [f"  {clause.value}: {scalar(where)}" for clause, where in agreement.clauses.items()]
    return lines + _texts({"instructions": agreement.instructions})


def _authorisation(given: Authorisation) -> list[str]:
    lines = [f"kind: {given.kind.value}", *_days({"granted_on": given.granted_on})]
    if given.objection_days is not None:
        lines.append(f"objection_days: {given.objection_days}")
    return lines + _document(given.document)


def _notice(notice: ChangeNotice) -> list[str]:
    lines = [f"change: {notice.change.value}"]
    lines += _days({"received_on": notice.received_on, "window_end": notice.window_end})
    lines += _texts({"partner": notice.partner, "about": notice.about})
    if notice.outcome is not NoticeOutcome.PENDING:
        lines.append(f"outcome: {notice.outcome.value}")
    lines += _days({"decided_on": notice.decided_on})
    return lines + _texts({"decided_by": notice.decided_by, "reason": notice.reason})


def _transfer(transfer: Transfer) -> list[str]:
    lines = [f"country: {scalar(transfer.country)}", f"tool: {transfer.tool.value}"]
    lines += _days({"since": transfer.since, "until": transfer.until})
    lines += _texts({"source": transfer.source, "agreement": transfer.agreement})
    if transfer.module is not None:
        lines.append(f"module: {transfer.module}")
    lines += _texts({"derogation": transfer.derogation})
    lines += _flags({"occasional": transfer.occasional})
    lines += _texts({"scope": transfer.scope})
    lines += _days({"scope_checked_on": transfer.scope_checked_on})
    if transfer.certification is not None:
        lines += ["certification:", *_indented(_certification(transfer.certification), 2)]
    if transfer.assessment is not None:
        lines += ["assessment:", *_indented(_assessment(transfer.assessment), 2)]
    return lines + _texts({"onward": transfer.onward})


def _certification(listing: Certification) -> list[str]:
    lines = _days({"checked_on": listing.checked_on, "valid_to": listing.valid_to})
    return lines + _texts({"listed_as": listing.listed_as}) + _flags({"hr_data": listing.hr_data})


def _assessment(assessment: TransferAssessment) -> list[str]:
    lines = _days({"assessed_on": assessment.assessed_on})
    lines.append(f"result: {assessment.result.value}")
    return lines + _days({"review_by": assessment.review_by}) + _document(assessment.document)


def _document(document: Document) -> list[str]:
    return _texts({"document": document.name, "sha256": document.sha256})


def _section(name: str, entries: Mapping[str, list[str]]) -> list[str]:
    lines = [f"{name}:"] if entries else []
    for key, inner in entries.items():
        lines += [f"  {scalar(key)}:", *_indented(inner, 4)]
    return lines


def _list(name: str, values: tuple[str, ...]) -> list[str]:
    return [f"{name}: [{', '.join(map(_inside, values))}]"] if values else []


def _texts(texts: Mapping[str, str]) -> list[str]:
    return [f"{name}: {scalar(text)}" for name, text in texts.items() if text]


def _days(days: Mapping[str, date | None]) -> list[str]:
    return [f"{name}: {day.isoformat()}" for name, day in days.items() if day is not None]


def _flags(flags: Mapping[str, bool]) -> list[str]:
    return [f"{name}: true" for name, flag in flags.items() if flag]


def _inside(text: str) -> str:
    """A scalar within brackets, where a comma would end it."""
    written = scalar(text)
    return f'"{text}"' if "," in written and not written.startswith('"') else written


def _indented(lines: list[str], spaces: int) -> list[str]:
    return [" " * spaces + line for line in lines]
