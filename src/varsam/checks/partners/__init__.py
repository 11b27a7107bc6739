"""Checks over partners: is everything agreed, authorised and allowed as of a day, and can it be shown?

Each check is a function over a `View`; its docstring is its page in the documentation, as with those of the
law. Codes are stable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from varsam.checks.base import Finding, Hit, Level, told_by
from varsam.checks.partners import abroad, agreements, engaged, known
from varsam.checks.partners.view import View
from varsam.domain.partners import Partners


@dataclass(frozen=True, slots=True)
class PartnerCheck:
    """One check over partners."""

    code: str
    level: Level
    law: str
    over_view: Callable[[View], Iterable[Hit]]

    @property
    def page(self) -> str:
        """The whole docstring, one line for each paragraph; the first says what a finding means."""
        return told_by(self.over_view)


_E, _W, _I = Level.ERROR, Level.WARNING, Level.INFO
PARTNER_CHECKS: tuple[PartnerCheck, ...] = (
    PartnerCheck("PAR001", _E, "GDPR 28(3)", agreements.none_current),
    PartnerCheck("PAR002", _E, "GDPR 28(3)", agreements.clause_missing),
    PartnerCheck("PAR003", _W, "GDPR 28(3)", agreements.ends_soon),
    PartnerCheck("PAR004", _E, "GDPR 28(2), 28(3)(d)", engaged.unauthorised),
    PartnerCheck("PAR005", _E, "GDPR 28(4)", engaged.no_agreement),
    PartnerCheck("PAR006", _E, "GDPR 28(4)", engaged.duty_missing),
    PartnerCheck("PAR007", _W, "GDPR 28(2)", engaged.window_open),
    PartnerCheck("PAR008", _W, "GDPR 28(2)", engaged.window_passed),
    PartnerCheck("PAR009", _E, "GDPR 28(2)", engaged.against_objection),
    PartnerCheck("PAR010", _E, "GDPR 44, 46", abroad.no_ground),
    PartnerCheck("PAR011", _E, "GDPR 45; (EU) 2023/1795", abroad.not_covered),
    PartnerCheck("PAR012", _W, "GDPR 45", abroad.cover_unshown),
    PartnerCheck("PAR013", _W, "GDPR 45; (EU) 2023/1795", abroad.checked_long_ago),
    PartnerCheck("PAR014", _E, "GDPR 46(1); C-311/18", abroad.not_assessed),
    PartnerCheck("PAR015", _W, "GDPR 46(1), 5(2)", abroad.assessed_long_ago),
    PartnerCheck("PAR016", _E, "GDPR 49(1), recital 111", abroad.routine),
    PartnerCheck("PAR017", _W, "GDPR 44, 46, 49", abroad.for_a_person),
    PartnerCheck("PAR018", _W, "GDPR 44", abroad.ends_soon),
    PartnerCheck("PAR019", _W, "GDPR 44", abroad.onward_untold),
    PartnerCheck("PAR020", _W, "GDPR 30(1)(d)", known.unknown_recipient),
    PartnerCheck("PAR021", _E, "GDPR 28(3), 5(2)", known.processor_without_agreement),
    PartnerCheck("PAR022", _W, "GDPR 30(1)(d)", known.unknown_source),
    PartnerCheck("PAR023", _E, "GDPR 28(9), 5(2)", known.document_changed),
    PartnerCheck("PAR024", _W, "GDPR 30(1)(e), 44", known.location_missing),
    PartnerCheck("PAR025", _W, "GDPR 28(9), 5(2)", agreements.nothing_to_show),
    PartnerCheck("PAR026", _E, "GDPR 28(3)", agreements.controller_unbound),
    PartnerCheck("PAR027", _E, "GDPR 26(1)", agreements.arrangement_missing),
    PartnerCheck("PAR028", _I, "GDPR 30(1)(d)", known.serves_nothing),
    PartnerCheck("PAR029", _W, "GDPR 13(1)(f), 30(1)(e)", known.told_otherwise),
    PartnerCheck("PAR030", _W, "GDPR 28(2)", engaged.window_unsaid),
)

_BY_LOCATION_ALONE = frozenset({"LAW041", "LAW042"})


def check_partners(view: View) -> tuple[Finding, ...]:
    """All findings over partners, in the order of the checks and of the file."""
    return tuple(
        Finding(check.code, check.level, hit.where, hit.message, hit.hint, check.law)
        for check in PARTNER_CHECKS
        for hit in check.over_view(view)
    )


def not_settled(findings: Sequence[Finding], partners: Partners) -> tuple[Finding, ...]:
    """Findings without those made of a recipient's country alone, where its partner says more."""
    known = {f"recipient {each.id}" for each in partners.all if each.locations}
    return tuple(each for each in findings if each.code not in _BY_LOCATION_ALONE or each.where not in known)
