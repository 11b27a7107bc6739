"""What `worker` says of several workers: which one this is, who leads, and how each of them is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING

from varsam.faces.cli.invocation import Invocation
from varsam.formats.texts import counted

if TYPE_CHECKING:
    from varsam.services.worker import Round
    from varsam.store.workers import SeenWorker


@dataclass
class Places:
    """Says who leads whenever that changes; says nothing where there is one worker."""

    invocation: Invocation
    _said: tuple[str, str] = field(default=("", ""))

    def say(self, one: Round) -> None:
        """Say what is new since the last round."""
        output = self.invocation.output
        if not one.worker:
            return
        if self._said != (one.worker, one.leader):
            self._said = (one.worker, one.leader)
            key = "talk.worker_follows" if one.leader else "talk.worker_leads"
            output.note(output.say(key, worker=one.worker, leader=one.leader))
        if one.batches:
            output.note(counted("talk.worker_took", one.batches, output.lang, worker=one.worker))


_PLACES = {
    "leads": "talk.place_leads",
    "helps": "talk.place_helps",
    "differs": "talk.place_differs",
    "vanished": "talk.place_vanished",
}


def show(invocation: Invocation, workers: tuple[SeenWorker, ...]) -> None:
    """Show every worker with its place and its last sign of life; nothing where there is one at most."""
    output = invocation.output
    if not workers:
        return
    rows = [
        (
            each.name,
            output.say(_PLACES[place_of(each, workers)]),
            _instant(each),
            each.trouble or each.doing,
        )
        for each in workers
    ]
    output.table(("worker", "place", "beat", "doing"), rows)


def documents(workers: tuple[SeenWorker, ...]) -> list[dict[str, object]]:
    """The same as JSON values."""
    return [
        {
            "worker": each.name,
            "place": place_of(each, workers),
            "at": _instant(each),
            "doing": each.doing,
            "trouble": each.trouble,
        }
        for each in workers
    ]


def place_of(worker: SeenWorker, workers: tuple[SeenWorker, ...]) -> str:
    """A worker's place among all: leads, helps, differs (from the one that leads) or vanished."""
    if not worker.alive:
        return "vanished"
    if worker.leads:
        return "leads"
    return "helps" if all(each.prints == worker.prints for each in workers if each.leads) else "differs"


def _instant(worker: SeenWorker) -> str:
    return worker.beat_at.astimezone(UTC).isoformat(timespec="seconds")
