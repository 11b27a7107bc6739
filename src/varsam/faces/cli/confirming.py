"""`register questions`, `register confirm`: what waits for the person in charge, one question at a time."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.domain.errors import RegisterError
from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation, verb
from varsam.formats.texts import counted

if TYPE_CHECKING:
    from varsam.domain.register import Basis, Purpose, Register
    from varsam.domain.retention import Rule
    from varsam.faces.cli.output import Output
    from varsam.services.home import Home


@verb
def questions(invocation: Invocation) -> int:
    """List the purposes whose time of storage waits for a person."""
    home = invocation.home()
    found = home.register.unsettled()
    output = invocation.output
    if output.as_json:
        output.document({"questions": [_document(home.register, each) for each in found]})
        return exits.DONE
    rows = [
        (each.id, home.register.activity_of(each.id).title, _wording(each, output), _asked(each, output))
        for each in found
    ]
    output.table(("purpose", "activity", "rule", "question"), rows)
    output.note(output.say("talk.questions_how") if found else output.say("talk.no_questions"))
    return exits.DONE


@verb
def confirm(
    invocation: Invocation,
    purpose: Annotated[list[str] | None, typer.Argument(metavar="[PURPOSE]…", show_default=False)] = None,
    rule: Annotated[str | None, typer.Option("--rule", metavar="RULE", show_default=False)] = None,
    basis: Annotated[str | None, typer.Option("--basis", metavar="BASIS", show_default=False)] = None,
) -> int:
    """Confirm the rule of a purpose, or give another; without a purpose, answer one question at a time."""
    home = invocation.home(needs_state=True)
    named = tuple(purpose or ())
    if rule is not None and len(named) != 1:
        raise RegisterError("a rule is given to one purpose", where="--rule", hint="name that purpose")
    if basis is not None and len(named) != 1:
        raise RegisterError(
            "a legal basis is given to one purpose", where="--basis", hint="name that purpose"
        )
    if not named:
        return _walk(invocation, home)
    read = _rule(rule) if rule is not None else None
    ground = _basis(basis) if basis is not None else None
    documents = [_confirmed(invocation.output, home, each, read, ground) for each in named]
    if invocation.output.as_json:
        invocation.output.document({"confirmed": documents})
    return exits.DONE


def _walk(invocation: Invocation, home: Home) -> int:
    """Ask for each waiting purpose: yes, another rule in words, or nothing for later."""
    output = invocation.output
    found = home.register.unsettled()
    if not found:
        output.line(output.say("talk.no_questions"))
        return exits.DONE
    if not invocation.somebody_is_there:
        replace(invocation, yes=False).must_be_answerable(output.say("talk.confirm_one_by_one"))
    left = 0
    for number, each in enumerate(found, 1):
        output.heading(f"{number}/{len(found)} {home.register.activity_of(each.id).title}")
        output.line(f"  {_wording(each, output)}")
        output.line(f"  {_asked(each, output)}")
        left += not _answered(output, home, each)
    output.line(counted("talk.questions_left", left, output.lang))
    return exits.DONE


def _answered(output: Output, home: Home, purpose: Purpose) -> bool:
    if _has_no_basis(purpose):
        output.note(f"  {output.say('talk.basis_first', purpose=purpose.id)}")
        return False
    while True:
        output.err.write(f"  {output.say('talk.confirm_question')} ")
        output.err.flush()
        answer = sys.stdin.readline().strip()
        if not answer:
            return False
        try:
            rule = None if answer.casefold() in ("j", "ja", "y", "yes") else _rule(answer)
        except RegisterError:
            output.note(f"  {output.say('talk.no_time', phrase=answer)}")
            continue
        if rule is None and purpose.rule is None:
            continue
        _confirmed(output, home, purpose.id, rule)
        return True


def _confirmed(
    output: Output, home: Home, purpose: str, rule: Rule | None, basis: Basis | None = None
) -> dict[str, object]:
    from varsam.services.confirming import confirm as decide

    # Each answer is written at once, so the next one starts from the file as it is now.
    home.__dict__.pop("register", None)
    home.__dict__.pop("register_text", None)
    confirmed = decide(home, purpose, rule, basis)
    if not output.as_json:
        wording = _wording(confirmed.purpose, output)
        output.line(output.say("talk.purpose_confirmed", purpose=purpose, rule=wording))
    from varsam.formats.rule_text import print_rule

    formal = print_rule(confirmed.purpose.rule) if confirmed.purpose.rule else None
    return {"purpose": purpose, "rule": formal, "decision": confirmed.decision}


def _rule(given: str) -> Rule:
    """Read a rule as a person writes it: formally, or as the policy would say it."""
    from varsam.formats.rule_text import parse, read_phrase

    try:
        return parse(given)
    except RegisterError:
        reading = read_phrase(given)
        if reading.rule is None or reading.when is not None or reading.question:
            raise
        return reading.rule


def _basis(given: str) -> Basis:
    """Read a legal basis as the register writes it."""
    from varsam.domain.register import Basis

    valid = [each.value for each in Basis if each is not Basis.UNDECIDED]
    if given not in valid:
        raise RegisterError(
            f"there is no legal basis {given!r}", where="--basis", hint=f"valid: {', '.join(valid)}"
        )
    return Basis(given)


def _has_no_basis(purpose: Purpose) -> bool:
    from varsam.domain.register import Basis

    return purpose.basis is Basis.UNDECIDED


def _document(register: Register, purpose: Purpose) -> dict[str, object]:
    from varsam.formats.rule_text import print_rule

    return {
        "purpose": purpose.id,
        "activity": register.activity_of(purpose.id).id,
        "rule": print_rule(purpose.rule) if purpose.rule else None,
        "question": purpose.question,
        "needs_person": purpose.needs_person,
    }


def _wording(purpose: Purpose, output: Output) -> str:
    from varsam.formats.rule_text import print_rule

    return print_rule(purpose.rule, output.lang) if purpose.rule else "–"


def _asked(purpose: Purpose, output: Output) -> str:
    if _has_no_basis(purpose):
        return output.say("talk.which_basis")
    if purpose.needs_person:
        return output.say("talk.phrase_unread", phrase=purpose.needs_person)
    return purpose.question or output.say("talk.is_it_so")
