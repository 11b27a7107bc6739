"""Checks over the files beside a register: assessments, arrangements between controllers, and customers.

Each check is a function over a `Beside`; its docstring is what its page in the documentation says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from varsam.checks.base import Finding, Hit, Level
from varsam.checks.beside import customers, impacts, interests, joint
from varsam.checks.beside.view import Beside

__all__ = ["BESIDE_CHECKS", "Beside", "BesideCheck", "check_beside"]


@dataclass(frozen=True, slots=True)
class BesideCheck:
    """One check over the files beside a register."""

    code: str
    level: Level
    law: str
    over: Callable[[Beside], Iterable[Hit]]

    @property
    def about(self) -> str:
        """What a finding means: the first paragraph of the check's docstring."""
        return self.page.partition("\n\n")[0]

    @property
    def page(self) -> str:
        """The whole docstring, one line for each paragraph."""
        paragraphs = (self.over.__doc__ or "").split("\n\n")
        return "\n\n".join(" ".join(each.split()) for each in paragraphs if each.strip())


_E, _W, _I = Level.ERROR, Level.WARNING, Level.INFO
BESIDE_CHECKS: tuple[BesideCheck, ...] = (
    BesideCheck("ASM001", _W, "GDPR 6(1)(f), 5(2)", interests.unweighed),
    BesideCheck("ASM002", _I, "GDPR 6(1)(f), 5(2)", interests.nothing_weighed),
    BesideCheck("ASM003", _W, "GDPR 6(1)(f), 13(1)(d)", interests.another_interest),
    BesideCheck("ASM004", _W, "GDPR 24(1)", interests.stale_interest),
    BesideCheck("ASM005", _E, "GDPR 6(1)(f), 17(1)(d)", interests.overridden_in_use),
    BesideCheck("ASM006", _W, "GDPR 6(1)(f), 5(2)", interests.half_weighed),
    BesideCheck("ASM007", _E, "GDPR 5(2), 24(1)", interests.assessed_nowhere),
    BesideCheck("ASM008", _W, "GDPR 6(1)", interests.other_basis),
    BesideCheck("ASM009", _E, "GDPR 21(2), 21(3)", interests.grounds_against_marketing),
    BesideCheck("ASM020", _W, "GDPR 35(1), 35(3), 35(4)", impacts.unassessed),
    BesideCheck("ASM021", _I, "GDPR 35(1), 35(3), 35(4)", impacts.nothing_assessed),
    BesideCheck("ASM022", _I, "GDPR 35(1)", impacts.unanswered),
    BesideCheck("ASM023", _W, "GDPR 35(7)(d)", impacts.actions_overdue),
    BesideCheck("ASM024", _E, "GDPR 36(1)", impacts.high_unconsulted),
    BesideCheck("ASM025", _W, "GDPR 35(11)", impacts.stale_impact),
    BesideCheck("ASM026", _E, "GDPR 35, 36", impacts.rejected_in_use),
    BesideCheck("ASM027", _W, "GDPR 35(2), 35(7), 35(9)", impacts.half_assessed),
    BesideCheck("JNT001", _E, "GDPR 26(1)", joint.unarranged),
    BesideCheck("JNT002", _E, "GDPR 26(1), 12–22", joint.unanswered_right),
    BesideCheck("JNT003", _E, "GDPR 26(1)", joint.strangers),
    BesideCheck("JNT004", _W, "GDPR 4(7), 26(1)", joint.different_purposes),
    BesideCheck("JNT005", _W, "GDPR 26(2)", joint.unpublished_essence),
    BesideCheck("JNT006", _I, "GDPR 26(1)", joint.unowned),
    BesideCheck("JNT007", _W, "GDPR 24(1)", joint.stale_arrangement),
    BesideCheck("JNT008", _E, "GDPR 5(2), 24(1)", joint.arranged_nowhere),
    BesideCheck("CUS001", _W, "GDPR 30(2)(a)", customers.for_nobody),
    BesideCheck("CUS002", _E, "GDPR 28(3), 28(9)", customers.without_agreement),
    BesideCheck("CUS003", _E, "GDPR 28(3)(g)", customers.uncertified),
    BesideCheck("CUS004", _E, "GDPR 28(3)", customers.untold),
    BesideCheck("CUS005", _W, "Data Act 25(2)(g)", customers.too_short_retrieval),
    BesideCheck("CUS006", _E, "GDPR 28(1), 30(2)", customers.served_nowhere),
    BesideCheck("CUS007", _W, "GDPR 30(2)(a), 30(2)(b)", customers.half_recorded),
    BesideCheck("CUS008", _E, "GDPR 28(3)", customers.agreement_over),
    BesideCheck("CUS009", _W, "GDPR 28(2), 28(4)", customers.untold_subprocessor),
    BesideCheck("CUS010", _E, "GDPR 28(2)", customers.objected_in_use),
)


def check_beside(view: Beside) -> tuple[Finding, ...]:
    """All findings over the files beside a register, in the order of the checks and of the files."""
    return tuple(
        Finding(check.code, check.level, hit.where, hit.message, hit.hint, check.law)
        for check in BESIDE_CHECKS
        for hit in check.over(view)
    )
