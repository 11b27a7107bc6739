"""To whom data of a person was disclosed, when and on what ground. Law: GDPR 15(1)(c), 19."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from varsam.domain.errors import RegisterError
from varsam.domain.facts import Fact, FactKind, Scope, standing


class DisclosureGround(StrEnum):
    """Why data was disclosed."""

    LAW = "law"
    AUTHORITY = "authority"
    RIGHTS = "rights"
    PROCESSOR = "processor"
    SUBJECT = "subject"
    OTHER = "other"


_TOLD = frozenset({DisclosureGround.PROCESSOR, DisclosureGround.SUBJECT})


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One disclosure; `at` is an aware datetime. `person` is None where it was about a scope.

    `law`: the provision, where the ground is one. `document`: SHA-256 of the decision or letter, in hex.
    `actor`: the internal id of who recorded it.
    """

    id: str
    partner: str
    ground: DisclosureGround
    at: datetime
    categories: tuple[str, ...] = ()
    person: str | None = None
    scope: Scope | None = None
    law: str = ""
    document: str = ""
    evidence: str = ""
    actor: str = ""


def details(
    partner: str,
    ground: DisclosureGround,
    categories: Iterable[str],
    *,
    law: str,
    document: str,
    evidence: str,
) -> Mapping[str, str]:
    """What a fact of a disclosure keeps.

    RegisterError: the ground says nothing that somebody could look at later. What goes to a processor stands
    in its agreement, what the person asked for is theirs; anything else needs a provision, a document or a
    reference.
    """
    if ground is DisclosureGround.LAW and not law.strip():
        raise RegisterError("a duty to disclose stands in a law", where="--law", hint="name its provision")
    if ground not in _TOLD and not (law.strip() or document or evidence.strip()):
        raise RegisterError(
            "nothing shows why this was disclosed",
            where=f"--ground {ground}",
            hint="give --law, --document or --evidence",
        )
    given = {
        "partner": partner,
        "ground": ground.value,
        "categories": ",".join(categories),
        "law": law.strip(),
        "document": document,
    }
    return {name: value for name, value in given.items() if value}


def disclosures(facts: Iterable[Fact], at: datetime, *, person: str | None = None) -> tuple[Disclosure, ...]:
    """The disclosures that stand at an instant, oldest first; with a person, theirs only.

    One about a scope may have concerned the person too: nobody can tell from the fact alone.
    """
    return tuple(
        _disclosure(fact)
        for fact in standing(facts, at)
        if fact.kind is FactKind.DISCLOSED and (person is None or fact.person == person)
    )


def to_be_told(found: Iterable[Disclosure]) -> tuple[str, ...]:
    """The partners who got a person's data: they are told when it is rectified, erased or restricted.

    Give the disclosures of one person. What went out at the person's own request is theirs to follow up, and
    is left out. Law: GDPR 19.
    """
    return tuple(dict.fromkeys(each.partner for each in found if each.ground is not DisclosureGround.SUBJECT))


def _disclosure(fact: Fact) -> Disclosure:
    said = fact.details
    return Disclosure(
        id=fact.id,
        partner=said.get("partner", ""),
        ground=DisclosureGround(said.get("ground", DisclosureGround.OTHER)),
        at=fact.effective_at,
        categories=tuple(each for each in said.get("categories", "").split(",") if each),
        person=fact.person,
        scope=fact.scope,
        law=said.get("law", ""),
        document=said.get("document", ""),
        evidence=fact.evidence,
        actor=fact.actor,
    )
