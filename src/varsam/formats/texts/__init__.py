"""Every text that a person reads, in Swedish and English, by code. Codes and keys are never translated."""

from varsam.formats.texts.catalogue import (
    CATALOGUE,
    LANGUAGES,
    Lang,
    counted,
    day_of,
    families,
    has,
    in_words,
    language_of,
    number,
    placeholders,
    text,
)

__all__ = [
    "CATALOGUE",
    "LANGUAGES",
    "Lang",
    "counted",
    "day_of",
    "families",
    "has",
    "in_words",
    "language_of",
    "number",
    "placeholders",
    "text",
]
