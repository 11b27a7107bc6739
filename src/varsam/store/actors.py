"""Finds or makes those who act: an account of the operating system, or one of Varsam's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from varsam.domain.errors import NotAllowed
from varsam.store.ids import new_id
from varsam.store.models import Actor
from varsam.store.transaction import serialise, writing

KINDS = ("os", "account")


@dataclass(frozen=True, slots=True)
class ActorRef:
    """Who acts: the id goes into facts and approvals, the name is for the screen only."""

    id: str
    username: str
    kind: str


def find_or_make(username: str, kind: str, at: datetime) -> ActorRef:
    """The actor of that name, made on first sight. NotAllowed: an empty name or an unknown kind."""
    if not username or kind not in KINDS:
        raise NotAllowed("an actor needs a name and a kind", hint=f"kinds: {', '.join(KINDS)}")
    row = Actor.objects.filter(kind=kind, username=username).first()
    if row is None:
        with writing():
            serialise("actors")
            row, _ = Actor.objects.get_or_create(
                kind=kind, username=username, defaults={"id": new_id(), "created_at": at}
            )
    return ActorRef(row.id, row.username, row.kind)


def name_of(actor_id: str) -> str:
    """The name to show for an actor; its id when the actor was erased."""
    return Actor.objects.filter(id=actor_id).values_list("username", flat=True).first() or actor_id
