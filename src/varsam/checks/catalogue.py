"""Every check there is: its code, how grave its findings are, what it is about, and the law behind it.

Codes are stable: others filter on them. `POL` findings are made where a policy document is read, all others
by the function named here.
"""

from __future__ import annotations

from types import MappingProxyType

from varsam.checks import register as over_register
from varsam.checks.base import Check, Finding, Hit, Level
from varsam.checks.document import DOCUMENT_CHECKS
from varsam.checks.records import RECORD_CHECKS
from varsam.domain.register import Register

CATALOGUE: tuple[Check, ...] = (
    Check(
        "REG001", Level.ERROR, "An activity has no purpose.", "GDPR 30(1)(b)", over_register.without_purpose
    ),
    Check(
        "REG002",
        Level.ERROR,
        "An activity has no controller.",
        "GDPR 30(1)(a)",
        over_register.without_controller,
    ),
    Check(
        "REG003",
        Level.WARNING,
        "An activity held as controller looks like a processor's.",
        "GDPR 4(8), 28",
        over_register.looks_like_processor,
    ),
    Check(
        "REG004",
        Level.ERROR,
        "The policy names a company that the register doesn't know.",
        "GDPR 13(1)(a)",
        over_register.unknown_company,
    ),
    Check(
        "REG005",
        Level.ERROR,
        "A purpose has no legal basis yet.",
        "GDPR 6(1), 13(1)(c)",
        over_register.without_basis,
    ),
    Check(
        "RET001",
        Level.ERROR,
        "A statutory minimum time of storage is missing or undecided.",
        "BFL 7 kap. 2 §; GDPR 17(3)(b)",
        over_register.missing_floor,
    ),
    Check("RET002", Level.WARNING, "A rule is assumed.", "GDPR 13(2)(a)", over_register.assumed_rule),
    Check(
        "RET003",
        Level.ERROR,
        "A time of storage can't be carried out.",
        "GDPR 5(1)(e), 13(2)(a)",
        over_register.needs_person,
    ),
    Check(
        "RET004",
        Level.ERROR,
        "A purpose on consent outlives the consent.",
        "GDPR 7(3), 17(1)(b)",
        over_register.consent_outlived,
    ),
    Check("POL001", Level.INFO, "A column of the policy's table isn't imported.", ""),
    Check("POL002", Level.WARNING, "A row of the policy's table has too few or too many cells.", ""),
    Check("POL003", Level.INFO, "The policy has a table that isn't imported.", ""),
    Check("POL004", Level.INFO, "A category of data isn't in the vocabulary.", "GDPR 30(1)(c)"),
    Check("POL005", Level.INFO, "A category of people isn't in the vocabulary.", "GDPR 30(1)(c)"),
    Check("POL006", Level.ERROR, "A row's legal basis can't be read.", "GDPR 6(1), 13(1)(c)"),
    Check("POL007", Level.WARNING, "Part of a row's legal basis wasn't read.", "GDPR 6(1), 13(1)(c)"),
    Check("POL008", Level.WARNING, "The policy's table lacks a column.", "GDPR 13, 30(1)"),
    Check("POL009", Level.WARNING, "The policy gives a number that is no organisation number.", ""),
    Check("POL010", Level.WARNING, "A row of the policy's table has no name.", "GDPR 30(1)(b)"),
    Check("POL011", Level.WARNING, "The policy names no controller that could be read.", "GDPR 13(1)(a)"),
    *DOCUMENT_CHECKS,
    *RECORD_CHECKS,
)
BY_CODE = MappingProxyType({check.code: check for check in CATALOGUE})


def finding(code: str, hit: Hit) -> Finding:
    """Make the finding of a hit; KeyError for a code that the catalogue hasn't got."""
    check = BY_CODE[code]
    return Finding(code, check.level, hit.where, hit.message, hit.hint, check.law)


def check_register(register: Register) -> tuple[Finding, ...]:
    """All findings over a register, in the order of the catalogue and, within a check, of the register."""
    return tuple(
        finding(check.code, hit)
        for check in CATALOGUE
        if check.over_register is not None
        for hit in check.over_register(register)
    )
