"""Checks over the files beside a register: assessments, arrangements between controllers, and customers.

Each check is a function over a `Beside`; its docstring is what its page in the documentation says.
"""

from __future__ import annotations

from varsam.checks.base import Coded, Finding, Level, findings_of
from varsam.checks.beside import customers, impacts, interests, joint
from varsam.checks.beside.view import Beside

__all__ = ["BESIDE_CHECKS", "Beside", "check_beside"]


_E, _W, _I = Level.ERROR, Level.WARNING, Level.INFO
BESIDE_CHECKS: tuple[Coded, ...] = (
    Coded("ASM001", _W, "GDPR 6(1)(f), 5(2)", interests.unweighed),
    Coded("ASM002", _I, "GDPR 6(1)(f), 5(2)", interests.nothing_weighed),
    Coded("ASM003", _W, "GDPR 6(1)(f), 13(1)(d)", interests.another_interest),
    Coded("ASM004", _W, "GDPR 24(1)", interests.stale_interest),
    Coded("ASM005", _E, "GDPR 6(1)(f), 17(1)(d)", interests.overridden_in_use),
    Coded("ASM006", _W, "GDPR 6(1)(f), 5(2)", interests.half_weighed),
    Coded("ASM007", _E, "GDPR 5(2), 24(1)", interests.assessed_nowhere),
    Coded("ASM008", _W, "GDPR 6(1)", interests.other_basis),
    Coded("ASM009", _E, "GDPR 21(2), 21(3)", interests.grounds_against_marketing),
    Coded("ASM020", _W, "GDPR 35(1), 35(3), 35(4)", impacts.unassessed),
    Coded("ASM021", _I, "GDPR 35(1), 35(3), 35(4)", impacts.nothing_assessed),
    Coded("ASM022", _I, "GDPR 35(1)", impacts.unanswered),
    Coded("ASM023", _W, "GDPR 35(7)(d)", impacts.actions_overdue),
    Coded("ASM024", _E, "GDPR 36(1)", impacts.high_unconsulted),
    Coded("ASM025", _W, "GDPR 35(11)", impacts.stale_impact),
    Coded("ASM026", _E, "GDPR 35, 36", impacts.rejected_in_use),
    Coded("ASM027", _W, "GDPR 35(2), 35(7), 35(9)", impacts.half_assessed),
    Coded("JNT001", _E, "GDPR 26(1)", joint.unarranged),
    Coded("JNT002", _E, "GDPR 26(1), 12–22", joint.unanswered_right),
    Coded("JNT003", _E, "GDPR 26(1)", joint.strangers),
    Coded("JNT004", _W, "GDPR 4(7), 26(1)", joint.different_purposes),
    Coded("JNT005", _W, "GDPR 26(2)", joint.unpublished_essence),
    Coded("JNT006", _I, "GDPR 26(1)", joint.unowned),
    Coded("JNT007", _W, "GDPR 24(1)", joint.stale_arrangement),
    Coded("JNT008", _E, "GDPR 5(2), 24(1)", joint.arranged_nowhere),
    Coded("CUS001", _W, "GDPR 30(2)(a)", customers.for_nobody),
    Coded("CUS002", _E, "GDPR 28(3), 28(9)", customers.without_agreement),
    Coded("CUS003", _E, "GDPR 28(3)(g)", customers.uncertified),
    Coded("CUS004", _E, "GDPR 28(3)", customers.untold),
    Coded("CUS005", _W, "Data Act 25(2)(g)", customers.too_short_retrieval),
    Coded("CUS006", _E, "GDPR 28(1), 30(2)", customers.served_nowhere),
    Coded("CUS007", _W, "GDPR 30(2)(a), 30(2)(b)", customers.half_recorded),
    Coded("CUS008", _E, "GDPR 28(3)", customers.agreement_over),
    Coded("CUS009", _W, "GDPR 28(2), 28(4)", customers.untold_subprocessor),
    Coded("CUS010", _E, "GDPR 28(2)", customers.objected_in_use),
)


def check_beside(view: Beside) -> tuple[Finding, ...]:
    """All findings over the files beside a register, in the order of the checks and of the files."""
    return findings_of(BESIDE_CHECKS, view)
