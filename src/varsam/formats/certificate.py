"""A certificate of the end of service as a document for the customer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from varsam.domain.end_of_service import Erased, Remains, Uncovered
from varsam.formats.canonical_json import fingerprint
from varsam.formats.texts import Lang, day_of, number, text


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


def markdown(statement: Statement, entry: int, proof_file: str, lang: Lang) -> str:
    """Write the certificate for a person; `entry` is its number in the ledger."""
    parts = (
        *_head(statement, lang),
        *_erased(statement, lang),
        *_remains(statement, lang),
        *_uncovered(statement.uncovered, lang),
        f"## {text('certificate.proof', lang)}",
        text(
            "certificate.proof_text",
            lang,
            sha256=f"`{statement.sha256}`",
            entry=entry,
            file=f"`{proof_file}`",
        ),
    )
    return "\n\n".join(parts) + "\n"


def _head(statement: Statement, lang: Lang) -> Iterator[str]:
    yield f"# {text('certificate.title', lang, customer=statement.name)}"
    yield text(
        "certificate.by",
        lang,
        processor=statement.processor,
        customer=statement.name,
        ended=statement.ended_on.isoformat(),
        issued=statement.issued_on.isoformat(),
    )
    yield text("certificate.services", lang, activities="; ".join(statement.activities))


def _erased(statement: Statement, lang: Lang) -> Iterator[str]:
    yield f"## {text('certificate.erased', lang)}"
    rows = [
        f"| {each.source} | {each.kind} | {each.table} | {number(each.rows, lang)} |"
        f" {text(f'certificate.{each.method}', lang)} |"
        for each in statement.erased
    ]
    yield _table(text("certificate.head", lang), rows)
    whose = "certificate.whose_customer" if statement.own else "certificate.whose_all"
    yield text(whose, lang, plan=statement.plan, day=statement.planned_on.isoformat())
    yield text("certificate.again", lang, at=statement.again_at.replace("T", " ").replace("+00:00", " UTC"))
    if statement.returned:
        file, digest = statement.returned
        yield text("certificate.returned", lang, file=file, sha256=digest)


def _remains(statement: Statement, lang: Lang) -> Iterator[str]:
    yield f"## {text('certificate.remains', lang)}"
    if not statement.remains:
        yield text("certificate.nothing_remains", lang)
        return
    rows = [
        f"| {each.source} | {each.kind} | {number(each.rows, lang)} | {', '.join(each.purposes)} |"
        f" {_until(each, lang)} |"
        for each in statement.remains
    ]
    yield _table(text("certificate.remains_head", lang), rows)


def _until(found: Remains, lang: Lang) -> str:
    if not found.purposes:
        return text("certificate.over", lang)
    return day_of(found.until) or text("certificate.open", lang)


def _uncovered(found: Sequence[Uncovered], lang: Lang) -> Iterator[str]:
    yield f"## {text('certificate.uncovered', lang)}"
    yield "\n".join(f"- {text(f'certificate.not_{each}', lang)}" for each in found)


def _table(head: str, rows: Sequence[str]) -> str:
    line = "|" + "---|" * (head.count("|") - 1)
    return "\n".join((head, line, *rows))
