"""The terms of the Data Privacy Vocabulary that stand for the register's words. Source: W3C DPV 2.3."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from varsam.domain.register import Basis

BASES: Mapping[Basis, tuple[str, ...]] = MappingProxyType(
    {
        Basis.CONSENT: ("gdpr:A6-1-a",),
        Basis.CONTRACT: ("gdpr:A6-1-b",),
        Basis.LEGAL_OBLIGATION: ("gdpr:A6-1-c",),
        Basis.VITAL_INTERESTS: ("gdpr:A6-1-d",),
        Basis.PUBLIC_TASK: ("gdpr:A6-1-e",),
        Basis.LEGITIMATE_INTERESTS: ("gdpr:A6-1-f",),
        Basis.SOFT_OPT_IN: ("gdpr:A6-1-f", "vsm:SoftOptIn"),
        Basis.UNDECIDED: ("vsm:BasisUndecided",),
    }
)
CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "all": "dpv:PersonalData",
        "contact": "pd:Contact",
        "contact.name": "pd:Name",
        "contact.email": "pd:EmailAddress",
        "contact.phone": "pd:TelephoneNumber",
        "contact.address": "pd:PhysicalAddress",
        "contact.social": "pd:SocialMedia",
        "id": "pd:Identifying",
        "id.personnummer": "pd:OfficialID",
        "id.birth_date": "pd:BirthDate",
        "id.document": "pd:PersonalDocuments",
        "id.customer_no": "pd:UID",
        "billing.bank": "pd:BankAccount",
        "billing.payment": "pd:PaymentCard",
        "billing": "pd:Financial",
        "order": "pd:Purchase",
        "account": "pd:AccountIdentifier",
        "account.login": "pd:Authenticating",
        "correspondence": "pd:Communication",
        "image": "pd:Picture",
        "audio": "pd:VoiceCommunicationRecording",
        "online": "pd:Tracking",
        "online.ip": "pd:IPAddress",
        "online.device": "pd:DeviceBased",
        "online.behaviour": "pd:BrowsingBehaviour",
        "location": "pd:Location",
        "work": "pd:Professional",
        "work.payroll": "pd:Salary",
        "preference": "pd:Preference",
        "special": "dpv:SpecialCategoryPersonalData",
        "special.health": "pd:Health",
        "criminal": "pd:Criminal",
    }
)
SUBJECTS: Mapping[str, str] = MappingProxyType(
    {
        "all": "dpv:DataSubject",
        "customer": "dpv:Customer",
        "individual": "dpv:Consumer",
        "visitor": "dpv:Visitor",
        "user": "dpv:User",
        "subscriber": "dpv:Subscriber",
        "participant": "dpv:Participant",
        "applicant": "dpv:JobApplicant",
        "employee": "dpv:Employee",
        "member": "dpv:Member",
        "child": "dpv:Child",
    }
)
RECIPIENTS: Mapping[str, str] = MappingProxyType(
    {
        "processor": "dpv:DataProcessor",
        "sub_processor": "dpv:DataSubProcessor",
        "joint_controller": "dpv:DataController",
        "controller": "dpv:DataController",
        "authority": "dpv:Authority",
        "other": "dpv:ThirdParty",
    }
)
OPERATIONS: Mapping[str, str] = MappingProxyType(
    {
        word.lower(): f"dpv:{word}"
        for word in (
            "Access", "Adapt", "Analyse", "Anonymise", "Collect", "Combine", "Consult", "Copy", "Derive",
            "Disclose", "Disseminate", "Erase", "Export", "Infer", "Monitor", "Obtain", "Organise",
            "Profiling", "Pseudonymise", "Record", "Restrict", "Retrieve", "Share", "Store", "Structure",
            "Transfer", "Transmit", "Use",
        )
    }
)  # fmt: skip
