"""Checks over partners: is everything agreed, authorised and allowed as of a day, and can it be shown?

Each check is a function over a `View`; its docstring is its page in the documentation, as with those of the
law. Codes are stable.
"""

from __future__ import annotations

from collections.abc import Sequence

from varsam.checks.base import Coded, Finding, Level, findings_of
from varsam.checks.partners import abroad, agreements, engaged, known
from varsam.checks.partners.view import View
from varsam.domain.partners import Partners

_E, _W, _I = Level.ERROR, Level.WARNING, Level.INFO
PARTNER_CHECKS: tuple[Coded, ...] = (
    Coded("PAR001", _E, "GDPR 28(3)", agreements.none_current),
    Coded("PAR002", _E, "GDPR 28(3)", agreements.clause_missing),
    Coded("PAR003", _W, "GDPR 28(3)", agreements.ends_soon),
    Coded("PAR004", _E, "GDPR 28(2), 28(3)(d)", engaged.unauthorised),
    Coded("PAR005", _E, "GDPR 28(4)", engaged.no_agreement),
    Coded("PAR006", _E, "GDPR 28(4)", engaged.duty_missing),
    Coded("PAR007", _W, "GDPR 28(2)", engaged.window_open),
    Coded("PAR008", _W, "GDPR 28(2)", engaged.window_passed),
    Coded("PAR009", _E, "GDPR 28(2)", engaged.against_objection),
    Coded("PAR010", _E, "GDPR 44, 46", abroad.no_ground),
    Coded("PAR011", _E, "GDPR 45; (EU) 2023/1795", abroad.not_covered),
    Coded("PAR012", _W, "GDPR 45", abroad.cover_unshown),
    Coded("PAR013", _W, "GDPR 45; (EU) 2023/1795", abroad.checked_long_ago),
    Coded("PAR014", _E, "GDPR 46(1); C-311/18", abroad.not_assessed),
    Coded("PAR015", _W, "GDPR 46(1), 5(2)", abroad.assessed_long_ago),
    Coded("PAR016", _E, "GDPR 49(1), recital 111", abroad.routine),
    Coded("PAR017", _W, "GDPR 44, 46, 49", abroad.for_a_person),
    Coded("PAR018", _W, "GDPR 44", abroad.ends_soon),
    Coded("PAR019", _W, "GDPR 44", abroad.onward_untold),
    Coded("PAR020", _W, "GDPR 30(1)(d)", known.unknown_recipient),
    Coded("PAR021", _E, "GDPR 28(3), 5(2)", known.processor_without_agreement),
    Coded("PAR022", _W, "GDPR 30(1)(d)", known.unknown_source),
    Coded("PAR023", _E, "GDPR 28(9), 5(2)", known.document_changed),
    Coded("PAR024", _W, "GDPR 30(1)(e), 44", known.location_missing),
    Coded("PAR025", _W, "GDPR 28(9), 5(2)", agreements.nothing_to_show),
    Coded("PAR026", _E, "GDPR 28(3)", agreements.controller_unbound),
    Coded("PAR027", _E, "GDPR 26(1)", agreements.arrangement_missing),
    Coded("PAR028", _I, "GDPR 30(1)(d)", known.serves_nothing),
    Coded("PAR029", _W, "GDPR 13(1)(f), 30(1)(e)", known.told_otherwise),
    Coded("PAR030", _W, "GDPR 28(2)", engaged.window_unsaid),
    Coded("PAR031", _W, "GDPR 28(2), 28(4)", engaged.role_unfit),
    Coded("PAR032", _W, "GDPR 28(2)", engaged.unannounced),
)

_BY_LOCATION_ALONE = frozenset({"LAW041", "LAW042"})


def check_partners(view: View) -> tuple[Finding, ...]:
    """All findings over partners, in the order of the checks and of the file."""
    return findings_of(PARTNER_CHECKS, view)


def not_settled(findings: Sequence[Finding], partners: Partners) -> tuple[Finding, ...]:
    """Findings without those made of a recipient's country alone, where its partner says more."""
    known = {f"recipient {each.id}" for each in partners.all if each.locations}
    return tuple(each for each in findings if each.code not in _BY_LOCATION_ALONE or each.where not in known)
