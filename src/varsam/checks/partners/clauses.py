"""What each clause that the law demands is about, in words. Law: GDPR 28(3)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from varsam.domain.partners import Clause
from varsam.domain.said import Said, say

CLAUSES: Mapping[Clause, Said] = MappingProxyType(
    {
        Clause.SUBJECT_MATTER: say("what is processed (subject matter)"),
        Clause.DURATION: say("how long it is processed"),
        Clause.NATURE: say("how it is processed (nature)"),
        Clause.PURPOSE: say("what it is processed for"),
        Clause.DATA_TYPES: say("which types of data"),
        Clause.DATA_SUBJECTS: say("which categories of people"),
        Clause.CONTROLLER_OBLIGATIONS: say("the controller's obligations"),
        Clause.CONTROLLER_RIGHTS: say("the controller's rights"),
        Clause.INSTRUCTIONS: say("that it follows documented instructions, also for transfers"),
        Clause.CONFIDENTIALITY: say("that its staff keep what they see to themselves"),
        Clause.SECURITY: say("that it protects the data (GDPR 32)"),
        Clause.SUB_PROCESSORS: say("when it may engage others"),
        Clause.RIGHTS_ASSISTANCE: say("that it helps to answer requests"),
        Clause.COMPLIANCE_ASSISTANCE: say(
            "that it helps with security, breaches and assessments (GDPR 32-36)"
        ),
        Clause.DELETE_OR_RETURN: say("that it deletes or returns the data at the end"),
        Clause.AUDITS: say("that it shows what it does and lets itself be audited"),
        Clause.INFRINGING_INSTRUCTIONS: say("that it tells of instructions against the law"),
    }
)
