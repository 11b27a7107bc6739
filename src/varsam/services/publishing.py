"""Keeps the policy as a new version in the archive, and says so in the ledger."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date

from varsam.domain.register import Statement
from varsam.formats import register_yaml
from varsam.formats.publishing.document import Release
from varsam.services import policy_archive
from varsam.services.home import Home
from varsam.services.policy_archive import Published
from varsam.services.policy_draft import Draft, rendered
from varsam.store import claim_runs, ledger

_SHOWN_BY_PUBLISHING = "S62"
"""The verifier that says whether the last version is current: publishing is what makes it true."""


def false_sentences(made: Draft) -> tuple[Statement, ...]:
    """The register's sentences that weren't true when the claims were last checked (`varsam claims`)."""
    runs = claim_runs.runs()
    claims = json.loads(runs[-1].report)["claims"] if runs else {}
    found = []
    for statement in made.register.statements:
        said = claims.get(statement.id)
        if said is not None and said["verdict"] == "false":
            false = {name for name, each in said["verifiers"].items() if each["verdict"] == "false"}
            found += [statement] if false != {_SHOWN_BY_PUBLISHING} else []
    return tuple(found)


def publish(
    home: Home,
    made: Draft,
    effective: date,
    note: str = "",
    despite: Sequence[str] = (),
    false: Sequence[Statement] = (),
) -> Published:
    """Keep a new version in the archive, and say so in the ledger.

    `despite` names errors that stood, `false` sentences that weren't true and are published all the same.

    NotAllowed: somebody published that number meanwhile. SourceUnavailable: it can't be written; then there
    is no version. Ask `unchanged` first.
    """
    known = policy_archive.versions(home)
    release = Release(known[-1].number + 1 if known else 1, effective, made.content)
    register = register_yaml.fingerprint(made.register)
    now = home.clock()
    files = rendered(made, release)
    said = made.facts | {
        "version": release.version,
        "effective": effective.isoformat(),
        "published_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "by": home.actor,
        "note": note,
        "despite": list(despite),
        "false": [each.id for each in false],
        "languages": list(made.languages),
        "content": made.content,
        "register": register,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    folder, fingerprint = policy_archive.add(home, release.version, files, said)
    entry: dict[str, object] = {"type": "policy.published", "fingerprint": fingerprint, "register": register}
    entry |= {"version": release.version, "effective": effective.isoformat()}
    stands = False
    try:
        [index] = ledger.append([entry], now)
        stands = True
    finally:
        if not stands:
            policy_archive.drop(folder)
    policy_archive.remember_entry(folder, index)
    return policy_archive.version(home, release.version)


def in_ledger(published: Published) -> bool:
    """Whether the ledger knows a version by the facts that lie in the archive."""
    index = policy_archive.ledger_entry(published)
    if index is None or index >= ledger.size():
        return False
    entry = ledger.entry(index)
    return (
        isinstance(entry, dict)
        and entry.get("type") == "policy.published"
        and entry.get("fingerprint") == policy_archive.facts_fingerprint(published)
    )
