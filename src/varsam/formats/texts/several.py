"""What is said of several workers on different hosts."""

from __future__ import annotations

from collections.abc import Mapping

SEVERAL: Mapping[str, tuple[str, str]] = {
    "talk.worker_leads": ("{worker} leder.", "{worker} leads."),
    "talk.worker_follows": (
        "{leader} leder. {worker} tar omgångar när det finns några.",
        "{leader} leads. {worker} takes batches when there are any.",
    ),
    "talk.worker_took": ("{worker} gjorde {count} omgångar.", "{worker} did {count} batches."),
    "talk.worker_took.one": ("{worker} gjorde en omgång.", "{worker} did one batch."),
    "col.worker": ("program", "worker"),
    "col.beat": ("livstecken", "sign of life"),
    "col.place": ("plats", "place"),
    "col.doing": ("gör", "doing"),
    "talk.place_leads": ("leder", "leads"),
    "talk.place_helps": ("tar omgångar", "takes batches"),
    "talk.place_differs": (
        "tar inga: register, kartor eller version skiljer sig",
        "takes none: its register, maps or version differ",
    ),
    "talk.place_vanished": ("borta utan att ha avslutats", "gone without having ended"),
    "doctor.workers": ("flera program tillsammans", "several workers together"),
}
