"""What a certificate of the end of service states, as the JSON whose digest the ledger has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from varsam.domain.end_of_service import Erased, Remains, Uncovered
from varsam.formats.canonical_json import fingerprint
from varsam.formats.texts import day_of


@dataclass(frozen=True, slots=True)
class Statement:
    """What is certified. `salt` keeps the digest in the ledger from being guessed; `again_at` is an instant.

    `own`: the plan was about this customer alone, so its numbers are the customer's. `agreement` is the
    document's SHA-256, `returned` the name and SHA-256 of a file that was handed over.
    """

    customer: str
    name: str
    processor: str
    activities: tuple[str, ...]
    ended_on: date
    issued_on: date
    plan: str
    fingerprint: str
    planned_on: date
    erased: tuple[Erased, ...]
    own: bool
    again_at: str
    remains: tuple[Remains, ...]
    uncovered: tuple[Uncovered, ...]
    salt: str
    agreement: str = ""
    returned: tuple[str, str] | None = None

    def document(self) -> dict[str, object]:
        """The statement as JSON; its canonical form is what the ledger has the digest of."""
        returned = {"file": self.returned[0], "sha256": self.returned[1]} if self.returned else None
        return {
            "certificate": "end_of_service",
            "customer": {"id": self.customer, "name": self.name},
            "processor": self.processor,
            "activities": list(self.activities),
            "ended_on": self.ended_on.isoformat(),
            "issued_on": self.issued_on.isoformat(),
            "agreement_sha256": self.agreement or None,
            "plan": {"plan": self.plan, "fingerprint": self.fingerprint, "on": self.planned_on.isoformat()},
            "erased": [
                {
                    "step": each.step,
                    "source": each.source,
                    "kind": each.kind,
                    "table": each.table,
                    "rows": each.rows,
                    "method": each.method.value,
                }
                for each in self.erased
            ],
            "rows_are": "the_customers" if self.own else "of_all_in_the_plan",
            "looked_again_at": self.again_at,
            "rows_found_again": 0,
            "returned": returned,
            "remains": [
                {
                    "source": each.source,
                    "kind": each.kind,
                    "rows": each.rows,
                    "purposes": list(each.purposes),
                    "until": day_of(each.until) or None,
                }
                for each in self.remains
            ],
            "not_covered": [each.value for each in self.uncovered],
            "salt": self.salt,
        }

    @property
    def sha256(self) -> str:
        """The SHA-256 of the statement's canonical JSON, in hex."""
        return fingerprint(self.document())
