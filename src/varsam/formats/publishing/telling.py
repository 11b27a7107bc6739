"""A register as it is told in a language, and the words that it is told with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from varsam.domain.arrangement import Arrangement
from varsam.domain.law import Law
from varsam.domain.partners import NO_PARTNERS, Partners
from varsam.domain.register import Activity, Basis, Purpose, Register
from varsam.formats.policy_table import in_markdown
from varsam.formats.texts import Lang, text

_ADDRESS = re.compile(r"https?://[^\s<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Telling:
    """A register to be told in a language, with what stands beside it.

    Partners and transfers are told as of the day of the law, where that is known.
    """

    register: Register
    lang: Lang
    law: Law | None = None
    partners: Partners = NO_PARTNERS
    arrangements: tuple[Arrangement, ...] = ()

    def say(self, code: str, **values: str | int) -> str:
        """A sentence of the policy."""
        return text(f"policy.{code}", self.lang, **values)

    def own(self, words: str) -> str:
        """Words of the register as Markdown, marked where they are in its other language."""
        written = self.register.language if self.register.language == "en" else "sv"
        said = in_markdown(words)
        return said if written == self.lang or not said else f'<span lang="{written}">{said}</span>'

    def controllers(self) -> str:
        """The names of all controllers as plain text: "A AB och B AB"."""
        return self.joined([each.name for each in self.register.entities])

    def joined(self, names: Sequence[str]) -> str:
        """Names in a row, the last one after an "and"."""
        both = " och " if self.lang == "sv" else " and "
        return both.join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)

    @property
    def activities(self) -> tuple[Activity, ...]:
        """What the readers are told of."""
        return tuple(each for each in self.register.activities if not each.unpublished)

    def named(self, activities: Sequence[Activity]) -> str:
        """Titles of activities in a row."""
        return ", ".join(self.own(each.title) for each in activities)

    def on(self, *bases: Basis) -> Iterator[tuple[Activity, Purpose]]:
        """The purposes on some of the bases, with their activities."""
        for activity in self.activities:
            for purpose in activity.purposes:
                if purpose.basis in bases:
                    yield activity, purpose


def items(lines: Sequence[str]) -> str:
    """A list as Markdown."""
    return "\n".join(f"- {each}" for each in lines)


def linked(address: str) -> str:
    """An address as Markdown, as a link where it is one."""
    return f"<{address}>" if _ADDRESS.fullmatch(address) else in_markdown(address)
