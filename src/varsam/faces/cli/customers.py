"""`customer …`: whom data is processed for, what they instructed, and the end of their service."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.faces.cli import exits, plans
from varsam.faces.cli.invocation import Invocation, day, verb
from varsam.formats.texts import day_of

if TYPE_CHECKING:
    from varsam.domain.customers import Customer

CustomerArgument = Annotated[str, typer.Argument(metavar="ID")]


@verb
def list_(invocation: Invocation) -> int:
    """List the customers that data is processed for."""
    home = invocation.home()
    output = invocation.output
    found = home.customers.customers
    if output.as_json:
        from varsam.services import customer_records

        output.document({"customers": [customer_records.record(home, each) for each in found]})
        return exits.DONE
    if not found:
        output.line(output.say("talk.no_customers"))
        return exits.DONE
    rows = [
        (
            each.id,
            each.name,
            ", ".join(each.activities),
            day_of(each.started_on),
            day_of(each.ended_on),
            len(each.instructions),
            day_of(each.certificates[-1].issued_on) if each.certificates else "",
        )
        for each in found
    ]
    heads = ("id", "name", "activities", "started_on", "ended_on", "instructions", "certificate")
    output.table(heads, rows)
    return exits.DONE


@verb
def show(invocation: Invocation, customer: CustomerArgument) -> int:
    """Show the processor's record of one customer: agreement, instructions, notices, days of its data."""
    home = invocation.home()

    from varsam.domain.customers import promised
    from varsam.services import customer_records

    found = customer_records.customer(home, customer)
    last_days = promised(home.register, found)
    output = invocation.output
    if output.as_json:
        output.document(
            customer_records.record(home, found) | _more(found) | {"last_days": dict(_days(last_days))}
        )
        return exits.DONE
    for key, value in customer_records.record(home, found).items():
        if key == "activities":
            value = ", ".join(found.activities)
        elif isinstance(value, list):
            value = ", ".join(value)
        if value:
            output.line(f"{output.say(f'customer_record.{key}')}: {value}")
    if found.agreement is not None:
        agreed = found.agreement
        said = (agreed.document, day_of(agreed.signed_on), output.say(f"at_end.{agreed.at_end}"))
        output.line(f"{output.say('customer_record.agreement')}: {', '.join(each for each in said if each)}")
    _show_log(invocation, found)
    if last_days:
        output.heading(output.say("talk.last_days"))
        output.table(("purpose", "until"), _days(last_days))
    return exits.DONE


def _days(found: tuple[tuple[str, object], ...]) -> list[tuple[str, str]]:
    return [(purpose, str(until)) for purpose, until in found]


def _show_log(invocation: Invocation, found: Customer) -> None:
    output = invocation.output
    if found.instructions:
        output.heading(output.say("talk.instructions"))
        rows = [
            (each.id, day_of(each.given_on), each.by, each.text, each.objection, day_of(each.told_on))
            for each in found.instructions
        ]
        output.table(("id", "on", "by", "instruction", "objection", "told_on"), rows)
    if found.notices:
        output.heading(output.say("talk.notices"))
        rows_of = [
            (each.subprocessor, day_of(each.sent_on), day_of(each.object_by), day_of(each.objected_on))
            for each in found.notices
        ]
        output.table(("subprocessor", "sent_on", "object_by", "objected_on"), rows_of)


def _more(found: Customer) -> dict[str, object]:
    agreed = found.agreement
    return {
        "agreement": agreed
        and {
            "document": agreed.document or None,
            "sha256": agreed.sha256 or None,
            "signed_on": day_of(agreed.signed_on) or None,
            "ends_on": day_of(agreed.ends_on) or None,
            "at_end": agreed.at_end.value,
            "subprocessors": list(agreed.subprocessors),
            "retrieval_days": agreed.retrieval_days,
        },
        "instructions": [
            {
                "id": each.id,
                "given_on": each.given_on.isoformat(),
                "text": each.text,
                "by": each.by,
                "lawful": each.lawful,
                "objection": each.objection or None,
                "told_on": day_of(each.told_on) or None,
            }
            for each in found.instructions
        ],
        "notices": [
            {
                "subprocessor": each.subprocessor,
                "sent_on": each.sent_on.isoformat(),
                "object_by": day_of(each.object_by) or None,
                "objected_on": day_of(each.objected_on) or None,
            }
            for each in found.notices
        ],
        "certificates": [
            {"plan": each.plan, "issued_on": each.issued_on.isoformat(), "entry": each.entry}
            for each in found.certificates
        ],
    }


@verb
def instruction(
    invocation: Invocation,
    customer: CustomerArgument,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", show_default=False)],
    by: Annotated[str, typer.Option("--by", metavar="ROLE", show_default=False)],
    given: Annotated[str, typer.Option("--given", metavar="DATE", show_default=False)] = "",
    objection: Annotated[str, typer.Option("--objection", metavar="TEXT", show_default=False)] = "",
    told: Annotated[str, typer.Option("--told", metavar="DATE", show_default=False)] = "",
) -> int:
    """Add an instruction to a customer's log; with an objection, it seems to infringe the law."""
    given_on = day(given, "--given") if given else None
    told_on = day(told, "--told") if told else None
    home = invocation.home(needs_state=True)

    from varsam.services import customers

    number = customers.instruct(
        home,
        customer,
        text,
        by,
        given_on=given_on or home.real_today,
        objection=objection,
        told_on=told_on,
    )
    output = invocation.output
    if output.as_json:
        output.document({"customer": customer, "instruction": number})
        return exits.DONE
    output.line(output.say("talk.instruction_kept", id=number, customer=customer))
    if objection and told_on is None:
        output.note(output.say("talk.tell_customer"))
    return exits.DONE


@verb
def ended(invocation: Invocation, customer: CustomerArgument) -> int:
    """Record the last day of a customer's service, by --on (else today)."""
    home = invocation.home(needs_state=True)

    from varsam.domain.customers import promised
    from varsam.services import customers

    found = customers.ended(home, customer, invocation.on or home.real_today)
    last_days = promised(home.register, found)
    output = invocation.output
    if output.as_json:
        output.document(
            {"customer": customer, "ended_on": day_of(found.ended_on), "last_days": dict(_days(last_days))}
        )
        return exits.DONE
    output.line(output.say("talk.service_ended", customer=customer, day=day_of(found.ended_on)))
    for purpose, until in _days(last_days):
        output.line(output.say("talk.gone_by", purpose=purpose, day=until))
    return exits.DONE


@verb
def plan(invocation: Invocation, customer: CustomerArgument) -> int:
    """Plan what is due for one customer alone; a certificate of such a plan counts its rows only."""
    home = invocation.home(needs_state=True)

    from varsam.services import customers

    output = invocation.output
    with output.progress(output.say("talk.planning")) as progress:
        made = customers.plan(home, customer, progress=progress)
    plans.show(invocation, home, made)
    return plans.code_of(made)


@verb
def certificate(
    invocation: Invocation,
    customer: CustomerArgument,
    plan: Annotated[str, typer.Option("--plan", metavar="PLAN", show_default=False)],
    returned: Annotated[str, typer.Option("--returned", metavar="@FILE", show_default=False)] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", show_default=False)] = None,
) -> int:
    """Certify that an applied plan erased a customer's data, after looking for every row again."""
    home = invocation.home(needs_state=True)

    from varsam.services import certificates, tasks

    proof = tasks.proof_of_file(Path(returned.removeprefix("@"))) if returned else None
    issued = certificates.issue(home, customer, plan, out=out, returned=proof)
    output = invocation.output
    if output.as_json:
        output.document(
            {
                "customer": customer,
                "plan": plan,
                "entry": issued.entry,
                "sha256": issued.statement.sha256,
                "statement": issued.statement.document(),
                "written": [str(each) for each in issued.written],
            }
        )
        return exits.DONE
    output.line(certificates.shown(home, issued, invocation.lang))
    for each in issued.written:
        output.note(output.say("talk.written", file=str(each)))
    return exits.DONE
