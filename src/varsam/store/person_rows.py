"""Rows in the controller's systems by which a person stays known, sealed like the other identifiers.

They are no identifiers that anybody could give: they are never searched for, never carried to another source,
and go with the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from varsam.store import keys
from varsam.store.models import Identifier, Person
from varsam.store.people import ROW, TypedIdentifier, sealed_identifier
from varsam.store.transaction import serialise, writing


def rows_of(person: str) -> tuple[str, ...]:
    """The rows that are known to be a person's, as texts, sorted."""
    rows = Identifier.objects.filter(person_id=person, type=ROW).values_list("id", "sealed")
    return tuple(sorted(keys.unseal(f"identifier:{id_}", sealed).decode() for id_, sealed in rows))


def learn(rows: Mapping[str, Iterable[str]]) -> int:
    """Keep more rows of people; gives how many were new. People who aren't there any more are left out."""
    with writing():
        serialise("people")
        ring = keys.sealing()
        controllers = dict(Person.objects.filter(id__in=list(rows)).values_list("id", "controller"))
        new = [
            sealed_identifier(ring, controllers[person], person, TypedIdentifier(ROW, text))
            for person, texts in rows.items()
            if person in controllers
            for text in sorted(set(texts) - set(rows_of(person)))
        ]
        Identifier.objects.bulk_create(new, batch_size=500)
        return len(new)


def forget(person: str, texts: Iterable[str]) -> None:
    """Let go of rows that aren't there any more, so that a key that is used again means nobody."""
    gone = set(texts)
    with writing():
        rows = Identifier.objects.filter(person_id=person, type=ROW).values_list("id", "sealed")
        ids = [id_ for id_, sealed in rows if keys.unseal(f"identifier:{id_}", sealed).decode() in gone]
        Identifier.objects.filter(id__in=ids).delete()
