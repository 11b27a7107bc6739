"""The essence of an arrangement between joint controllers, as the published policy tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from varsam.domain.arrangement import EACH, Arrangement, Duty, Right
from varsam.domain.register import Register
from varsam.formats.texts import Lang, text


@dataclass(frozen=True, slots=True)
class Essence:
    """What people are told: a heading, a first paragraph, what each party does, and what holds for all."""

    heading: str
    together: str
    parts: tuple[str, ...]
    last: tuple[str, ...]

    @property
    def markdown(self) -> str:
        """The essence as Markdown, with its heading on the second level."""
        parts = "\n".join(f"- {each}" for each in self.parts)
        return "\n\n".join((f"## {self.heading}", self.together, parts, *self.last)) + "\n"


def essence(arrangement: Arrangement, register: Register, lang: Lang) -> Essence:
    """Tell the essence of an arrangement in a language; what isn't settled isn't told.

    Ids that the register hasn't got are printed as they are. Law: GDPR 26(2)–(3).
    """
    names = {each.id: each.name for each in register.entities}
    parties = [names.get(each, each) for each in arrangement.parties]
    together = text("essence.together", lang, names=listed(parties, lang))
    titles = {each.id: each.title for each in register.activities}
    if arrangement.activities:
        told = "; ".join(titles.get(each, each) for each in arrangement.activities)
        together += " " + text("essence.activities", lang, activities=told)
    return Essence(
        text("essence.heading", lang),
        together,
        tuple(_parts(arrangement, names, lang)),
        tuple(_last(arrangement, lang)),
    )


def listed(names: Sequence[str], lang: Lang) -> str:
    """Several names as one text, the last two joined by `and`."""
    first, last = names[:-1], names[-1:]
    joined = f" {text('essence.and', lang)} "
    return joined.join([", ".join(first), *last]) if first else "".join(last)


def _parts(arrangement: Arrangement, names: dict[str, str], lang: Lang) -> Iterator[str]:
    if arrangement.informs:
        yield text("essence.informs", lang, name=names.get(arrangement.informs, arrangement.informs))
    for party in dict.fromkeys(arrangement.answers.values()):
        rights = [each for each in Right if arrangement.answers.get(each) == party]
        told = listed([text(f"essence.right_{each}", lang) for each in rights], lang)
        yield text("essence.answers", lang, name=names.get(party, party), rights=told)
    for duty in Duty:
        carried = arrangement.duties.get(duty, "")
        if carried == EACH:
            yield text(f"essence.duty_{duty}_each", lang)
        elif carried:
            yield text(f"essence.duty_{duty}", lang, name=names.get(carried, carried))


def _last(arrangement: Arrangement, lang: Lang) -> Iterator[str]:
    if arrangement.contact_point:
        yield text("essence.contact", lang, contact=arrangement.contact_point)
    yield text("essence.either", lang)
    if arrangement.agreed_on is not None:
        day = arrangement.agreed_on.isoformat()
        if arrangement.version:
            yield text("essence.version", lang, version=arrangement.version, day=day)
        else:
            yield text("essence.day", lang, day=day)
