"""What a check found: a code, how grave it is, where, what, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from varsam.domain.register import Register


class Level(StrEnum):
    """How grave a finding is; only an error makes `check` fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `where` names a thing by its id or position, never by personal data."""

    code: str
    level: Level
    where: str
    message: str
    hint: str = ""
    law: str = ""

    def as_json(self) -> dict[str, str]:
        """Give the finding with the keys that `check` prints."""
        return {
            "code": self.code,
            "level": self.level.value,
            "where": self.where,
            "message": self.message,
            "hint": self.hint,
            "law": self.law,
        }


@dataclass(frozen=True, slots=True)
class Hit:
    """What one check saw at one place; the catalogue says how grave that is and which law it touches."""

    where: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One entry of the catalogue. `about` says in a sentence what its findings mean."""

    code: str
    level: Level
    about: str
    law: str
    over_register: Callable[[Register], Iterable[Hit]] | None = None


def told_by(call: Callable[..., object]) -> str:
    """What a check's page says of it: its docstring, one line for each paragraph."""
    paragraphs = (call.__doc__ or "").split("\n\n")
    return "\n\n".join(" ".join(each.split()) for each in paragraphs if each.strip())


@dataclass(frozen=True, slots=True)
class Coded:
    """One check that says what it finds in the docstring of its function: its page in the documentation.

    `look` takes what the checks of its family look at, and no more; it gives hits, or what its family makes
    hits of, such as rows that are still to be counted.
    """

    code: str
    level: Level
    law: str
    look: Callable[..., Iterable[Any]]

    @property
    def about(self) -> str:
        """What a finding means: the first paragraph of the docstring."""
        return self.page.partition("\n\n")[0]

    @property
    def page(self) -> str:
        """The whole docstring, one line for each paragraph."""
        return told_by(self.look)

    def finding(self, hit: Hit) -> Finding:
        """Make the finding of a hit."""
        return Finding(self.code, self.level, hit.where, hit.message, hit.hint, self.law)


def findings_of(checks: Iterable[Coded], *seen: object) -> tuple[Finding, ...]:
    """All findings over what was seen, in the order of the checks and, within one, of what it looks at."""
    return tuple(check.finding(hit) for check in checks for hit in check.look(*seen))
