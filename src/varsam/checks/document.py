"""What is found where a policy's document is read, beyond its table's columns and rows."""

from __future__ import annotations

from varsam.checks.base import Check, Level

DOCUMENT_CHECKS: tuple[Check, ...] = (
    Check(
        "POL012",
        Level.WARNING,
        "Two rows of the policy say different times for the same activity.",
        "GDPR 5(1)(a), 13(2)(a)",
    ),
    Check("POL013", Level.INFO, "A heading over or among rows was read with them.", ""),
    Check("POL014", Level.WARNING, "A note below the table limits what a row says.", "GDPR 13(2)(a)"),
    Check("POL015", Level.WARNING, "A picture in the policy may hold a table.", "GDPR 12(1)"),
    Check("POL016", Level.WARNING, "The document has tracked changes; it was read as if accepted.", ""),
    Check("POL017", Level.INFO, "The document isn't in the encoding that it should be in.", ""),
    Check("POL018", Level.WARNING, "Lists that belong together have different lengths.", "GDPR 13, 30(1)"),
    Check("POL019", Level.INFO, "Something that is no policy was left out of the page.", ""),
    Check("POL020", Level.INFO, "A row that a page break cuts was joined.", ""),
    Check("POL021", Level.WARNING, "A labelled part of the policy isn't imported.", "GDPR 30(1)"),
    Check("POL022", Level.WARNING, "Words may be broken by narrow columns of a printed page.", ""),
)
