"""A register and its policy text as the checks of the law look at them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from varsam.domain.arrangement import Arrangements
from varsam.domain.law import Law
from varsam.domain.register import Activity, Basis, Purpose, Register, Statement

POLICY = "policy"
"""Where something stands that is missing in the whole text."""
ACTIVITIES = "activities"
"""Where an activity stands that is missing among all."""

_POINTS_BACK = re.compile(
    r"^(?:Genom |Med |Through |With )?"
    r"(?:de|dem|den|det|dessa|denna|detta|sådana|they|them|it|these|this|those|such)\b|"
    r"\b(?:en|ett) sådan|\bsuch (?:data|information|details)",
    re.IGNORECASE,
)
_REACH = 1000
_LABEL = re.compile(r"^([^.:;?!]{3,60}):\s")


@lru_cache(maxsize=100_000)
def _says(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a text holds a pattern; kept, since the text stays the same from one look to the next."""
    return pattern.search(text) is not None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement of the policy and what it stands under.

    That is its section's head, the label before it, and the sentence that a first word such as "they"
    points to.
    """

    statement: Statement
    around: str

    @property
    def where(self) -> str:
        """How a finding names it."""
        return f"statement {self.statement.id}"

    @property
    def text(self) -> str:
        """Its own words."""
        return self.statement.text

    def says(self, *patterns: re.Pattern[str]) -> bool:
        """Whether its own words hold each of the patterns."""
        return all(_says(pattern, self.text) for pattern in patterns)

    def about(self, topic: re.Pattern[str]) -> bool:
        """Whether it is about a topic: by its own words or by what it stands under."""
        return _says(topic, self.text) or _says(topic, self.around)


class View:
    """One register with its sentences. `published`: there is a text that somebody reads.

    `law`: what it is held against, as of a day; None where nobody gave it. `arrangements`: what joint
    controllers settled.
    """

    def __init__(
        self, register: Register, law: Law | None = None, arrangements: Arrangements | None = None
    ) -> None:
        self.register, self.law = register, law
        self.arrangements = arrangements or Arrangements()
        self.sentences = tuple(_sentences(register.statements))
        self.published = bool(register.statements)

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """What the policy's readers are told of: all activities that aren't kept unpublished."""
        return tuple(each for each in self.register.activities if not each.unpublished)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The heads of the text's sections in their order, each once."""
        return tuple(dict.fromkeys(each.statement.section for each in self.sentences))

    def saying(self, *patterns: re.Pattern[str]) -> Iterator[Sentence]:
        """The sentences whose own words hold each of the patterns."""
        return (each for each in self.sentences if each.says(*patterns))

    def about(self, topic: re.Pattern[str]) -> Iterator[Sentence]:
        """The sentences about a topic."""
        return (each for each in self.sentences if each.about(topic))

    def says(self, *patterns: re.Pattern[str]) -> bool:
        """Whether some sentence holds each of the patterns."""
        return any(True for _ in self.saying(*patterns))

    def place(self, *topics: re.Pattern[str]) -> str:
        """Where something that is missing belongs: under the first head about a topic, else a sentence about
        it.
        """
        for topic in topics:
            for sentence in self.sentences:
                if topic.search(sentence.statement.section):
                    return sentence.where
        for topic in topics:
            for sentence in self.saying(topic):
                return sentence.where
        return POLICY


def told(activity: Activity) -> str:
    """What an activity is about in its own words: its title and its purposes."""
    published = (activity.published.purpose,) if activity.published is not None else ()
    return " · ".join((activity.title, *published, *(each.title for each in activity.purposes)))


def row(activity: Activity) -> str:
    """How a finding names an activity."""
    return f"activity {activity.id}"


def on(activity: Activity, *bases: Basis) -> tuple[Purpose, ...]:
    """The activity's purposes that rest on some of the bases."""
    return tuple(each for each in activity.purposes if each.basis in bases)


def _sentences(statements: tuple[Statement, ...]) -> Iterator[Sentence]:
    section, label, before = "", "", ""
    for statement in statements:
        if statement.section != section:
            section, label, before = statement.section, "", ""
        found = _LABEL.match(statement.text)
        label = found[1] if found else label
        pointed = before if _POINTS_BACK.search(statement.text) else ""
        yield Sentence(statement, f"{section} · {label} · {pointed}")
        before = f"{pointed} {statement.text}"[-_REACH:]
