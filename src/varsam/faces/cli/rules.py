"""`rule show`, `rule read`, `deadline`: what a rule, a phrase or a day of receipt comes to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.domain.errors import RegisterError
from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation, day, verb
from varsam.formats.texts import LANGUAGES

if TYPE_CHECKING:
    from varsam.domain.retention import EventState, Rule


@verb
def show(
    invocation: Invocation,
    rule: Annotated[str, typer.Argument(metavar="RULE")],
    at: Annotated[list[str] | None, typer.Option("--at", metavar="EVENT=DATE")] = None,
) -> int:
    """Explain a rule: its wordings, when it is due, and from which day its data goes."""
    from varsam.domain.retention import Missing, cutoffs, evaluate, events_of
    from varsam.formats.rule_text import event_wording, print_rule

    read_rule = _rule(rule)
    events = _events(at or [], events_of(read_rule))
    today = invocation.today()
    state = evaluate(read_rule, {name: events.get(name, Missing.OPEN) for name in events_of(read_rule)})
    due = state if isinstance(state, date) else None
    over = due is not None and due < today
    bounds = cutoffs(read_rule, today)
    output = invocation.output
    wording: dict[str, str] = {tongue: print_rule(read_rule, tongue) for tongue in LANGUAGES}
    if output.as_json:
        said_of_it: dict[str, object] = {
            "due": due.isoformat() if due else None,
            "state": "due" if due else "absent" if state is Missing.ABSENT else "open",
            "over": over,
            "on": today.isoformat(),
            "cutoffs": [{"event": event, "date": each.isoformat()} for event, each in bounds],
        }
        output.document({"rule": print_rule(read_rule)} | wording | said_of_it)
        return exits.DONE
    output.line(print_rule(read_rule), style="bold")
    for tongue, words in wording.items():
        output.line(f"  {tongue}: {words}")
    if due is None:
        output.line(output.say("talk.rule_absent" if state is Missing.ABSENT else "talk.rule_open"))
    else:
        key = "talk.rule_over" if over else "talk.rule_due"
        output.line(output.say(key, due=due.isoformat(), today=today.isoformat()))
    for event, each in bounds:
        said = event_wording(event, output.lang)
        output.line(output.say("talk.cutoff", event=event, said=said, day=each.isoformat()))
    return exits.DONE


@verb
def read(
    invocation: Invocation,
    phrase: Annotated[str, typer.Argument(metavar="PHRASE")],
    tongue: Annotated[str | None, typer.Option("--tongue", metavar="sv|en")] = None,
) -> int:
    """Read a policy's phrase about time, or say that a person must."""
    from varsam.formats.rule_text import print_rule, read_phrase, reading_json

    if tongue == "sv":
        reading = read_phrase(phrase, "sv")
    elif tongue == "en":
        reading = read_phrase(phrase, "en")
    elif tongue is None:
        reading = read_phrase(phrase)
    else:
        raise RegisterError(
            "there is no such tongue", where="--tongue", hint=f"one of: {', '.join(LANGUAGES)}"
        )
    output = invocation.output
    code = exits.DECIDE if reading.rule is None else exits.DONE
    if output.as_json:
        output.document(reading_json(reading) | {"question": reading.question})
        return code
    if reading.rule is None:
        output.line(output.say("talk.needs_person", phrase=phrase))
    else:
        output.line(print_rule(reading.rule), style="bold")
        output.line(f"  {print_rule(reading.rule, output.lang)}")
        if reading.when is not None:
            output.line(f"  {output.say('talk.with_consent')}")
        if reading.otherwise is not None:
            output.line(f"  {output.say('talk.otherwise', rule=print_rule(reading.otherwise))}")
    if reading.question:
        output.line(f"  {output.say(f'question.{reading.question}')}")
    return code


@verb
def deadline(invocation: Invocation, received: Annotated[str, typer.Argument(metavar="RECEIVED")]) -> int:
    """Answer the days by which a request must be answered."""
    from varsam.domain.calendar import response_dates
    from varsam.formats.days_off import swedish_days_off

    arrived = day(received, "RECEIVED")
    dates = response_dates(arrived, swedish_days_off(arrived.year, arrived.year + 1))
    output = invocation.output
    names = ("received", "target", "due", "due_latest", "extended_due")
    if output.as_json:
        output.document({name: getattr(dates, name).isoformat() for name in names})
        return exits.DONE
    for name in names:
        output.line(f"{getattr(dates, name).isoformat()}  {output.say(f'deadline.{name}')}")
    return exits.DONE


def _rule(given: str) -> Rule:
    """Read a rule in whichever tongue it is written; what is wrong is said for the formal one."""
    from varsam.formats.rule_text import parse

    try:
        return parse(given, "formal")
    except RegisterError as wrong:
        for tongue in LANGUAGES:
            try:
                return parse(given, tongue)
            except RegisterError:
                continue
        raise wrong


def _events(given: list[str], known: tuple[str, ...]) -> dict[str, EventState]:
    """Read the days of events; one that the rule doesn't know would silently change nothing."""
    from varsam.domain.retention import Missing

    found: dict[str, EventState] = {}
    for each in given:
        event, equals, when = each.partition("=")
        event = event.strip()
        if not equals:
            raise RegisterError(
                "an event needs its day", where="--at", hint="write --at contract.end=2026-02-28"
            )
        if event not in known:
            raise RegisterError(
                f"the rule has no event {event}", where="--at", hint=f"its events: {', '.join(known)}"
            )
        if event in found:
            raise RegisterError(f"the event {event} is given twice", where="--at", hint="give it once")
        match when.strip():
            case "absent":
                found[event] = Missing.ABSENT
            case "open":
                found[event] = Missing.OPEN
            case text:
                found[event] = day(text, f"--at {event}")
    return found
