"""The keys of fideslang's default taxonomy as words of registers; the longest key that fits counts.

Source: fideslang 3.1 (ethyca/fideslang), its published keys of data categories, subjects and uses.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from varsam.domain.register import Basis

CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "user": "all",
        "user.account": "account",
        "user.authorization": "account.login",
        "user.authorization.biometric": "special",
        "user.behavior": "online.behaviour",
        "user.behavior.purchase_history": "order",
        "user.biometric": "special",
        "user.biometric.health": "special.health",
        "user.contact": "contact",
        "user.contact.address": "contact.address",
        "user.contact.email": "contact.email",
        "user.contact.phone_number": "contact.phone",
        "user.content": "other.content",
        "user.content.self_image": "image",
        "user.demographic": "other.demographic",
        "user.demographic.date_of_birth": "id.birth_date",
        "user.demographic.political_opinion": "special",
        "user.demographic.race_ethnicity": "special",
        "user.demographic.religious_belief": "special",
        "user.demographic.sexual_orientation": "special",
        "user.location": "location",
        "user.device": "online.device",
        "user.device.cookie": "online.cookie",
        "user.device.cookie_id": "online.cookie",
        "user.device.ip_address": "online.ip",
        "user.payment": "billing.payment",
        "user.social": "contact.social",
        "user.telemetry": "online.log",
        "user.workplace": "work",
        "user.job_title": "work",
        "user.financial": "other.finances",
        "user.financial.bank_account": "billing.bank",
        "user.financial.credit_card": "billing.payment",
        "user.government_id": "id.document",
        "user.government_id.national_identification_number": "id.personnummer",
        "user.health_and_medical": "special.health",
        "user.name": "contact.name",
        "user.criminal_history": "criminal",
        "user.privacy_preferences": "consent",
    }
)
SUBJECTS: Mapping[str, str] = MappingProxyType(
    {
        "anonymous_user": "visitor",
        "customer": "customer",
        "employee": "employee",
        "job_applicant": "applicant",
        "prospect": "prospect",
        "supplier_vendor": "supplier",
        "visitor": "visitor",
        "user": "user",
    }
)
# What a use is, in words that a person reads. Other keys become their own words, made readable.
USES: Mapping[str, str] = MappingProxyType(
    {
        "analytics": "Analytics",
        "analytics.reporting": "Analytics for reporting",
        "collect": "Collection",
        "employment": "Employment",
        "employment.recruitment": "Recruitment",
        "essential": "Provide the service",
        "essential.fraud_detection": "Detect fraud",
        "essential.legal_obligation": "Meet legal obligations",
        "essential.service": "Provide the service",
        "essential.service.authentication": "Authenticate users",
        "essential.service.notifications": "Notify users of the service",
        "essential.service.operations": "Operate the service",
        "essential.service.operations.support": "Support users",
        "essential.service.payment_processing": "Process payments",
        "essential.service.security": "Keep the service secure",
        "finance": "Finance",
        "functional": "Functions of the service",
        "functional.service.improve": "Improve the service",
        "functional.storage": "Store preferences on the device",
        "marketing": "Marketing",
        "marketing.advertising": "Advertising",
        "marketing.communications": "Marketing communications",
        "marketing.communications.email": "Marketing by e-mail",
        "marketing.communications.sms": "Marketing by SMS",
        "operations": "Operations",
        "personalize": "Personalisation",
        "sales": "Sales",
        "third_party_sharing": "Share with third parties",
        "third_party_sharing.legal_obligation": "Share because of a legal obligation",
        "train_ai_system": "Train AI systems",
    }
)
BASES: Mapping[str, Basis] = MappingProxyType(
    {
        "Consent": Basis.CONSENT,
        "Contract": Basis.CONTRACT,
        "Legal obligations": Basis.LEGAL_OBLIGATION,
        "Vital interests": Basis.VITAL_INTERESTS,
        "Public interest": Basis.PUBLIC_TASK,
        "Legitimate interests": Basis.LEGITIMATE_INTERESTS,
    }
)


def code_of(key: str, known: Mapping[str, str]) -> tuple[str, bool]:
    """The word for a key or the key above it, and whether it is the key's own; empty for an unknown "
    "family."""
    parts = key.split(".")
    for length in range(len(parts), 0, -1):
        above = ".".join(parts[:length])
        # `user` alone covers everything; that must not be said of a key that nobody knows.
        if above in known and (length > 1 or len(parts) == 1):
            return known[above], length == len(parts)
    return "", False
