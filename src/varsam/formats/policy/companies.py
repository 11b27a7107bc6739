"""Finds the controllers that a policy names: companies with their organisation numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from varsam.domain.errors import RegisterError
from varsam.domain.register import Entity
from varsam.formats.org_no import org_no
from varsam.formats.policy.document import Block, Part
from varsam.formats.policy.slugs import slug, unused

_WORD = r"[A-ZÅÄÖÉ0-9][\w&’'.-]*"
_FORM = r"(?:AB|Aktiebolag|HB|KB|Handelsbolag|Kommanditbolag|Ltd|Limited|GmbH|Oy|ApS|AS|Inc)"
_NAME = rf"{_WORD}(?:\s+(?:{_WORD}|i|och|&|for|of)){{0,6}}"
_NUMBER = re.compile(
    r"[,;(]?\s*(?:med\s+|with\s+)?(?:org(?:anisation(?:s)?)?\.?\s*-?\s*(?:nr|nummer|no|number)|"
    r"(?:company\s+)?(?:registration|reg\.?|company)\s+(?:no|number))"
    r"\.?:?\s*(?P<number>(?:SE)?\d{6,8}[-+\s]?\d{4}(?:01)?)",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(rf"(?P<name>{_NAME})\s*$")
_COMPANY = re.compile(rf"(?P<name>(?:{_WORD}\s+){{1,6}}{_FORM})\b")
_LEADING = re.compile(
    r"^(?:(?:I|Hos|På|Vi|Vid|Av|Till|Från|Om|När|At|In|By|To|From|If|When|The|We|Integritetspolicy|Privacy|Policy|"
    r"Personuppgiftsansvarig|Controller|Är|This|Den|Denna|Det|Och)\s+)+"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Whoever takes complaints isn't the controller.
_AUTHORITY = re.compile(
    r"klagomål|tillsynsmyndighet|integritetsskydd|complain|supervisory authority|data protection authority|"
    r"beschwerde|aufsichtsbehörde|réclamation|autorité de contrôle|klacht|klage",
    re.IGNORECASE,
)
_REACH = 160


@dataclass(frozen=True, slots=True)
class NamedControllers:
    """The controllers found, and the lines of numbers that are no organisation numbers."""

    entities: tuple[Entity, ...]
    wrong_numbers: tuple[tuple[int, str], ...]


def named_controllers(parts: Sequence[Part]) -> NamedControllers:
    """The companies that the policy names with a number, else those of its first lines.

    A number that is none, or is a person's, is left out and never repeated.
    """
    blocks = [part for part in parts if isinstance(part, Block)]
    numbers: dict[str, str] = {}
    wrong: list[tuple[int, str]] = []
    for block in blocks:
        for name, number in _with_number(block.text):
            try:
                numbers.setdefault(name, org_no(number))
            except RegisterError as error:
                wrong.append((block.line, error.message))
                numbers.setdefault(name, "")
    if not numbers:
        numbers = {name: "" for block in blocks[:5] for name in _companies(block.text)}
    own = [block.text for block in blocks if not _AUTHORITY.search(block.text)]
    mail = next((found.group() for text in own if (found := _MAIL.search(text))), "")
    entities: list[Entity] = []
    taken: set[str] = set()
    for name, number in numbers.items():
        entity_id = unused(slug(name) or "controller", taken)
        taken.add(entity_id)
        entities.append(Entity(entity_id, name, number, mail))
    return NamedControllers(tuple(entities), tuple(wrong))


def _with_number(text: str) -> Iterator[tuple[str, str]]:
    for match in _NUMBER.finditer(text):
        before = text[max(0, match.start() - _REACH) : match.start()]
        found = _NAME_BEFORE.search(before)
        name = _LEADING.sub("", found["name"]) if found else ""
        # "A AB och B AB" before one number is two companies; the number is the last one's.
        if " och " in name:
            name = name.rpartition(" och ")[2]
        if name:
            yield name.strip(), match["number"]


def _companies(text: str) -> Iterator[str]:
    for match in _COMPANY.finditer(text):
        yield _LEADING.sub("", match["name"])
