"""The customers of a home as its processor's record has them. Needs no state."""

from __future__ import annotations

from varsam.domain.customers import Customer
from varsam.domain.errors import RegisterError
from varsam.formats import customers_yaml
from varsam.services.home import Home


def customer(home: Home, customer_id: str) -> Customer:
    """One customer. RegisterError: there is none of that id; those that there are, are listed."""
    try:
        return home.customers.customer(customer_id)
    except KeyError:
        known = ", ".join(each.id for each in home.customers.customers)
        raise RegisterError(
            f"there is no customer “{customer_id}”",
            where=customers_yaml.FILE,
            hint=f"customers: {known}" if known else "write the customers into customers.yaml first",
        ) from None


def record(home: Home, found: Customer) -> dict[str, object]:
    """The processor's record of a customer. Law: GDPR 30(2)(a)–(b)."""
    titles = {each.id: each.title for each in home.register.activities}
    return {
        "customer": found.id,
        "name": found.name,
        "contact": found.contact or None,
        "representative": found.representative or None,
        "dpo": found.dpo or None,
        "activities": [{"id": each, "title": titles.get(each, each)} for each in found.activities],
        "processing": list(found.processing),
        "started_on": found.started_on.isoformat() if found.started_on else None,
        "ended_on": found.ended_on.isoformat() if found.ended_on else None,
    }
