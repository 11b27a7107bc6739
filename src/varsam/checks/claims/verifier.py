"""A verifier: what it verifies, what it must see, and its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from varsam.checks.base import Finding
from varsam.checks.claims.seen import Part, Seen
from varsam.domain.claims import Evidence, Result, Verdict
from varsam.domain.said import say

ALL_THREE = frozenset(Verdict)
ONLY_UNKNOWN = frozenset({Verdict.UNKNOWN})
NEVER_TRUE = frozenset({Verdict.FALSE, Verdict.UNKNOWN})
"""Something of the sentence can be refuted, and nothing there is yet can prove it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with its reason, what would make it true, and what it rests on."""

    verdict: Verdict
    reason: str
    remedy: str = ""
    evidence: Evidence = field(default_factory=lambda: MappingProxyType({}), hash=False)


@dataclass(frozen=True, slots=True)
class Verifier:
    """One entry of the catalogue. `about`: what it verifies. `can`: what it can answer today.

    `against`: codes of checks; where one of them finds something, the sentence is false.
    """

    id: str
    about: str
    law: str
    check: Callable[[Seen], Answer]
    needs: frozenset[Part] = frozenset()
    can: frozenset[Verdict] = ALL_THREE
    against: tuple[str, ...] = ()


def true(reason: str, **evidence: int | str | tuple[str, ...]) -> Answer:
    """The sentence is true as of what was seen."""
    return Answer(Verdict.TRUE, reason, "", MappingProxyType(evidence))


def false(reason: str, remedy: str, **evidence: int | str | tuple[str, ...]) -> Answer:
    """The sentence is false; `remedy` makes it true."""
    return Answer(Verdict.FALSE, reason, remedy, MappingProxyType(evidence))


def unknown(reason: str, remedy: str, **evidence: int | str | tuple[str, ...]) -> Answer:
    """Nobody can tell yet; `remedy` lets it be told."""
    return Answer(Verdict.UNKNOWN, reason, remedy, MappingProxyType(evidence))


def refuted(finding: Finding) -> Answer:
    """What a check found stands against the sentence."""
    return false(finding.message, finding.hint, check=finding.code, at=finding.where)


def listed(names: tuple[str, ...]) -> str:
    """Names in a row, at most five."""
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


MISSING: Mapping[Part, tuple[str, str]] = MappingProxyType(
    {
        Part.LAW: ("the law as of the day wasn't at hand", "run it again"),
        Part.MAPS: (
            "no map says in which system data of these activities lies",
            "map the systems: `varsam source propose NAME`, then write sources/NAME.yaml",
        ),
        Part.LIVE: ("the systems weren't looked at", "run it again when they can be reached"),
        Part.VALUES: ("the values in the systems weren't looked at", "run it again when they can be reached"),
        Part.DUE: (
            "what is overdue couldn't be counted in the systems",
            "see `varsam plan`: it says what is in the way",
        ),
        Part.FACTS: ("the decisions about people weren't read", "run it again"),
        Part.LEDGER: ("the ledger wasn't recomputed", "run it again"),
        Part.TABLE: (
            "there is no policy document with a table in the folder policy",
            "put the published policy there",
        ),
        Part.VERSIONS: ("the archive of published versions wasn't read", "run it again"),
        Part.PARTNERS: (
            "there is no partners.yaml, so nothing shows which agreements there are",
            "list processors and others whom data reaches in partners.yaml, each with its agreement",
        ),
    }
)
"""What is said where a part is missing, and what to do."""


def run(verifier: Verifier, seen: Seen, statement: str = "") -> Result:
    """Ask one verifier about a statement.

    What wasn't seen makes it unknown; a source that was silent never lets it be true. What a check finds in
    another statement that the verifier is asked about is that one's, and doesn't refute this one.
    """
    others = {f"statement {each.id}" for each in seen.bound.get(verifier.id, ()) if each.id != statement}
    found = next((each for each in seen.all_standing(*verifier.against) if each.where not in others), None)
    if found is not None:
        answer = refuted(found)
        return Result(verifier.id, answer.verdict, answer.reason, answer.remedy, answer.evidence)
    for part in Part:
        if part in verifier.needs and not seen.has(part):
            return Result(verifier.id, Verdict.UNKNOWN, *MISSING[part])
    answer = verifier.check(seen)
    silent = seen.live.unreachable if seen.live is not None else ()
    if answer.verdict is Verdict.TRUE and silent and Part.LIVE in verifier.needs:
        return Result(
            verifier.id,
            Verdict.UNKNOWN,
            say("these systems couldn't be reached: {sources}", sources=listed(silent)),
            "run it again when they can be reached",
            MappingProxyType({"unreachable": silent}),
        )
    return Result(verifier.id, answer.verdict, answer.reason, answer.remedy, answer.evidence)
