"""A certificate of the end of service: made of a plan that was applied, looked again at, and proven."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path

from varsam.domain.customers import Customer
from varsam.domain.end_of_service import Refusal, Remains, erased, purposes_of, refusals, uncovered
from varsam.domain.errors import NotAllowed, PlanRefused, RegisterError
from varsam.domain.plan import Plan, PlanState
from varsam.domain.said import say
from varsam.domain.vocabulary import ALL, CUSTOMER_DATA
from varsam.formats import pdf
from varsam.formats.certificate import Statement
from varsam.formats.certificate_pages import Proof as LedgerPlace
from varsam.formats.certificate_pages import markdown, pages
from varsam.formats.texts import LANGUAGES, Lang
from varsam.services import applying, people
from varsam.services.customer_records import customer
from varsam.services.customers import edit, hidden, holding, identifiers_of, person_of
from varsam.services.home import Home
from varsam.services.planning import load_plan, opened_plan
from varsam.store import ledger, plans
from varsam.store.tasks import Proof
from varsam.store.transaction import writing

FOLDER = "certificates"
_LOOKED_AT = 100

_WHY = {
    Refusal.RUNNING: say("its service hasn't ended; `varsam customer ended` records that"),
    Refusal.NO_IDENTIFIERS: say("customers.yaml names no identifiers, so nothing says which rows are its"),
    Refusal.NO_PURPOSES: say("it has no activity that is done as a processor"),
    Refusal.BEFORE_END: say("the plan is of a day before the service had ended"),
    Refusal.OTHER_PERSON: say("the plan is about somebody else"),
    Refusal.SOURCES_MISSING: say("the plan left out a source that holds the customer's data"),
    Refusal.NOTHING_ERASED: say("no step of the plan erased anything for the customer's purposes"),
}


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate that was issued: what it says, its entry in the ledger, and the files."""

    statement: Statement
    entry: int
    written: tuple[Path, ...]


def issue(
    home: Home, customer_id: str, plan_id: str, *, out: Path | None = None, returned: Proof | None = None
) -> Issued:
    """Certify that a plan erased a customer's data, in Swedish and English and as JSON with its proof.

    As PDF too where the extra `letters` is installed. Every row of the plan is looked for again now, and the
    customer's identifiers are searched in every source. Files go into `certificates/` of the home, or into
    `out`. `returned`: a file that was handed over. NotAllowed: the plan wasn't applied, or there is a
    certificate of it. PlanRefused: the plan proves nothing for this customer, or rows are still there;
    nothing was issued.
    """
    found, plan = customer(home, customer_id), load_plan(plan_id)
    _not_issued(found, plan_id)
    person = person_of(home, found)
    _must_cover(home, found, plan, person)
    _must_be_gone(home, plan)
    remains = _remains(home, found)
    statement = _statement(home, found, plan, person, remains, returned)
    entry = _keep(home, found, statement)
    return Issued(statement, entry, _write(home, found, statement, entry, out))


def _not_issued(found: Customer, plan_id: str) -> None:
    for each in found.certificates:
        if each.plan == plan_id:
            raise NotAllowed(
                f"a certificate of this plan was issued on {each.issued_on.isoformat()}",
                where=f"customer {found.id}",
                hint=f"its entry in the ledger is {each.entry}",
            )


def _must_cover(home: Home, found: Customer, plan: Plan, person: str) -> None:
    why = refusals(plan, home.register, found, person=person, holding=holding(home, found))
    if not why:
        return
    others = _that_may(home, found, person)
    raise PlanRefused(
        say("the plan proves nothing for this customer: {why}", why=_WHY[why[0]]),
        where=f"plan {plan.plan}",
        hint=say("these plans may: {plans}", plans=", ".join(others))
        if others
        else say("plan for this customer with `varsam customer plan {id}`", id=found.id),
    )


def _that_may(home: Home, found: Customer, person: str) -> list[str]:
    """Applied plans that may prove something for the customer, newest first, of the last hundred."""
    sources = holding(home, found)
    stored = plans.listing(states=(PlanState.APPLIED,), newest=_LOOKED_AT)
    return [
        each.id
        for each in stored
        if not refusals(opened_plan(each), home.register, found, person=person, holding=sources)
    ]


def _must_be_gone(home: Home, plan: Plan) -> None:
    """Look for every row of the plan again, now; the result goes into the ledger either way."""
    if not applying.verify(home, plan.plan).verified:
        raise PlanRefused(
            "rows of the plan are still there, so nothing is certified",
            where=f"plan {plan.plan}",
            hint=say("`varsam verify {plan}` shows them", plan=plan.plan),
        )


def _remains(home: Home, found: Customer) -> tuple[Remains, ...]:
    """What the customer's identifiers still lead to. PlanRefused: rows that should be gone are among it."""
    purposes = purposes_of(home.register, found)
    kinds, customers_data = _kinds_of(home, purposes), _kinds_of(home, _customers_data(home))
    counts: Counter[tuple[str, str, tuple[str, ...], date | None]] = Counter()
    left: Counter[str] = Counter()
    for row in people.copy(home, identifiers_of(found)):
        place = (row.source, row.kind)
        # A row whose purposes are all over is held for none, and should have gone with them.
        if place in kinds and (not row.purposes or purposes & set(row.purposes)):
            left[f"{row.source}.{row.kind}"] += 1
        elif place in kinds | customers_data:
            counts[row.source, row.kind, row.purposes, row.until] += 1
    if left:
        raise PlanRefused(
            say(
                "rows of the customer are still there: {places}",
                places=", ".join(f"{place} ({rows})" for place, rows in sorted(left.items())),
            ),
            where=f"customer {found.id}",
            hint="plan again and apply; the certificate is made of the plan that erased the last of them",
        )
    return tuple(
        Remains(source, kind, rows, purposes_of_row, until)
        for (source, kind, purposes_of_row, until), rows in counts.items()
    )


def _kinds_of(home: Home, purposes: frozenset[str]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (source_map.source, kind.name)
        for source_map in home.maps.values()
        for kind in source_map.kinds
        if any(purposes & set(group.purposes) for group in kind.groups)
    )


def _customers_data(home: Home) -> frozenset[str]:
    """The purposes that customers' own data is held for, whoever is its controller (backups, sent files)."""
    return frozenset(
        purpose.id
        for activity in home.register.activities
        if not activity.unpublished and {ALL, CUSTOMER_DATA} & set(activity.categories)
        for purpose in activity.purposes
    )


def _statement(
    home: Home,
    found: Customer,
    plan: Plan,
    person: str,
    remains: tuple[Remains, ...],
    returned: Proof | None,
) -> Statement:
    register = home.register
    served = [each for each in register.activities if each.id in found.activities]
    entities = dict.fromkeys(entity for each in served for entity in each.controllers)
    names = [register.entity(each).name for each in entities] or [register.entities[0].name]
    assert found.ended_on is not None
    return Statement(
        customer=found.id,
        name=found.name,
        processor=", ".join(names),
        activities=tuple(each.title for each in served),
        ended_on=found.ended_on,
        issued_on=home.real_today,
        plan=plan.plan,
        fingerprint=plan.fingerprint,
        planned_on=plan.on,
        erased=erased(plan, purposes_of(register, found)),
        own=bool(person) and plan.scope.person == person,
        again_at=home.clock().astimezone(UTC).isoformat(timespec="seconds"),
        remains=remains,
        uncovered=uncovered(plan, person),
        salt=secrets.token_hex(32),
        agreement=found.agreement.sha256 if found.agreement else "",
        returned=(returned.file, returned.sha256) if returned is not None else None,
    )


def _keep(home: Home, found: Customer, statement: Statement) -> int:
    """Put the certificate's digest into the ledger and its number into the customer's file."""
    entry = {
        "type": "customer.certified",
        "customer": hidden(found.id),
        "plan": statement.plan,
        "statement": statement.sha256,
    }
    with writing():
        [index] = ledger.append([entry], home.clock())
        line = f"- {{plan: {statement.plan}, issued_on: {statement.issued_on.isoformat()}, entry: {index}}}"
        edit(home, ("customers", found.id, "certificates"), (line,))
    return index


def _write(
    home: Home, found: Customer, statement: Statement, entry: int, out: Path | None
) -> tuple[Path, ...]:
    folder = out if out is not None else home.path / FOLDER
    name = f"{found.id}-{statement.plan}"
    place = _place(home, statement, entry)
    proof = ledger.proof(entry, home.clock()).document()
    document = {"statement": statement.document(), "sha256": statement.sha256, "ledger": proof}
    files = {f"{name}.json": (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()}
    for lang in LANGUAGES:
        files[f"{name}.{lang}.md"] = markdown(statement, place, lang).encode()
        if pdf.is_possible():
            files[f"{name}.{lang}.pdf"] = pages(statement, place, lang)
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in files.items():
            path = folder / file
            path.write_bytes(content)
            written.append(path)
    except OSError as error:
        raise RegisterError(
            f"the certificate can't be written: {error.strerror}",
            where=str(folder),
            hint="make room there, take this certificate out of customers.yaml, and issue it again",
        ) from error
    return tuple(written)


def _place(home: Home, statement: Statement, entry: int) -> LedgerPlace:
    titles = {name: purpose.title for name, purpose in home.register.purposes().items()}
    return LedgerPlace(entry, f"{statement.customer}-{statement.plan}.json", titles)


def shown(home: Home, issued: Issued, lang: Lang) -> str:
    """The certificate as it is read, in a language."""
    return markdown(issued.statement, _place(home, issued.statement, issued.entry), lang)
