"""How a sentence of any controller's policy is recognised: by its words and by what it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from varsam.checks.law.view import View
from varsam.domain.register import Register, Statement


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way of saying something. Every pattern of `own` is in the sentence itself.

    `under`: each is in the sentence or in what it stands under, that is its section's head, a label such as
    "Erasure:", the sentence that opens its list, or the one that "they" points to. `unless`: none of these is
    in the sentence.
    """

    own: tuple[re.Pattern[str], ...]
    under: tuple[re.Pattern[str], ...] = ()
    unless: tuple[re.Pattern[str], ...] = ()

    def fits(self, text: str, around: str) -> bool:
        """Whether a sentence says it."""
        return (
            all(each.search(text) for each in self.own)
            and all(each.search(text) or each.search(around) for each in self.under)
            and not any(each.search(text) for each in self.unless)
        )


def says(*own: str, under: tuple[str, ...] = (), unless: tuple[str, ...] = ()) -> Phrase:
    """A phrase of patterns, whatever their case."""
    return Phrase(_read(own), _read(under), _read(unless))


def _read(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each, re.IGNORECASE) for each in patterns)


def recognised(register: Register, phrases: Mapping[str, Sequence[Phrase]]) -> dict[str, tuple[str, ...]]:
    """For each statement of a policy the verifiers that it looks like, in the order of the phrases."""
    return {
        statement.id: tuple(
            name for name, ways in phrases.items() if any(each.fits(statement.text, around) for each in ways)
        )
        for statement, around in _surrounded(register)
    }


def _surrounded(register: Register) -> Iterator[tuple[Statement, str]]:
    """Each statement with what it stands under."""
    stem, section = "", ""
    for sentence in View(register).sentences:
        statement = sentence.statement
        if statement.section != section:
            stem, section = "", statement.section
        yield statement, f"{sentence.around} · {stem}"
        if statement.text.rstrip().endswith(":"):
            stem = statement.text
