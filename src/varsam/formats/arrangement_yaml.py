"""Reads `arrangement.yaml`: what joint controllers settled, and which of them owns what they share."""

from __future__ import annotations

from typing import Final

from varsam.domain.arrangement import Arrangement, Arrangements, Duty, OwnerRule, Right
from varsam.domain.errors import Position
from varsam.formats import declared
from varsam.formats.declared import SHA256, Holds, Key, section

FILE: Final = "arrangement.yaml"

ARRANGEMENT = section(
    "an arrangement",
    Arrangement,
    parties=Key("Ids of the entities that decide together.", Holds.TEXTS, required=True),
    activities=Key("Ids of the activities; left out: all that they decide together.", Holds.TEXTS),
    informs=Key("The entity that informs people (GDPR 13, 14).", required=True),
    answers=Key("Which entity answers which right.", Holds.TEXT_BY_WORD, choices=Right),
    duties=Key("Which entity has which duty; `each`: for its own part.", Holds.TEXT_BY_WORD, choices=Duty),
    contact_point=Key("The one place that people can turn to (GDPR 26(1))."),
    pursues=Key("The purposes that a party decides, where it isn't all of them.", Holds.TEXTS_BY_WORD),
    version=Key("The version of the arrangement."),
    agreed_on=Key("The day on which it was agreed, YYYY-MM-DD.", Holds.DATE),
    published_on=Key("The day since which its essence is published, YYYY-MM-DD.", Holds.DATE),
    review_by=Key("The day by which somebody looks again, YYYY-MM-DD.", Holds.DATE),
    document=Key("Where the signed document lies."),
    sha256=Key("The document's SHA-256 in hex.", pattern=SHA256),
)
OWNER = section(
    "an owner rule",
    OwnerRule,
    owner=Key("The entity that owns it and answers for it.", required=True),
    kinds=Key("Kinds of rows, written source.kind.", Holds.TEXTS),
    purposes=Key("Ids of purposes.", Holds.TEXTS),
    activities=Key("Ids of activities.", Holds.TEXTS),
)


def _arrangements(
    arrangements: tuple[Arrangement, ...] = (), owners: tuple[OwnerRule, ...] = ()
) -> Arrangements:
    return Arrangements(arrangements, owners, present=True)


WHOLE = section(
    "the arrangements",
    _arrangements,
    arrangements=Key("Arrangements between joint controllers, by id.", Holds.BY_ID, of=ARRANGEMENT),
    owners=Key("Who owns what several share; the first rule that fits counts.", Holds.LIST, of=OWNER),
)


def parse(text: str, path: str = FILE) -> Arrangements:
    """Read the file; `path` only names it. RegisterErrors: every fault at its place, and how to mend it."""
    found: Arrangements = declared.read(text, path, WHOLE)
    return found


def places(text: str, path: str = FILE) -> dict[str, Position]:
    """Where each arrangement stands, as findings name it (`arrangement x`)."""
    return declared.places(text, path, WHOLE)


def schema() -> dict[str, object]:
    """Give the JSON Schema (draft 2020-12) of the file."""
    return declared.schema("Arrangements", WHOLE)
