"""Checks over a register and its policy text: is what they say lawful, and does it hold together?

Each check is a function over a `View`; its docstring is what its page in the documentation says, the first
paragraph of it what its findings mean. Codes are stable: others filter on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from varsam.checks.base import Finding, Hit, Level, told_by
from varsam.checks.law import controllers, cookies, dated, information, periods, rights, wording
from varsam.checks.law.view import View
from varsam.domain.law import Law
from varsam.domain.register import Register


@dataclass(frozen=True, slots=True)
class LawCheck:
    """One check over a register and its text."""

    code: str
    level: Level
    law: str
    over_view: Callable[[View], Iterable[Hit]]

    @property
    def about(self) -> str:
        """What a finding means: the first paragraph of the check's docstring."""
        return self.page.partition("\n\n")[0]

    @property
    def page(self) -> str:
        """The whole docstring, one line for each paragraph."""
        return told_by(self.over_view)


_E, _W, _I = Level.ERROR, Level.WARNING, Level.INFO
LAW_CHECKS: tuple[LawCheck, ...] = (
    LawCheck("LAW001", _E, "LEK 9 kap. 28 §; ePrivacy 5(3)", cookies.measured_without_consent),
    LawCheck("LAW002", _E, "GDPR 4(1), 5(1)(a), recital 30", cookies.cookies_said_unlinked),
    LawCheck("LAW003", _E, "GDPR 28(3), 28(10)", periods.basis_of_a_processor),
    LawCheck("LAW004", _E, "GDPR 12(2), 12(6)", rights.form_required),
    LawCheck("LAW005", _E, "GDPR 5(1)(a), 17(3)(b)", controllers.private_speaks_as_public),
    LawCheck("LAW006", _E, "GDPR 18(1)", rights.restriction_as_favour),
    LawCheck("LAW007", _W, "GDPR 13(1)(f), 46", controllers.only_adequacy),
    LawCheck("LAW008", _E, "GDPR 26(1), 26(2)", controllers.joint_without_arrangement),
    LawCheck("LAW009", _E, "GDPR 13(1)(d)", information.interest_unnamed),
    LawCheck("LAW010", _E, "GDPR 13(1)(e)", controllers.no_recipients),
    LawCheck("LAW011", _E, "GDPR 13(2)(c), 7(3)", information.withdrawal_untold),
    LawCheck("LAW012", _W, "GDPR 13(2)(e)", information.need_untold),
    LawCheck("LAW013", _W, "GDPR 13(2)(f), 22", cookies.profiling_unexplained),
    LawCheck("LAW014", _E, "GDPR 14(1)(d), 14(2)(f)", information.source_untold),
    LawCheck("LAW015", _W, "GDPR 21(4)", information.objection_not_apart),
    LawCheck("LAW016", _W, "GDPR 5(2), 12(1)", controllers.undated),
    LawCheck("LAW017", _I, "GDPR 13(1)(a)", controllers.no_postal_address),
    LawCheck("LAW018", _I, "GDPR 13(1)(b), 37", controllers.no_officer),
    LawCheck("LAW019", _E, "MFL 19 §; ePrivacy 13", cookies.partners_offers),
    LawCheck("LAW020", _W, "GDPR 6(1)(b)", information.contact_persons),
    LawCheck("LAW021", _W, "GDPR 13, 30(1)(c)", information.applicants_incomplete),
    LawCheck("LAW022", _W, "GDPR 13(1), 5(1)(c)", information.recording_untold),
    LawCheck("LAW023", _E, "GDPR 9, 5(1)(a)", information.nothing_sensitive),
    LawCheck("LAW024", _W, "GDPR 13(1)(c)", information.bases_undivided),
    LawCheck("LAW025", _W, "GDPR 30(1)", controllers.missing_activities),
    LawCheck("LAW026", _I, "GDPR 20(2)", rights.portability_half),
    LawCheck("LAW027", _I, "GDPR 17(1)(e), 17(1)(f)", rights.erasure_grounds),
    LawCheck("LAW028", _E, "LEK 9 kap. 28 §; GDPR 7(3)", cookies.refused_in_browser_only),
    LawCheck("LAW029", _I, "GDPR 13(2)(d), 77, 79", rights.complaint_half),
    LawCheck("LAW030", _W, "Lag (1978:800) om namn och bild i reklam", information.image_on_contract),
    LawCheck("LAW031", _E, "GDPR 13(2)(b)", rights.missing_rights),
    LawCheck("LAW040", _W, "GDPR 5(2), 24(1)", dated.stale_law),
    LawCheck("LAW041", _E, "GDPR 44, 45, 46", dated.nowhere_adequate),
    LawCheck("LAW042", _W, "GDPR 45", dated.adequate_in_part),
    LawCheck("LAW043", _I, "GDPR 30(1)(e)", dated.country_unread),
    LawCheck("LAW044", _E, "GDPR 12(3)", dated.answer_too_late),
    LawCheck("LAW045", _W, "GDPR 33(1)", dated.breach_hours),
    LawCheck("LAW046", _W, "GDPR 8(1); lag (2018:218) 2 kap. 4 §", dated.child_age),
    LawCheck("RET005", _E, "BFL 7 kap. 2 §", periods.accounts_from_nowhere),
    LawCheck("RET006", _W, "GDPR 13(2)(a)", periods.from_nowhere),
    LawCheck("RET007", _E, "GDPR 5(1)(a), 13(1)(c), 13(2)(a)", periods.told_twice),
    LawCheck("RET008", _E, "GDPR 7(3), 13(2)(a)", periods.consent_and_after),
    LawCheck("RET009", _E, "GDPR 5(1)(e), 28(3)(g)", periods.copy_outlives),
    LawCheck("RET010", _E, "BFL 7 kap. 2 §", dated.books_too_short),
    LawCheck("TXT001", _I, "GDPR 4(1)", wording.narrow_definition),
    LawCheck("TXT002", _W, "GDPR 5(1)(a), 5(2)", wording.absolute_promise),
    LawCheck("TXT003", _I, "GDPR 16, 17", rights.rectify_irrelevant),
    LawCheck("TXT010", _W, "GDPR 12(3)", wording.thirty_days),
    LawCheck("TXT011", _W, "GDPR 12(5)", wording.free_once),
    LawCheck("TXT012", _W, "SFS 2020:1057", wording.old_authority),
    LawCheck("TXT013", _W, "Lag (2018:218)", wording.old_act),
    LawCheck("TXT014", _W, "Lag (2022:482) 9 kap. 28 §", wording.old_cookie_act),
    LawCheck("TXT015", _W, "GDPR 45; C-311/18", wording.old_transfer),
)


def check_law(register: Register, law: Law | None = None) -> tuple[Finding, ...]:
    """All findings of the law over a register and its text, in the order of the checks and of the text.

    Without `law`, the law as of a day, the checks that ask it stay silent.
    """
    view = View(register, law)
    return tuple(
        Finding(check.code, check.level, hit.where, hit.message, hit.hint, check.law)
        for check in LAW_CHECKS
        for hit in check.over_view(view)
    )
