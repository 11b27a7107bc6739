"""Keeps standing approvals: sealed terms, who approved or revoked them, and which one stands for a source."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from varsam.domain.errors import NotAllowed, PlanRefused, SourceRejected
from varsam.domain.evidence import SALT_BYTES, Commitment
from varsam.domain.standing import PERSONS_NEEDED, Limits, StandingApproval, Terms
from varsam.formats.canonical_json import Json, canonical, fingerprint, parse
from varsam.store import keys, models
from varsam.store.ids import new_id
from varsam.store.ring import Sealed, UnknownGeneration
from varsam.store.transaction import serialise, writing

_LETTERS = "abcdefghijkmnpqrstuvwxyz"
PREFIX = "standing-"
APPROVED, REVOKED, REPLACED = "approved", "revoked", "replaced"


def propose(terms: Terms, at: datetime) -> StandingApproval:
    """Keep new terms, which nobody has approved yet. NotAllowed: others already wait for this source."""
    with writing():
        serialise(f"standing:{terms.source}")
        if (other := waiting(terms.source, at.date())) is not None:
            raise NotAllowed(
                "a standing approval of this source waits for a second person",
                where=f"standing approval {other.id}",
                hint="approve that one, or revoke it first",
            )
        id_ = PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(10))
        ring = keys.sealing()
        models.StandingApproval.objects.create(
            id=id_,
            source=terms.source,
            until=terms.until,
            proposed_at=at,
            sealed=ring.seal(f"standing:{id_}", canonical(document(terms))),
            generation=ring.current,
        )
    return StandingApproval(id_, terms, at)


def approve(standing_id: str, actor: str, at: datetime) -> tuple[StandingApproval, Commitment]:
    """Note that somebody approves; with the second person it stands and replaces the one before it.

    NotAllowed: there is none, it has ended, it stands already, or the same person approves twice.
    """
    with writing():
        serialise(f"standing:{load(standing_id).terms.source}")
        standing = load(standing_id)
        if actor in standing.approvers:
            raise NotAllowed(
                "you have approved this standing approval",
                where=f"standing approval {standing_id}",
                hint="another person must approve it too, from an account of their own",
            )
        if standing.is_complete or standing.revoked_at is not None or standing.terms.until < at.date():
            raise NotAllowed(
                "it isn't waiting for anybody (any more)",
                where=f"standing approval {standing_id}",
                hint="propose a new one",
            )
        by = _say(standing_id, APPROVED, actor, at)
        return replace(standing, approvers=(*standing.approvers, actor)), by


def end(standing_id: str, actor: str, at: datetime, *, said: str = REVOKED) -> Commitment:
    """Revoke a standing approval, or note that a new one has replaced it. One person is enough.

    NotAllowed: there is none, or it was ended before.
    """
    with writing():
        standing = load(standing_id)
        if standing.revoked_at is not None:
            raise NotAllowed("it was revoked before", where=f"standing approval {standing_id}")
        models.StandingApproval.objects.filter(id=standing_id).update(ended_at=at)
        return _say(standing_id, said, actor, at)


def load(standing_id: str) -> StandingApproval:
    """One standing approval. NotAllowed: there is none of that id. PlanRefused: it was changed past us."""
    row = models.StandingApproval.objects.filter(id=standing_id).first()
    if row is None:
        raise NotAllowed(
            "there is no such standing approval",
            where=f"standing approval {standing_id}",
            hint="`varsam approve --standing SOURCE` shows the source's",
        )
    return _standing(row)


def listing(source: str | None = None) -> tuple[StandingApproval, ...]:
    """All standing approvals (of a source), newest first, also those that have ended."""
    rows = models.StandingApproval.objects.order_by("-proposed_at", "-id")
    if source is not None:
        rows = rows.filter(source=source)
    return tuple(_standing(row) for row in rows)


def current(source: str) -> StandingApproval | None:
    """The newest one of a source that two persons approved and nobody revoked; its day may be past."""
    return next((each for each in listing(source) if each.is_complete and each.revoked_at is None), None)


def waiting(source: str, today: date) -> StandingApproval | None:
    """The one of a source that waits for its second person."""
    found = (each for each in listing(source) if not each.is_complete and each.revoked_at is None)
    return next((each for each in found if each.terms.until >= today), None)


def terms_print(terms: Terms) -> str:
    """Name terms by 64 hex digits, for the ledger."""
    return fingerprint(document(terms))


def document(terms: Terms) -> dict[str, Json]:
    """The terms as JSON; a share as text, since canonical JSON holds no fractions."""
    limits = terms.limits
    return {
        "source": terms.source,
        "until": terms.until.isoformat(),
        "rows": limits.rows,
        "share": None if limits.share is None else repr(limits.share),
        "rules": dict(terms.rules),
        "map": terms.map_print,
        "kinds": list[Json](sorted(terms.kinds)),
    }


def _terms(plain: bytes) -> Terms:
    said = parse(plain)
    if not isinstance(said, dict):
        raise TypeError("terms are an object")
    rules, kinds, rows, share = said["rules"], said["kinds"], said["rows"], said["share"]
    if not isinstance(rules, Mapping) or not isinstance(kinds, list):
        raise TypeError("terms hold rules by purpose and a list of kinds")
    return Terms(
        source=str(said["source"]),
        until=date.fromisoformat(str(said["until"])),
        limits=Limits(None if rows is None else int(str(rows)), None if share is None else float(str(share))),
        rules={name: str(rule) for name, rule in rules.items()},
        map_print=str(said["map"]),
        kinds=frozenset(str(each) for each in kinds),
    )


def _standing(row: models.StandingApproval) -> StandingApproval:
    """Open the terms and the voices, and compare what is sealed with what the columns say."""
    terms = _terms(_opened(f"standing:{row.id}", row.sealed, row.id))
    if (terms.source, terms.until) != (row.source, row.until):
        raise _changed(row.id)
    approvers: list[str] = []
    revoked_at = row.ended_at
    for voice in row.voices.order_by("at", "id"):
        plain = _opened(f"standing_voice:{voice.id}", voice.sealed, row.id)
        if plain[SALT_BYTES:] != _voice(row.id, voice.said, voice.actor):
            raise _changed(row.id)
        if voice.said == APPROVED:
            approvers.append(voice.actor)
        else:
            # The voice counts, not the column: an emptied column brings nothing back to life.
            revoked_at = revoked_at or voice.at
    if len(approvers) > PERSONS_NEEDED:
        raise _changed(row.id)
    return StandingApproval(row.id, terms, row.proposed_at, tuple(approvers), revoked_at)


def _say(standing_id: str, said: str, actor: str, at: datetime) -> Commitment:
    salt, id_, ring = os.urandom(SALT_BYTES), new_id(), keys.sealing()
    models.StandingVoice.objects.create(
        id=id_,
        standing_id=standing_id,
        said=said,
        actor=actor,
        at=at,
        sealed=ring.seal(f"standing_voice:{id_}", salt + _voice(standing_id, said, actor)),
        generation=ring.current,
    )
    return Commitment.over(actor.encode(), salt)


def _voice(standing_id: str, said: str, actor: str) -> bytes:
    return f"{standing_id}\n{said}\n{actor}".encode()


def _opened(record: str, sealed: Sealed, standing_id: str) -> bytes:
    try:
        return keys.unseal(record, sealed)
    except UnknownGeneration:
        raise
    except SourceRejected:
        raise _changed(standing_id) from None


def _changed(standing_id: str) -> PlanRefused:
    return PlanRefused(
        "the standing approval was changed since it was given",
        where=f"standing approval {standing_id}",
        hint="revoke it, find out who could write to the state, and let two persons approve a new one",
    )
