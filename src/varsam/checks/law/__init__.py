"""Checks over a register and its policy text: is what they say lawful, and does it hold together?

Each check is a function over a `View`; its docstring is what its page in the documentation says, the first
paragraph of it what its findings mean. Codes are stable: others filter on them.
"""

from __future__ import annotations

from varsam.checks.base import Coded, Finding, Level, findings_of
from varsam.checks.law import controllers, cookies, dated, information, periods, rights, wording
from varsam.checks.law.view import View
from varsam.domain.arrangement import Arrangements
from varsam.domain.law import Law
from varsam.domain.register import Register

_E, _W, _I = Level.ERROR, Level.WARNING, Level.INFO
LAW_CHECKS: tuple[Coded, ...] = (
    Coded("LAW001", _E, "LEK 9 kap. 28 §; ePrivacy 5(3)", cookies.measured_without_consent),
    Coded("LAW002", _E, "GDPR 4(1), 5(1)(a), recital 30", cookies.cookies_said_unlinked),
    Coded("LAW003", _E, "GDPR 28(3), 28(10)", periods.basis_of_a_processor),
    Coded("LAW004", _E, "GDPR 12(2), 12(6)", rights.form_required),
    Coded("LAW005", _E, "GDPR 5(1)(a), 17(3)(b)", controllers.private_speaks_as_public),
    Coded("LAW006", _E, "GDPR 18(1)", rights.restriction_as_favour),
    Coded("LAW007", _W, "GDPR 13(1)(f), 46", controllers.only_adequacy),
    Coded("LAW008", _E, "GDPR 26(1), 26(2)", controllers.joint_without_arrangement),
    Coded("LAW009", _E, "GDPR 13(1)(d)", information.interest_unnamed),
    Coded("LAW010", _E, "GDPR 13(1)(e)", controllers.no_recipients),
    Coded("LAW011", _E, "GDPR 13(2)(c), 7(3)", information.withdrawal_untold),
    Coded("LAW012", _W, "GDPR 13(2)(e)", information.need_untold),
    Coded("LAW013", _W, "GDPR 13(2)(f), 22", cookies.profiling_unexplained),
    Coded("LAW014", _E, "GDPR 14(1)(d), 14(2)(f)", information.source_untold),
    Coded("LAW015", _W, "GDPR 21(4)", information.objection_not_apart),
    Coded("LAW016", _W, "GDPR 5(2), 12(1)", controllers.undated),
    Coded("LAW017", _I, "GDPR 13(1)(a)", controllers.no_postal_address),
    Coded("LAW018", _I, "GDPR 13(1)(b), 37", controllers.no_officer),
    Coded("LAW019", _E, "MFL 19 §; ePrivacy 13", cookies.partners_offers),
    Coded("LAW020", _W, "GDPR 6(1)(b)", information.contact_persons),
    Coded("LAW021", _W, "GDPR 13, 30(1)(c)", information.applicants_incomplete),
    Coded("LAW022", _W, "GDPR 13(1), 5(1)(c)", information.recording_untold),
    Coded("LAW023", _E, "GDPR 9, 5(1)(a)", information.nothing_sensitive),
    Coded("LAW024", _W, "GDPR 13(1)(c)", information.bases_undivided),
    Coded("LAW025", _W, "GDPR 30(1)", controllers.missing_activities),
    Coded("LAW026", _I, "GDPR 20(2)", rights.portability_half),
    Coded("LAW027", _I, "GDPR 17(1)(e), 17(1)(f)", rights.erasure_grounds),
    Coded("LAW028", _E, "LEK 9 kap. 28 §; GDPR 7(3)", cookies.refused_in_browser_only),
    Coded("LAW029", _I, "GDPR 13(2)(d), 77, 79", rights.complaint_half),
    Coded("LAW030", _W, "Lag (1978:800) om namn och bild i reklam", information.image_on_contract),
    Coded("LAW031", _E, "GDPR 13(2)(b)", rights.missing_rights),
    Coded("LAW040", _W, "GDPR 5(2), 24(1)", dated.stale_law),
    Coded("LAW041", _E, "GDPR 44, 45, 46", dated.nowhere_adequate),
    Coded("LAW042", _W, "GDPR 45", dated.adequate_in_part),
    Coded("LAW043", _I, "GDPR 30(1)(e)", dated.country_unread),
    Coded("LAW044", _E, "GDPR 12(3)", dated.answer_too_late),
    Coded("LAW045", _W, "GDPR 33(1)", dated.breach_hours),
    Coded("LAW046", _W, "GDPR 8(1); lag (2018:218) 2 kap. 4 §", dated.child_age),
    Coded("RET005", _E, "BFL 7 kap. 2 §", periods.accounts_from_nowhere),
    Coded("RET006", _W, "GDPR 13(2)(a)", periods.from_nowhere),
    Coded("RET007", _E, "GDPR 5(1)(a), 13(1)(c), 13(2)(a)", periods.told_twice),
    Coded("RET008", _E, "GDPR 7(3), 13(2)(a)", periods.consent_and_after),
    Coded("RET009", _E, "GDPR 5(1)(e), 28(3)(g)", periods.copy_outlives),
    Coded("RET010", _E, "BFL 7 kap. 2 §", dated.books_too_short),
    Coded("TXT001", _I, "GDPR 4(1)", wording.narrow_definition),
    Coded("TXT002", _W, "GDPR 5(1)(a), 5(2)", wording.absolute_promise),
    Coded("TXT003", _I, "GDPR 16, 17", rights.rectify_irrelevant),
    Coded("TXT010", _W, "GDPR 12(3)", wording.thirty_days),
    Coded("TXT011", _W, "GDPR 12(5)", wording.free_once),
    Coded("TXT012", _W, "SFS 2020:1057", wording.old_authority),
    Coded("TXT013", _W, "Lag (2018:218)", wording.old_act),
    Coded("TXT014", _W, "Lag (2022:482) 9 kap. 28 §", wording.old_cookie_act),
    Coded("TXT015", _W, "GDPR 45; C-311/18", wording.old_transfer),
)


def check_law(
    register: Register, law: Law | None = None, arrangements: Arrangements | None = None
) -> tuple[Finding, ...]:
    """All findings of the law over a register and its text, in the order of the checks and of the text.

    Without `law`, the law as of a day, the checks that ask it stay silent.
    """
    view = View(register, law, arrangements)
    return findings_of(LAW_CHECKS, view)
