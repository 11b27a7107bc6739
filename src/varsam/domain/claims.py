"""What the policy says, sentence by sentence, and whether it is true: bindings, results, claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from varsam.domain.register import Statement
from varsam.domain.said import say

Evidence: TypeAlias = Mapping[str, int | str | tuple[str, ...]]
"""What a verdict rests on: counts, codes, names of things in register and maps; never personal data."""


class Verdict(StrEnum):
    """Whether a sentence is true. What can't be verified is unknown, never true."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Result:
    """What one verifier answered: a reason that anybody understands, and what would make it true."""

    verifier: str
    verdict: Verdict
    reason: str
    remedy: str = ""
    evidence: Evidence = field(default_factory=lambda: MappingProxyType({}), hash=False)


@dataclass(frozen=True, slots=True)
class Binding:
    """Which verifiers show whether a statement is true; proposed until a person has confirmed it.

    Confirmed without a verifier: a person found that the sentence promises nothing that can be checked.
    """

    statement: str
    verifiers: tuple[str, ...] = ()
    confirmed_by: str = ""
    confirmed_on: date | None = None

    @property
    def confirmed(self) -> bool:
        """Whether a person stands behind it."""
        return self.confirmed_on is not None


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement with its binding and what the verifiers answered.

    One false answer makes it false, one unknown answer unknown. Without a verifier, or while nobody has
    confirmed the binding, it is unknown.
    """

    statement: Statement
    binding: Binding | None = None
    results: tuple[Result, ...] = ()

    @property
    def shown(self) -> Verdict:
        """What the verifiers say together, whether or not anybody has confirmed the binding."""
        verdicts = {each.verdict for each in self.results}
        if Verdict.FALSE in verdicts:
            return Verdict.FALSE
        return Verdict.TRUE if verdicts == {Verdict.TRUE} else Verdict.UNKNOWN

    @property
    def verdict(self) -> Verdict:
        """Whether the sentence is true, false or unknown."""
        return self.shown if self.binding is not None and self.binding.confirmed else Verdict.UNKNOWN

    @property
    def would_be(self) -> Verdict | None:
        """What it would be if the proposed binding were confirmed; None where nothing is proposed."""
        proposed = self.binding is not None and not self.binding.confirmed and self.binding.verifiers
        return self.shown if proposed else None

    @property
    def deciding(self) -> Result | None:
        """The answer that decides: the first false one, else the first unknown one, else the first."""
        for verdict in (Verdict.FALSE, Verdict.UNKNOWN, Verdict.TRUE):
            for each in self.results:
                if each.verdict is verdict:
                    return each
        return None

    @property
    def reason(self) -> str:
        """Why it is what it is."""
        if self.binding is None:
            return say("nobody has said how this sentence can be checked")
        if not self.binding.verifiers:
            if self.binding.confirmed:
                return say("a person found that this sentence promises nothing that can be checked")
            return say("nobody has said how this sentence can be checked")
        deciding = self.deciding
        return deciding.reason if deciding is not None else say("it hasn't been checked")

    @property
    def remedy(self) -> str:
        """What would make it true; empty where it is, or where nothing could."""
        if self.binding is None or not (self.binding.verifiers or self.binding.confirmed):
            return say("bind it: `varsam claims confirm {id} --verifier S…`", id=self.statement.id)
        if self.would_be is Verdict.TRUE:
            return say("confirm what was proposed: `varsam claims confirm {id}`", id=self.statement.id)
        deciding = self.deciding
        return deciding.remedy if deciding is not None and self.shown is not Verdict.TRUE else ""


@dataclass(frozen=True, slots=True)
class Summary:
    """How many sentences are true, false and unknown; `would_be_false` are proposed, so not yet claims."""

    true: int
    false: int
    unknown: int
    would_be_false: int


def summary(claims: Sequence[Claim]) -> Summary:
    """Count claims by their verdicts."""
    counts = {verdict: sum(each.verdict is verdict for each in claims) for verdict in Verdict}
    return Summary(
        counts[Verdict.TRUE],
        counts[Verdict.FALSE],
        counts[Verdict.UNKNOWN],
        sum(each.would_be is Verdict.FALSE for each in claims),
    )


def claims_of(
    statements: Sequence[Statement],
    bindings: Mapping[str, Binding],
    answer: Callable[[str, Statement], Result],
) -> tuple[Claim, ...]:
    """Join statements, bindings and answers, in the order of the policy.

    `answer` gives what a verifier, named by its id, answers about a statement.
    """
    found = []
    for statement in statements:
        binding = bindings.get(statement.id)
        answers = tuple(answer(each, statement) for each in binding.verifiers) if binding is not None else ()
        found.append(Claim(statement, binding, answers))
    return tuple(found)
