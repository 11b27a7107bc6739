"""People as own state knows them: random ids, found by keyed hashes, with sealed identifiers.

Only a fact makes a person here; retention by rule never does. Values come in normalised (one spelling each).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from varsam.domain.errors import NotAllowed, PlanRefused
from varsam.store import keys
from varsam.store.ids import new_id
from varsam.store.models import Identifier, Person
from varsam.store.ring import Ring
from varsam.store.transaction import serialise, writing

ROW = "row"
"""The type of what `store.person_rows` keeps; no map and no face knows it."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, order=True)
class TypedIdentifier:
    """An identifier with its type (email, phone, personnummer, customer_no …). Never shows its value."""

    type: str
    value: str = field(repr=False)


def find(controller: str, identifiers: Iterable[TypedIdentifier]) -> tuple[str, ...]:
    """The ids of a controller's people who have any of these identifiers, sorted; may be none or several."""
    wanted = tuple(identifiers)
    while True:
        ring = keys.ring()
        found = _find(ring, controller, wanted)
        # A rotation that ended in between has changed the hashes under our feet.
        if keys.ring().current == ring.current:
            return found


def find_or_make(controller: str, identifiers: Sequence[TypedIdentifier], at: datetime) -> str:
    """The id of the one person with any of these identifiers, made if there is none; learns the new ones.

    PlanRefused: the identifiers lead to several people; a person must say who is meant.
    NotAllowed: no identifier, or an empty one.
    """
    wanted = sorted(set(identifiers))
    if not wanted or not all(each.type and each.value for each in wanted):
        raise NotAllowed("a person needs at least one identifier", hint="give type and value")
    with writing():
        serialise("people")
        ring = keys.sealing()
        found = _find(ring, controller, wanted)
        if len(found) > 1:
            raise PlanRefused(
                f"the identifiers lead to {len(found)} people",
                where=", ".join(sorted({each.type for each in wanted})),
                hint="give an identifier that is one person's alone",
            )
        if found:
            person = found[0]
        else:
            person = new_id()
            Person.objects.create(id=person, controller=controller, created_at=at)
        known = {(each.type, each.value) for each in identifiers_of(person)}
        Identifier.objects.bulk_create(
            sealed_identifier(ring, controller, person, each)
            for each in wanted
            if (each.type, each.value) not in known
        )
        return person


def identifiers_of(person: str) -> tuple[TypedIdentifier, ...]:
    """A person's identifiers in clear text, sorted: to search the controller's systems, never for a log."""
    return tuple(sorted(identifiers_of_all([person])[person]))


def identifiers_of_all(people: Sequence[str]) -> dict[str, list[TypedIdentifier]]:
    """The identifiers of people in clear text; as `identifiers_of`."""
    found: dict[str, list[TypedIdentifier]] = {person: [] for person in people}
    for start in range(0, len(people), _AT_ONCE):
        rows = Identifier.objects.filter(person_id__in=people[start : start + _AT_ONCE]).exclude(type=ROW)
        for id_, person, type_, sealed in rows.values_list("id", "person_id", "type", "sealed"):
            value = keys.unseal(f"identifier:{id_}", sealed).decode()
            found[person].append(TypedIdentifier(type_, value))
    return found


def controller_of(person: str) -> str:
    """The controller whose person this is. NotAllowed: no such person."""
    found = Person.objects.filter(id=person).values_list("controller", flat=True).first()
    if found is None:
        raise NotAllowed("there is no such person", where=f"person {person}", hint="find the person again")
    return found


def _find(ring: Ring, controller: str, identifiers: Sequence[TypedIdentifier]) -> tuple[str, ...]:
    """Search under every generation, since a rotation may be half done."""
    hashes = [hash_ for each in identifiers for hash_ in ring.lookups(controller, each.type, each.value)]
    rows = Identifier.objects.filter(lookup__in=hashes, controller=controller)
    return tuple(sorted(set(rows.values_list("person_id", flat=True))))


def sealed_identifier(ring: Ring, controller: str, person: str, identifier: TypedIdentifier) -> Identifier:
    """Make the record of one identifier; the caller saves it."""
    id_ = new_id()
    return Identifier(
        id=id_,
        person_id=person,
        controller=controller,
        type=identifier.type,
        lookup=ring.lookup(controller, identifier.type, identifier.value),
        sealed=ring.seal(f"identifier:{id_}", identifier.value.encode()),
        generation=ring.current,
    )
