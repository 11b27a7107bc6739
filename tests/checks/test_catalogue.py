"""The catalogue of checks is whole, and each check finds what it is for and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from varsam.checks.base import Finding, Hit, Level
from varsam.checks.catalogue import BY_CODE, CATALOGUE, check_register, finding
from varsam.domain.errors import NotAllowed
from varsam.domain.floors import decide, missing_floors
from varsam.domain.register import Activity, Basis, Entity, Outcome, Purpose, Register, Role, Statement
from varsam.domain.retention import Earliest, EventRef
from varsam.formats import records
from varsam.formats.policy import importing

END = EventRef("contract.end")
WITHDRAWN = EventRef("consent.withdrawn")
SETTLED = Purpose("p", "P", Basis.CONTRACT, END)
SOUND = Activity("a", "A", Role.CONTROLLER, (SETTLED,), ("e",), ("contact",), ("customer",))


def register(activity: Activity = SOUND, **changes: object) -> Register:
    base = Register("x", (Entity("e", "Exempel AB"),), (activity,))
    return replace(base, **changes)  # type: ignore[arg-type]


def with_purpose(**changes: object) -> Register:
    return register(replace(SOUND, purposes=(replace(SETTLED, **changes),)))  # type: ignore[arg-type]


def codes(checked: Register) -> list[str]:
    return [each.code for each in check_register(checked)]


BILLED = register(replace(SOUND, categories=("billing.bank",)))
TWO = (Entity("e", "Exempel AB"), Entity("f", "Exempel Två AB"))
SAMPLES = {
    "REG001": register(replace(SOUND, purposes=())),
    "REG002": register(replace(SOUND, controllers=()), entities=TWO),
    "REG003": register(replace(SOUND, categories=("customer_data",))),
    "REG004": register(statements=(Statement("s", "Hos Annat Exempel AB gäller annat."),)),
    "REG005": with_purpose(basis=Basis.UNDECIDED),
    "RET001": BILLED,
    "RET002": with_purpose(assumed=True, question="really?"),
    "RET003": with_purpose(rule=None, needs_person="så länge det behövs"),
    "RET004": with_purpose(basis=Basis.CONSENT),
}


def test_every_entry_declares_all_that_it_must() -> None:
    assert len(BY_CODE) == len(CATALOGUE)
    for check in CATALOGUE:
        assert re.fullmatch(r"[A-Z]{3}\d{3}", check.code)
        assert check.about.endswith(".")
        assert isinstance(check.level, Level)
        assert (check.over_register is None) is check.code.startswith(("POL", "REC"))
        if check.over_register is not None:
            assert check.law
            assert (check.over_register.__doc__ or "").strip()


def test_every_check_over_the_register_has_a_sample() -> None:
    assert set(SAMPLES) == {check.code for check in CATALOGUE if check.over_register}


def test_a_sound_register_has_no_findings() -> None:
    assert codes(register()) == []


@pytest.mark.parametrize("code", sorted(SAMPLES))
def test_a_check_finds_its_sample_and_only_that(code: str) -> None:
    found = check_register(SAMPLES[code])
    assert [each.code for each in found] == [code]
    assert found[0].level is BY_CODE[code].level
    assert found[0].where
    assert found[0].message
    assert found[0].hint
    assert set(found[0].as_json()) == {"code", "level", "where", "message", "hint", "law"}


def test_every_code_that_the_import_remarks_is_in_the_catalogue() -> None:
    folder = Path(importing.__file__).parent
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.py")]
    used = {code for text in texts for code in re.findall(r'"(POL\d{3})"', text)}
    for path in Path(records.__file__).parent.glob("*.py"):
        used |= set(re.findall(r'"(REC\d{3})"', path.read_text(encoding="utf-8")))
    assert used == {check.code for check in CATALOGUE if check.over_register is None}


def test_a_hit_becomes_a_finding_by_the_catalogue() -> None:
    made = finding("POL006", Hit("policy.md:3", "no basis", "add one"))
    assert made == Finding("POL006", Level.ERROR, "policy.md:3", "no basis", "add one", BY_CODE["POL006"].law)
    with pytest.raises(KeyError):
        finding("XXX999", Hit("a", "b"))


def test_a_company_that_the_register_knows_is_no_finding() -> None:
    known = register(statements=(Statement("s", "Hos Exempel AB gäller detta, säger EXEMPEL AB."),))
    assert codes(known) == []


def test_consent_that_ends_with_its_withdrawal_is_no_finding() -> None:
    for rule in (WITHDRAWN, Earliest((END, WITHDRAWN))):
        assert codes(with_purpose(basis=Basis.CONSENT, rule=rule)) == []


def test_an_accepted_floor_is_found_no_more() -> None:
    (proposal,) = missing_floors(BILLED)
    proposed = replace(BILLED, proposals=(proposal,))
    assert codes(proposed) == ["RET001"]
    assert missing_floors(proposed) == ()
    accepted = decide(proposed, proposal.id, Outcome.ACCEPTED)
    assert codes(accepted) == []
    assert len(accepted.purposes()) == len(BILLED.purposes()) + 1


def test_a_waived_floor_needs_a_reason_and_is_found_no_more() -> None:
    (proposal,) = missing_floors(BILLED)
    proposed = replace(BILLED, proposals=(proposal,))
    with pytest.raises(NotAllowed, match="without a reason"):
        decide(proposed, proposal.id, Outcome.WAIVED)
    waived = decide(proposed, proposal.id, Outcome.WAIVED, reason="no invoices are made here")
    assert codes(waived) == []
    with pytest.raises(NotAllowed, match="already waived"):
        decide(waived, proposal.id, Outcome.ACCEPTED)
    with pytest.raises(KeyError):
        decide(waived, "nothing", Outcome.ACCEPTED)


def test_a_floor_for_suppliers_doesnt_keep_the_customers_invoices() -> None:
    (proposal,) = missing_floors(BILLED)
    books = replace(SOUND, id="b", categories=("billing",), purposes=(proposal.purpose,))
    both = replace(BILLED, activities=(*BILLED.activities, replace(books, subjects=("supplier",))))
    assert codes(both) == ["RET001"]
    same = replace(BILLED, activities=(*BILLED.activities, replace(books, subjects=("customer", "supplier"))))
    assert codes(same) == []
