"""Reads on what data goes to third countries."""

from __future__ import annotations

import re

from varsam.domain.partners import (
    AssessmentResult,
    Certification,
    Tool,
    Transfer,
    TransferAssessment,
)
from varsam.formats.partners_yaml import keys
from varsam.formats.partners_yaml.values import day, document, fields_of
from varsam.formats.yaml_positions import Node

_COUNTRY = re.compile("[A-Z]{2,12}")
# What people write for the code of a country: no law would know it, and the transfer would be refused.
_MEANT = {
    "UK": "write GB",
    "EL": "write GR",
    "EU": "name the countries",
    "EEA": "name the countries",
    "USA": "write US",
}


def country(node: Node) -> str:
    """A country or organisation by its code; RegisterError: it is none."""
    text = node.text().strip()
    if not _COUNTRY.fullmatch(text):
        raise node.error(
            f"{node.raw!r} is no code of a country", "write SE, or another code of two letters, or EPO"
        )
    if text in _MEANT:
        raise node.error(f"{text} is no code of a country", _MEANT[text])
    return text


def transfer(transfer_id: str, node: Node) -> Transfer:
    """Read one transfer; RegisterError: a key of another tool, or days in the wrong order."""
    fields = fields_of(node, keys.TRANSFER)
    tool = Tool(fields["tool"].choice(tuple(each.value for each in Tool), "tool"))
    module, letter = fields.get("module"), fields.get("derogation")
    if module is not None and tool is not Tool.SCC:
        raise module.error(
            "only standard contractual clauses have modules", "drop module, or write tool: scc"
        )
    if (letter is not None) != (tool is Tool.DEROGATION):
        raise (letter or node).error(
            "a derogation goes with its letter of GDPR 49(1)",
            "write tool: derogation and derogation: a to g, or 2",
        )
    certification, assessment = fields.get("certification"), fields.get("assessment")
    since, until = day(fields, "since"), day(fields, "until")
    if since is not None and until is not None and until < since:
        raise fields["until"].error("until is before since", "look at both days")
    return Transfer(
        id=transfer_id,
        country=country(fields["country"]),
        tool=tool,
        since=since,
        until=until,
        source=fields.text("source"),
        agreement=fields.text("agreement"),
        module=module.integer(1, 4) if module is not None else None,
        derogation=_letter(letter) if letter is not None else "",
        occasional=fields.boolean("occasional"),
        scope=fields.text("scope"),
        scope_checked_on=day(fields, "scope_checked_on"),
        certification=_certification(certification) if certification is not None else None,
        assessment=_assessment(assessment) if assessment is not None else None,
        onward=fields.text("onward"),
    )


def _letter(node: Node) -> str:
    if node.kind == "scalar" and node.raw in keys.DEROGATIONS:
        return node.raw
    return node.choice(keys.DEROGATIONS, "derogation")


def _certification(node: Node) -> Certification:
    fields = fields_of(node, keys.CERTIFICATION)
    return Certification(
        fields["checked_on"].date(),
        day(fields, "valid_to"),
        fields.text("listed_as"),
        fields.boolean("hr_data"),
    )


def _assessment(node: Node) -> TransferAssessment:
    fields = fields_of(node, keys.ASSESSMENT)
    results = tuple(each.value for each in AssessmentResult)
    return TransferAssessment(
        fields["assessed_on"].date(),
        AssessmentResult(fields["result"].choice(results, "result")),
        day(fields, "review_by"),
        document(fields),
    )
