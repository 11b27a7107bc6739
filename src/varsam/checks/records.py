"""What is found where an existing record of processing is read: above all what of it isn't imported."""

from __future__ import annotations

from varsam.checks.base import Check, Level

RECORD_CHECKS: tuple[Check, ...] = (
    Check("REC001", Level.INFO, "A part of the record isn't imported.", "GDPR 30(1)"),
    Check("REC002", Level.WARNING, "The file holds macros, which are never run.", ""),
    Check("REC003", Level.INFO, "A sheet of the record isn't imported.", ""),
    Check("REC004", Level.INFO, "Something hidden in the file was read like the rest.", ""),
    Check("REC005", Level.INFO, "Cells are formulas: the values last saved were read.", ""),
    Check("REC006", Level.WARNING, "A cell is a formula without a saved value.", ""),
    Check("REC007", Level.INFO, "The file isn't in the encoding that it should be in.", ""),
    Check("REC008", Level.INFO, "A row that looks like a heading isn't imported.", ""),
    Check("REC009", Level.WARNING, "The record lacks a column or a sheet.", "GDPR 30(1)"),
    Check("REC010", Level.WARNING, "The record names no controller that could be read.", "GDPR 30(1)(a)"),
    Check("REC011", Level.WARNING, "The record gives a number that is no organisation number.", ""),
    Check("REC012", Level.WARNING, "What joint controllers agreed isn't imported.", "GDPR 26"),
    Check("REC013", Level.INFO, "On whose behalf a processor acts isn't imported.", "GDPR 30(2)(a)"),
    Check("REC014", Level.WARNING, "An activity of the record has no name.", "GDPR 30(1)(b)"),
    Check("REC015", Level.INFO, "A word of the record isn't in the vocabulary.", "GDPR 30(1)(c)"),
    Check("REC016", Level.WARNING, "Part of a transfer isn't imported.", "GDPR 30(1)(e), 44-49"),
    Check(
        "REC017",
        Level.WARNING,
        "The record doesn't say how automated decisions are made.",
        "GDPR 13(2)(f), 22",
    ),
    Check("REC018", Level.INFO, "A source was taken for somebody else than the person.", "GDPR 14(2)(f)"),
    Check("REC019", Level.WARNING, "A legal basis of the record can't be read.", "GDPR 6(1), 13(1)(c)"),
    Check("REC020", Level.WARNING, "Part of a legal basis of the record wasn't read.", "GDPR 6(1)"),
    Check("REC021", Level.INFO, "Categories of data have times of their own.", "GDPR 30(1)(f)"),
    Check("REC022", Level.INFO, "Several purposes of the record are told as one.", "GDPR 30(1)(b)"),
    Check("REC023", Level.INFO, "A key of the record has no exact word in the vocabulary.", "GDPR 30(1)(c)"),
)
