"""Retention rules as text: one value in three tongues, and the reader of what policies really say."""

from varsam.formats.rule_text.grammar import parse, print_rule
from varsam.formats.rule_text.phrase_grammar import QUESTIONS, Reading
from varsam.formats.rule_text.phrases import read_phrase, reading_json
from varsam.formats.rule_text.tongues import TONGUES, Tongue, event_wording

__all__ = [
    "QUESTIONS",
    "TONGUES",
    "Reading",
    "Tongue",
    "event_wording",
    "parse",
    "print_rule",
    "read_phrase",
    "reading_json",
]
