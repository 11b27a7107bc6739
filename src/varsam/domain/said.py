"""A sentence with its parameters kept apart, so that a face can say it in another language.

The English sentence is its own code: `say("the plan is {state}", state="expired")` is a text that reads as it
always did, and remembers what it was made of. `formats.texts` knows the other languages by the sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


class Said(str):
    """An English text that knows its sentence and its parameters."""

    sentence: str
    parameters: Mapping[str, object]
    __slots__ = ("parameters", "sentence")

    def __new__(cls, sentence: str, parameters: Mapping[str, object]) -> Said:
        """Fill the sentence in; KeyError: a parameter is missing."""
        made = super().__new__(cls, sentence.format_map(parameters) if parameters else sentence)
        made.sentence = sentence
        made.parameters = MappingProxyType(dict(parameters))
        return made


def say(sentence: str, **parameters: object) -> Said:
    """A text that can be said in every language the catalogue has this sentence in.

    Parameters are names and numbers, or texts that were made likewise; never personal data.
    """
    return Said(sentence, parameters)
