"""`partner list`, `partner show`, `partner transfers`: whom data reaches, and what was agreed with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation, verb
from varsam.formats.texts import counted, day_of, in_words

if TYPE_CHECKING:
    from varsam.checks.base import Finding
    from varsam.domain.partners import Agreement, Document, Partner
    from varsam.domain.transfers import Flow
    from varsam.faces.cli.output import Output
    from varsam.services.partners import Standing

PartnerArgument = Annotated[str, typer.Argument(metavar="PARTNER")]

_STYLES = {"error": "bold red", "warning": "yellow", "info": ""}
_VERDICT_STYLES = {"allowed": "", "person": "yellow", "refused": "bold red"}


@verb
def list_(invocation: Invocation) -> int:
    """Show the partners as a tree, each with what was agreed and what stands against it on the day."""
    from varsam.services import partners

    home = invocation.home()
    found, unknown = partners.overview(home), list(partners.unknown_recipients(home))
    output = invocation.output
    if output.as_json:
        output.document(
            {
                "on": home.today.isoformat(),
                "present": home.partners.present,
                "unknown": unknown,
                "partners": [
                    _json(each) | {"depth": each.depth, "parent": each.parent or None} for each in found
                ],
            }
        )
        return exits.DONE
    if unknown:
        output.note(output.say("talk.unknown_recipients", names=", ".join(unknown)))
    if not found:
        output.line(output.say("talk.no_partners"))
        return exits.DONE
    rows = [
        (
            "  " * each.depth + ("- " if each.depth else "") + each.partner.id,
            output.say(f"partner_role.{each.partner.role}"),
            _countries(each.partner),
            _agreed(output, each),
            _counts(output, each.findings) if each.active else output.say("word.not_in_use"),
        )
        for each in found
    ]
    styles = [_style(each) for each in found]
    output.table(("partner", "role", "country", "agreement", "state"), rows, styles=styles)
    return exits.DONE


@verb
def show(invocation: Invocation, partner: PartnerArgument) -> int:
    """Show one partner: agreements clause by clause, authorisation, announced changes, transfers."""
    from varsam.services import checking, partners

    home = invocation.home()
    found = partners.standing(home, partner)
    output = invocation.output
    if output.as_json:
        output.document(_json(found) | {"on": home.today.isoformat()})
        return exits.DONE
    _about(output, found)
    for agreement in found.partner.agreements:
        _agreement(output, agreement, current=agreement.current(home.today))
    _notices(output, found.partner)
    if found.flows:
        output.heading(output.say("talk.flows", day=home.today.isoformat()))
        _flows(output, found.flows)
    if found.findings:
        placed = checking.placed(home, found.findings)
        output.show_findings([(each.finding, each.position) for each in placed])
    return exits.DONE


@verb
def transfers(
    invocation: Invocation, everywhere: Annotated[bool, typer.Option("--everywhere")] = False
) -> int:
    """Report which data leaves the EEA on the day, on what, and until when that holds."""
    from varsam.domain.transfers import Verdict
    from varsam.formats import partners_yaml
    from varsam.services import partners

    home = invocation.home()
    known = partners.flows(home)
    found = [each for each in known if everywhere or each.abroad]
    unknown = list(partners.unlocated(home))
    refused = any(each.decision.verdict is Verdict.REFUSED for each in found)
    output = invocation.output
    if output.as_json:
        output.document(
            {
                "on": home.today.isoformat(),
                "transfers": [partners_yaml.flow_json(each) for each in found],
                "unknown": unknown,
            }
        )
        return exits.FOUND if refused else exits.DONE
    if found:
        output.heading(output.say("talk.flows", day=home.today.isoformat()))
        _flows(output, found)
    elif known:
        output.line(output.say("talk.no_flows", day=home.today.isoformat()))
    else:
        output.line(output.say("talk.no_locations"))
    if unknown:
        output.note(output.say("talk.flows_unknown", names=", ".join(unknown)))
    return exits.FOUND if refused else exits.DONE


def _json(standing: Standing) -> dict[str, object]:
    from varsam.formats import partners_yaml

    return partners_yaml.partner_json(standing.partner) | {
        "active": standing.active,
        "agreement": standing.agreement.id if standing.agreement is not None else None,
        "flows": [partners_yaml.flow_json(flow) for flow in standing.flows],
        "findings": [finding.as_json() for finding in standing.findings],
    }


def _about(output: Output, found: Standing) -> None:
    partner = found.partner
    output.heading(f"{partner.name} ({partner.id})")
    authorised = partner.authorisation
    said = (
        ("role", output.say(f"partner_role.{partner.role}")),
        ("below", ", ".join(partner.parents)),
        ("country", _countries(partner)),
        ("services", ", ".join(partner.services)),
        ("activity", ", ".join(partner.activities)),
        ("purpose", ", ".join(partner.purposes)),
        ("source", ", ".join(partner.sources)),
        ("since", day_of(partner.since)),
        ("until", day_of(partner.until)),
        ("authorisation", _authorised(output, partner) if authorised is not None else ""),
    )
    for name, value in said:
        if value:
            output.line(f"{output.say(f'col.{name}')}: {value}")


def _authorised(output: Output, partner: Partner) -> str:
    given = partner.authorisation
    if given is None:
        return ""
    kind = output.say(f"authorisation.{given.kind}")
    days = (
        "" if given.objection_days is None else output.say("talk.days_to_object", count=given.objection_days)
    )
    return ", ".join(each for each in (kind, given.granted_on.isoformat(), days) if each)


def _agreement(output: Output, agreement: Agreement, *, current: bool) -> None:
    from varsam.checks.partners.clauses import CLAUSES
    from varsam.domain.partners import cited

    state = output.say("word.holds" if current else "word.holds_not")
    output.heading(f"{output.say(f'agreement_kind.{agreement.kind}')}: {agreement.id} ({state})")
    said = (
        ("signed_on", day_of(agreement.signed_on)),
        ("from", day_of(agreement.valid_from)),
        ("until", day_of(agreement.valid_to)),
        ("document", _document(agreement.document)),
        ("signatories", ", ".join(agreement.signatories)),
        ("entities", ", ".join(agreement.entities)),
    )
    for name, value in said:
        if value:
            output.line(f"{output.say(f'col.{name}')}: {value}")
    if agreement.demanded:
        rows = [
            (
                in_words(CLAUSES[clause], output.lang),
                agreement.clauses.get(clause) or output.say("word.missing"),
                cited(clause),
            )
            for clause in agreement.demanded
        ]
        styles = ["" if agreement.clauses.get(clause) else "bold red" for clause in agreement.demanded]
        output.table(("clause", "place_in_document", "law"), rows, styles=styles)


def _document(document: Document) -> str:
    return f"{document.name} {document.sha256[:12]}".strip()


def _notices(output: Output, partner: Partner) -> None:
    if not partner.notices:
        return
    output.heading(output.say("talk.change_notices"))
    rows = [
        (
            each.id,
            output.say(f"partner_change.{each.change}"),
            each.partner or each.about or "–",
            each.received_on.isoformat(),
            each.window_end.isoformat(),
            output.say(f"notice_outcome.{each.outcome}"),
        )
        for each in partner.notices
    ]
    output.table(("id", "change", "about", "received", "object_by", "outcome"), rows)


def _flows(output: Output, flows: Sequence[Flow]) -> None:
    rows = [
        (
            each.partner.id,
            each.country,
            output.say("word.reached" if each.remote else "word.lies"),
            output.say(f"verdict.{each.decision.verdict}"),
            in_words(each.decision.reason, output.lang),
            day_of(each.decision.until) or "–",
            each.decision.law,
        )
        for each in flows
    ]
    styles = [_VERDICT_STYLES[each.decision.verdict] for each in flows]
    output.table(("partner", "country", "how", "may", "why", "until", "law"), rows, styles=styles)


def _countries(partner: Partner) -> str:
    return ", ".join(dict.fromkeys(each.country for each in partner.locations)) or "–"


def _agreed(output: Output, standing: Standing) -> str:
    if standing.partner.demanded is None:
        return "–"
    if standing.agreement is None:
        return output.say("word.missing")
    ends = standing.agreement.valid_to
    until = output.say("word.until", day=ends.isoformat()) if ends else output.say("word.open")
    return f"{standing.agreement.id}, {until}"


def _counts(output: Output, findings: Sequence[Finding]) -> str:
    """`2 errors, 1 warning`, or that all is right."""
    parts = []
    texts = {"error": "talk.count_error", "warning": "talk.count_warning", "info": "talk.count_info"}
    for level, key in texts.items():
        number = sum(each.level == level for each in findings)
        if number:
            parts.append(counted(key, number, output.lang))
    return ", ".join(parts) or output.say("word.ok")


def _style(standing: Standing) -> str:
    if not standing.active:
        return "dim"
    levels = {each.level.value for each in standing.findings}
    return next((style for level, style in _STYLES.items() if level in levels), "")
