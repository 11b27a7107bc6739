"""The customers that data is processed for: their instructions, the end of service, a plan for one."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import date

from varsam.domain.customers import Customer, Customers
from varsam.domain.end_of_service import purposes_of
from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.plan import Plan
from varsam.formats import customers_yaml
from varsam.formats.canonical_json import canonical
from varsam.formats.inserting import insert, quoted
from varsam.services.customer_records import customer
from varsam.services.home import Home
from varsam.services.planning import Progress, make_plan, quiet
from varsam.services.recording import typed
from varsam.services.replacing import write_over
from varsam.store import keys, ledger, people
from varsam.store.people import TypedIdentifier
from varsam.store.transaction import writing


def ended(home: Home, customer_id: str, on: date) -> Customer:
    """Record that a service ended on a day (its last one), in the file and in the ledger.

    NotAllowed: it has ended already, or the day lies in the future or before it began. RegisterError: the
    file can't be edited or written.
    """
    found = customer(home, customer_id)
    if found.ended_on is not None:
        raise NotAllowed(
            f"the service ended on {found.ended_on.isoformat()}, and that is recorded",
            where=f"customer {customer_id}",
            hint="correct ended_on in customers.yaml if that day is wrong",
        )
    if on > home.real_today:
        raise NotAllowed(
            "a service can't have ended in the future", where=on.isoformat(), hint="record it then"
        )
    if found.started_on is not None and on < found.started_on:
        raise NotAllowed("the service ended before it began", where=on.isoformat(), hint="check the days")
    entry = {"type": "customer.ended", "customer": hidden(customer_id), "on": on.isoformat()}
    with writing():
        ledger.append([entry], home.clock())
        edit(home, ("customers", customer_id), (f"ended_on: {on.isoformat()}",))
    return customer(home, customer_id)


def instruct(
    home: Home,
    customer_id: str,
    text: str,
    by: str,
    *,
    given_on: date,
    objection: str = "",
    told_on: date | None = None,
) -> str:
    """Add an instruction to a customer's log and give its id; the ledger gets a keyed digest of it.

    `by` is a role. With an `objection` it seems to infringe the law, and the customer is told so (28(3)).
    RegisterError: no text or role, or the file can't be edited. NotAllowed: a day in the future.
    """
    found = customer(home, customer_id)
    if not text.strip() or not by.strip():
        raise RegisterError(
            "an instruction has a text and the role that gave it",
            where=f"customer {customer_id}",
            hint="give both",
        )
    if given_on > home.real_today or (told_on is not None and told_on > home.real_today):
        raise NotAllowed(
            "an instruction can't be of a future day", where=given_on.isoformat(), hint="check it"
        )
    number = _next_number([each.id for each in found.instructions])
    given = {"id": number, "given_on": given_on.isoformat(), "text": text.strip(), "by": by.strip()}
    lines = [f"- id: {number}", f"  given_on: {given_on.isoformat()}"]
    lines += [f"  text: {quoted(text)}", f"  by: {quoted(by)}"]
    if objection.strip():
        lines += ["  lawful: false", f"  objection: {quoted(objection)}"]
    if told_on is not None:
        lines.append(f"  told_on: {told_on.isoformat()}")
    entry = {
        "type": "customer.instructed",
        "customer": hidden(customer_id),
        "statement": _keyed(canonical(given)),
    }
    with writing():
        ledger.append([entry], home.clock())
        edit(home, ("customers", customer_id, "instructions"), lines)
    return number


def plan(home: Home, customer_id: str, *, progress: Progress = quiet) -> Plan:
    """Plan what is due for one customer alone, in the sources that hold its data. Nothing is changed.

    The customer gets a pseudonymous id in own state, with its identifiers sealed. RegisterError: it has no
    identifiers, or no source holds data for its purposes.
    """
    found = customer(home, customer_id)
    sources = holding(home, found)
    if not found.identifiers or not sources:
        raise RegisterError(
            "nothing says which rows are this customer's",
            where=f"customer {customer_id}",
            hint="give it identifiers and activities in customers.yaml, and map what holds its data",
        )
    person = people.find_or_make(home.register.entities[0].id, identifiers_of(found), home.clock())
    return make_plan(home, sources=sources, person=person, progress=progress)


def person_of(home: Home, found: Customer) -> str:
    """The customer's pseudonymous id; empty where own state has none."""
    known = people.find(home.register.entities[0].id, identifiers_of(found)) if found.identifiers else ()
    return known[0] if len(known) == 1 else ""


def identifiers_of(found: Customer) -> tuple[TypedIdentifier, ...]:
    """What the customer's rows are kept under, in its canonical spelling."""
    return typed([TypedIdentifier(type_, value) for type_, value in found.identifiers.items()])


def holding(home: Home, found: Customer) -> tuple[str, ...]:
    """The sources whose maps hold data for the purposes of a customer's activities."""
    purposes = purposes_of(home.register, found)
    return tuple(
        name
        for name, source_map in home.maps.items()
        if any(purposes & set(group.purposes) for kind in source_map.kinds for group in kind.groups)
    )


def edit(home: Home, place: Sequence[str], lines: Sequence[str]) -> None:
    """Add lines to `customers.yaml`; what stands there stays. RegisterError: can't be edited or written."""
    before = home.beside(customers_yaml.FILE) or ""
    edited = insert(before, customers_yaml.FILE, place, lines)
    _only_changes(home, customers_yaml.parse(edited, customers_yaml.FILE), place[1])
    path = home.path / customers_yaml.FILE
    try:
        write_over(path, edited)
    except OSError as error:
        raise RegisterError(
            f"the file can't be written: {error.strerror}", where=str(path), hint="give this user the right"
        ) from error
    home.__dict__.pop("customers", None)


def _only_changes(home: Home, after: Customers, customer_id: str) -> None:
    """Refuse an edit that would touch another customer, or that would add nothing to this one."""
    before = {each.id: each for each in home.customers.customers}
    changed = [each.id for each in after.customers if before.get(each.id) != each]
    if changed != [customer_id] or len(after.customers) != len(before):
        raise RegisterError(
            "the file is written in a way that nothing can be added to safely",
            where=customers_yaml.FILE,
            hint=f"add it to {customer_id} by hand",
        )


def hidden(customer_id: str) -> str:
    """The customer's id as a keyed digest for the ledger: the id may be somebody's name."""
    return _keyed(customer_id.encode())


def _keyed(value: bytes) -> str:
    return hmac.digest(hmac.digest(keys.hash_key(), b"customers", "sha256"), value, "sha256").hex()


def _next_number(taken: Sequence[str]) -> str:
    number = len(taken) + 1
    while f"i-{number}" in taken:
        number += 1
    return f"i-{number}"
