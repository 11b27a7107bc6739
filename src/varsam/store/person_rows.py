"""Rows in the controller's systems by which a person stays known, sealed like the other identifiers.

They are no identifiers that anybody could give: they are never searched for, never carried to another source,
and go with the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from varsam.store import keys
from varsam.store.models import Identifier, Person
from varsam.store.people import ROW, TypedIdentifier, sealed_identifier
from varsam.store.transaction import serialise, writing

_AT_ONCE = 500


def rows_of(person: str) -> tuple[str, ...]:
    """The rows that are known to be a person's, as texts, sorted."""
    return tuple(sorted(known([person]).get(person, ())))


def learn(rows: Mapping[str, Iterable[str]]) -> int:
    """Keep more rows of people; gives how many were new. People who aren't there any more are left out."""
    there = known(list(rows))
    new = {
        person: fresh for person, texts in rows.items() if (fresh := set(texts) - there.get(person, set()))
    }
    if not new:
        # The usual night: nothing to write, so nobody has to wait.
        return 0
    with writing():
        serialise("people")
        ring = keys.sealing()
        controllers = dict(Person.objects.filter(id__in=list(new)).values_list("id", "controller"))
        there = known(list(new))
        records = [
            sealed_identifier(ring, controllers[person], person, TypedIdentifier(ROW, text))
            for person, texts in new.items()
            if person in controllers
            for text in sorted(texts - there.get(person, set()))
        ]
        Identifier.objects.bulk_create(records, batch_size=500)
        return len(records)


def known(people: Sequence[str]) -> dict[str, set[str]]:
    """The rows that are known to be people's, as texts; people without any are left out."""
    found: dict[str, set[str]] = {}
    for start in range(0, len(people), _AT_ONCE):
        some = people[start : start + _AT_ONCE]
        rows = Identifier.objects.filter(person_id__in=some, type=ROW)
        for id_, person, sealed in rows.values_list("id", "person_id", "sealed"):
            found.setdefault(person, set()).add(keys.unseal(f"identifier:{id_}", sealed).decode())
    return found


def forget(person: str, texts: Iterable[str]) -> None:
    """Let go of rows that aren't there any more, so that a key that is used again means nobody."""
    gone = set(texts)
    with writing():
        rows = Identifier.objects.filter(person_id=person, type=ROW).values_list("id", "sealed")
        ids = [id_ for id_, sealed in rows if keys.unseal(f"identifier:{id_}", sealed).decode() in gone]
        Identifier.objects.filter(id__in=ids).delete()
