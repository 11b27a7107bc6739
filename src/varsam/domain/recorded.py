"""What partners, customers, assessments and source maps add to a record. Law: GDPR 30(1)(d)-(e), 30(2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from varsam.domain.assessments import Assessments
from varsam.domain.customers import Customers
from varsam.domain.impact_need import need
from varsam.domain.law import Law
from varsam.domain.ownership import SourceMap
from varsam.domain.partners import Partner, Partners, Tool
from varsam.domain.partners import Transfer as PartnerTransfer
from varsam.domain.records import ActedFor, Agreed, Assessed, Beside, RecordedRecipient, Transfer, systems_of
from varsam.domain.register import Register
from varsam.domain.transfers import Flow, Ground, Verdict, flows

_ARTICLES: Mapping[Tool, str] = MappingProxyType(
    {
        Tool.ADEQUACY: "A45-3",
        Tool.INSTRUMENT: "A46-2-a",
        Tool.BCR: "A46-2-b",
        Tool.SCC: "A46-2-c",
        Tool.CODE: "A46-2-e",
        Tool.CERTIFICATION: "A46-2-f",
        Tool.AD_HOC: "A46-3-a",
    }
)


def beside(
    register: Register,
    partners: Partners,
    customers: Customers,
    assessments: Assessments,
    maps: Iterable[SourceMap],
    law: Law,
) -> Beside:
    """What is known beside the register on the day of the law: who is active then, and who is served."""
    return Beside(
        recipients=tuple(_recipient(each, register, law) for each in partners.active(law.on)),
        transfers=tuple(_transfer(each) for each in flows(partners, law) if each.abroad),
        customers=tuple(
            ActedFor(
                each.id,
                each.name,
                each.contact,
                each.representative,
                each.dpo,
                each.activities,
                each.processing,
            )
            for each in customers.customers
            if each.serves(law.on)
        ),
        systems=systems_of(maps),
        weighed={purpose: _weighed(assessments, purpose) for purpose in register.purposes()},
        impacts={each.id: _impacts(assessments, each.id) for each in register.activities},
        needed={
            each.id: need(register, each, assessments.answers.get(each.id)).verdict.value
            for each in register.activities
        },
    )


def _weighed(assessments: Assessments, purpose: str) -> tuple[Assessed, ...]:
    return tuple(Assessed(each.id, each.outcome, each.decided_on) for each in assessments.of_purpose(purpose))


def _impacts(assessments: Assessments, activity: str) -> tuple[Assessed, ...]:
    return tuple(
        Assessed(each.id, each.decision or "open", each.decided_on)
        for each in assessments.impacts
        if activity in each.activities
    )


def _recipient(partner: Partner, register: Register, law: Law) -> RecordedRecipient:
    served = tuple(
        each.id
        for each in register.activities
        if each.id in partner.activities or any(one.id in partner.purposes for one in each.purposes)
    )
    agreed = tuple(
        Agreed(each.kind, each.signed_on, each.valid_to, each.document.name)
        for each in partner.agreements
        if each.current(law.on)
    )
    return RecordedRecipient(
        partner.id,
        partner.name,
        partner.role,
        tuple(dict.fromkeys(each.country for each in partner.locations)),
        parents=partner.parents,
        activities=served,
        sources=partner.sources,
        agreements=agreed,
    )


def _transfer(flow: Flow) -> Transfer:
    decision = flow.decision
    meant = decision.transfer
    assessment = meant.assessment if meant is not None else None
    return Transfer(
        flow.partner.id,
        flow.country,
        _article(meant) if meant is not None else "A45-3" if decision.ground is Ground.ADEQUACY else "",
        meant.module if meant is not None else None,
        "; ".join(part for part in (meant.scope, meant.onward) if part) if meant is not None else "",
        assessment.assessed_on if assessment is not None else None,
        decision.reason,
        decision.verdict is Verdict.ALLOWED,
        flow.remote,
    )


def _article(transfer: PartnerTransfer) -> str:
    if transfer.tool is not Tool.DEROGATION:
        return _ARTICLES[transfer.tool]
    return "A49-2" if transfer.derogation == "2" else f"A49-1-{transfer.derogation}"
